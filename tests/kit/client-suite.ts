import { existsSync, readdirSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { containerPids, removeNamespaceCgroups } from "./cgroups.ts";
import { clientSuiteImages } from "./images/client-suite.ts";
import { rootOf } from "./images/layout.ts";
import { pushLayout } from "./images/push.ts";
import { unmountBelow } from "./mounts.ts";
import { run } from "./process.ts";
import { processesOf } from "./processes-of.ts";
import { startRegistry } from "./registry.ts";
import { tempDir } from "./temp.ts";

export interface ClientSuiteOptions {
  /** The program that is tested. */
  containerd: string;
  /** Names of tests: only these. */
  only?: readonly string[];
  /** Milliseconds for the whole run. */
  timeout: number;
}

export interface SuiteResult {
  /** Of tests, not of their parts. */
  passed: string[];
  failed: string[];
  skipped: string[];
  output: string;
}

// Where the suite has its daemon, whoever runs it: a machine can run one at a time.
const PLACES = { root: "/var/lib/containerd-test", state: "/run/containerd-test", runtimeRoot: "/tmp/runc-test" };

/**
 * Runs containerd's own client suite, a Go test binary, and takes away what its tests leave behind. Tests of checkpoints are
 * left out: CRIU has to know the machine's kernel.
 */
export async function runClientSuite(suite: string, { containerd, only, timeout }: ClientSuiteOptions): Promise<SuiteResult> {
  if (existsSync(PLACES.state)) throw new Error(`${PLACES.state} is there: another run of the suite uses it, or has left it`);
  await using dir = await tempDir("suite");
  await using registry = await startRegistry();
  const images = await clientSuiteImages();
  for (const { layout, name, tag } of images) await pushLayout(registry, layout, name, tag);
  const busybox = await rootOf(images[0]!.layout);
  await symlink(containerd, join(dir.path, "containerd"));
  const args = ["-test.v", "-test.root", "-no-criu", ...(only ? ["-test.run", `^(${only.join("|")})$`] : [])];
  // A stock containerd's shim, and the suite's own runtime, are beside the suite.
  const path = `${dir.path}:${dirname(suite)}:${process.env.PATH}`;
  try {
    const { stdout, stderr, exitCode, timedOut } = await run(suite, args, { cwd: dir.path, timeout, env: { PATH: path, TEST_REGISTRY: registry.host, TEST_BUSYBOX_DIGEST: busybox.digest } });
    const withResult = (result: string): string[] => [...stdout.matchAll(new RegExp(`^--- ${result}: (\\S+)`, "gm"))].map(([, name]) => name!);
    const failed = withResult("FAIL");
    const unfinished = [...stdout.matchAll(/^=== RUN {3}([^\s/]+)$/gm)].map(([, name]) => name!).filter((name) => !stdout.includes(`: ${name} (`));
    if (timedOut || (exitCode !== 0 && failed.length === 0)) failed.push(...unfinished);
    return { passed: withResult("PASS"), failed, skipped: withResult("SKIP"), output: `${stdout}\n${stderr}` };
  } finally {
    await removeLeftovers(dir.path);
  }
}

// A test that fails leaves its container, and the suite its daemon when it doesn't end in time.
async function removeLeftovers(dir: string): Promise<void> {
  const bundles = join(PLACES.state, "io.containerd.runtime.v2.task");
  const namespaces = existsSync(bundles) ? readdirSync(bundles).filter((name) => !name.startsWith(".")) : [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const pids = [...processesOf([PLACES.state, dir]), ...namespaces.flatMap(containerPids)];
    for (const pid of pids) endProcess(pid);
    if (pids.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await unmountBelow(PLACES.state);
  for (const namespace of namespaces) {
    removeNamespaceCgroups(namespace);
    await rm(join("/run/containerd/runc", namespace), { recursive: true, force: true });
  }
  for (const place of Object.values(PLACES)) await rm(place, { recursive: true, force: true });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
