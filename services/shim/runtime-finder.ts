import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Logger } from "@stevedore/log";
import { failedPrecondition } from "@stevedore/errors";
import { findExecutable } from "@stevedore/linux";
import { readIfExists } from "./files.ts";
import { missingRuntime, runtimeArgv } from "./runtime.ts";
import type { Spawner } from "./spawner.ts";

/** Finds the OCI runtime for a container. */
export interface RuntimeFinder {
  /**
   * The absolute path for a client's `binary_name`; without one, the host's default.
   * @throws Unknown, in containerd's words, when there is no such binary
   */
  find(binaryName: string, logFile: string): Promise<string>;
  /** Whether a runtime takes specs of this version; older ones refuse what newer clients write. Tried once for each. */
  acceptsVersion(binary: string, ociVersion: string): Promise<boolean>;
}

export interface RuntimeFinderOptions {
  spawner: Spawner;
  /** What the host's configuration names, if anything. */
  configured: string | undefined;
  /** PATH for relative names. */
  searchPath: string;
  /** A directory for the probe's bundle. */
  scratch: string;
  /** The host may not make cgroups. */
  noCgroups: boolean;
  log: Logger;
}

// In the order of preference: crun starts a container in a third of runc's time.
const CANDIDATES = ["crun", "runc"];

/**
 * The default is the first runtime that can really create a container here; that is tried once, because crun for
 * one refuses some cgroup layouts that runc takes.
 */
export function createRuntimeFinder(options: RuntimeFinderOptions): RuntimeFinder {
  const { configured, searchPath } = options;
  let standard: Promise<string> | undefined;
  const versions = new Map<string, Promise<boolean>>();
  return {
    acceptsVersion(binary, ociVersion) {
      // Every runtime in use takes these; probing would only cost the first container.
      if (/^1\.[01]\./.test(ociVersion)) return Promise.resolve(true);
      const key = `${binary} ${ociVersion}`;
      let accepted = versions.get(key);
      if (accepted === undefined) versions.set(key, (accepted = probe(binary, options, ociVersion).then((problem) => problem === undefined)));
      return accepted;
    },
    async find(binaryName, logFile) {
      const name = binaryName || configured || "";
      if (name === "") return (standard ??= probeAll(options).catch((error: unknown) => ((standard = undefined), Promise.reject(error))));
      const found = findExecutable(name, searchPath);
      if (found === undefined) throw missingRuntime(name, logFile);
      return found;
    },
  };
}

async function probeAll(options: RuntimeFinderOptions): Promise<string> {
  const installed = CANDIDATES.map((name) => findExecutable(name, options.searchPath)).filter((found) => found !== undefined);
  for (const binary of installed) {
    const problem = await probe(binary, options);
    if (problem === undefined) return binary;
    options.log.warn("OCI runtime can't be used on this host", { binary, reason: problem });
  }
  const seen = installed.length === 0 ? "none is installed" : `${installed.join(" and ")} can't create containers here`;
  throw failedPrecondition(`no usable OCI runtime: ${seen}`, { hint: `looked for ${CANDIDATES.join(", ")} in ${options.searchPath}` });
}

const PROBE = "/stevedore-probe";

// A container whose program does not exist: a runtime that works gets as far as missing it.
async function probe(binary: string, { spawner, scratch, noCgroups }: RuntimeFinderOptions, ociVersion = "1.0.2"): Promise<string | undefined> {
  const name = `probe-${path.basename(binary)}-${ociVersion}-${process.pid}`;
  const bundle = path.join(scratch, name);
  const id = `stevedore-${name}`;
  const call = (...command: string[]): string[] =>
    runtimeArgv({ binary, root: path.join(bundle, "state"), systemdCgroup: false, noCgroups }, path.join(bundle, "log.json"), ...command);
  try {
    for (const name of ["proc", "dev", "sys"]) mkdirSync(path.join(bundle, "rootfs", name), { recursive: true });
    writeFileSync(path.join(bundle, "config.json"), JSON.stringify(probeSpec(noCgroups ? "" : `/${id}`, ociVersion)));
    const { code, output } = await spawner.run(call("create", "--bundle", bundle, "--pid-file", path.join(bundle, "pid"), id), { cwd: bundle });
    const { output: problem } = code === 0 ? await spawner.run(call("start", id), { cwd: bundle }) : { output };
    await spawner.run(call("delete", "--force", id), { cwd: bundle });
    const text = problem + (readIfExists(path.join(bundle, "log.json")) ?? "");
    return text.includes(PROBE) ? undefined : text.trim() || `exit status ${code}`;
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}

function probeSpec(cgroupsPath: string, ociVersion: string): unknown {
  return {
    ociVersion,
    process: { cwd: "/", args: [PROBE], env: ["PATH=/"], user: { uid: 0, gid: 0 } },
    root: { path: "rootfs" },
    mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
    linux: { cgroupsPath, namespaces: ["pid", "mount", "ipc", "uts"].map((type) => ({ type })) },
  };
}
