import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CACHE_DIR } from "./images/cache.ts";
import { isInstalled, must, run } from "./process.ts";
import { TEMP_PREFIX } from "./temp.ts";

export interface GoClient {
  command: string;
  module: string;
  /** The package of the command in its module. */
  package: string;
  version: string;
  /** What only the module's own tests need, and the module proxy hasn't got: paths to leave out, and a module to forget. */
  without?: { paths: string[]; module: string };
  /** A module that lies beside it in its repository, and comes from the module proxy instead. */
  beside?: string;
  /** The package's tests are built, not the package. */
  tests?: true;
  /** Changes to files of the module, on top. */
  patches?: { path: string; changes: [pattern: RegExp, by: string][] }[];
  /** Files of ours in the module, by path: a program around its library. */
  files?: Record<string, string>;
  /** Too much to be built with the others: this variable, set to 1, asks for it. */
  askedBy?: string;
}

const CONTAINERD = { module: "github.com/containerd/containerd/v2", version: "v2.3.4" };
const BUILDKIT = { module: "github.com/moby/buildkit", version: "v0.31.0" };

/** containerd's own newest client, pinned. */
export const NEWEST_CTR: GoClient = { command: "ctr", package: "cmd/ctr", ...CONTAINERD };
/** The daemon itself: a peer to compare with where Debian's is too old to know a behaviour. It needs its shim beside it. */
export const NEWEST_CONTAINERD: GoClient = { command: "containerd", package: "cmd/containerd", ...CONTAINERD };
export const NEWEST_SHIM: GoClient = { command: "containerd-shim-runc-v2", package: "cmd/containerd-shim-runc-v2", ...CONTAINERD };
/** It asks for 100,000 descriptors and panics where the machine's limit is lower; here it goes on with what it has. */
export const NEWEST_STRESS: GoClient = {
  command: "containerd-stress",
  package: "cmd/containerd-stress",
  patches: [{ path: "cmd/containerd-stress/main.go", changes: [[/(setRlimit\(\); err != nil \{\s*)panic\(err\)/, "$1fmt.Fprintln(os.Stderr, err)"]] }],
  ...CONTAINERD,
};
const PUBLIC_IMAGE = /"(?:ghcr\.io\/containerd|registry\.k8s\.io)\/([^"]*)"/g;
// The suite gives a daemon 2 or 4 s to start; on a machine where other tests run beside it that says nothing.
const DAEMON_START: [RegExp, string] = [/(waitCtx, waitCancel := context\.WithTimeout\([^\n]*, )\d+(\*time\.Second\))/g, "$160$2"];
/**
 * containerd's own tests of its client library, which start whatever is called `containerd`. Their images come from the registry
 * that TEST_REGISTRY names, instead of public ones.
 */
export const CLIENT_SUITE: GoClient = {
  command: "containerd-client.test",
  package: "integration/client",
  tests: true,
  patches: [
    {
      path: "integration/images/image_list.go",
      changes: [
        [/"ghcr\.io\/containerd\/busybox@[^"]*"/g, 'os.Getenv("TEST_REGISTRY") + "/busybox@" + os.Getenv("TEST_BUSYBOX_DIGEST")'],
        [PUBLIC_IMAGE, 'os.Getenv("TEST_REGISTRY") + "/$1"'],
      ],
    },
    { path: "integration/client/client_test.go", changes: [[PUBLIC_IMAGE, 'os.Getenv("TEST_REGISTRY") + "/$1"'], DAEMON_START] },
    ...["container_linux_test.go", "container_test.go", "restart_monitor_test.go"].map((file) => ({ path: `integration/client/${file}`, changes: [DAEMON_START] })),
    {
      path: "integration/client/image_test.go",
      changes: [
        [PUBLIC_IMAGE, 'os.Getenv("TEST_REGISTRY") + "/$1"'],
        [/"registry\.k8s\.io"/g, 'os.Getenv("TEST_REGISTRY")'],
        [/LabelDistributionSource \+ "\." \+ source/, 'LabelDistributionSource + "." + strings.Split(source, ":")[0]'],
        [/^import \(\n/m, 'import (\n\t"os"\n'],
      ],
    },
  ],
  ...CONTAINERD,
};
/** The suite's own runtime: runc that goes wrong, or waits, when an annotation says so. */
export const RUNC_FP: GoClient = { command: "runc-fp", package: "integration/failpoint/cmd/runc-fp", ...CONTAINERD };
export const BUILDKITD: GoClient = { command: "buildkitd", package: "cmd/buildkitd", ...BUILDKIT };
export const BUILDCTL: GoClient = { command: "buildctl", package: "cmd/buildctl", ...BUILDKIT };
/** A gRPC client that knows of a server only what reflection says. */
export const GRPCURL: GoClient = { command: "grpcurl", module: "github.com/fullstorydev/grpcurl", package: "cmd/grpcurl", version: "v1.9.3" };
/** S3 servers, asked for by STEVEDORE_S3_SERVER, which alone has them built: minutes of processor time. */
export const MINIO: GoClient = { command: "minio", module: "github.com/minio/minio", package: ".", version: "v0.0.0-20260212201848-7aac2a2c5b7c" };
export const VERSITYGW: GoClient = { command: "versitygw", module: "github.com/versity/versitygw", package: "cmd/versitygw", version: "v1.8.0" };
export const NERDCTL: GoClient = {
  command: "nerdctl",
  module: "github.com/containerd/nerdctl/v2",
  package: "cmd/nerdctl",
  version: "v2.3.5",
  without: { paths: ["cmd/nerdctl/helpers/testing_linux.go", "pkg/testutil"], module: "github.com/containerd/nerdctl/mod/tigron" },
};

/** A client of registries that pushes artifacts and attaches them to images. */
export const REGCTL: GoClient = { command: "regctl", module: "github.com/regclient/regclient", package: "cmd/regctl", version: "v0.9.2" };

/** Helm, a client of registries for charts: 6 minutes of processor time to build. */
export const HELM: GoClient = { command: "helm", module: "helm.sh/helm/v4", package: "cmd/helm", version: "v4.3.1", askedBy: "STEVEDORE_HELM" };

/** stargz-snapshotter's library as a command: `estargz-verify FILE TOC_DIGEST` verifies all chunks and prints each regular file's digest. */
export const ESTARGZ_VERIFY: GoClient = {
  command: "estargz-verify",
  module: "github.com/containerd/stargz-snapshotter/estargz",
  package: "verify",
  version: "v0.18.2",
  files: { "verify/main.go": readFileSync(new URL("estargz-verify.go.txt", import.meta.url), "utf8") },
};

/**
 * stargz-snapshotter's service as the daemon that it is in its own releases: their command is in a module that the module proxy hasn't got, so `main` is
 * ours, all else theirs.
 */
export const STARGZ_SNAPSHOTTER: GoClient = {
  command: "containerd-stargz-grpc",
  module: "github.com/containerd/stargz-snapshotter",
  package: "containerd-stargz-grpc",
  version: "v0.18.2",
  beside: "github.com/containerd/stargz-snapshotter/estargz",
  files: { "containerd-stargz-grpc/main.go": readFileSync(new URL("stargz-snapshotter.go.txt", import.meta.url), "utf8") },
};

const ALL = [NEWEST_CTR, NEWEST_CONTAINERD, NEWEST_SHIM, NEWEST_STRESS, NERDCTL, BUILDKITD, BUILDCTL, GRPCURL, ESTARGZ_VERIFY, REGCTL, STARGZ_SNAPSHOTTER, HELM];

/** The path of `estargz-verify`, or why it isn't there. */
export function estargzVerifier(): Promise<{ path: string } | { skip: string }> {
  return goClient(ESTARGZ_VERIFY);
}

/** Builds what STEVEDORE_GO_CLIENTS=1 asks for before the tests begin: their own time limits are not for compilers. */
export async function buildGoClients(): Promise<void> {
  if (process.env.STEVEDORE_GO_CLIENTS !== "1") return;
  for (const client of ALL.filter(isAskedFor)) {
    const result = await goClient(client);
    if ("skip" in result) process.stderr.write(`${result.skip}\n`);
  }
}

const isAskedFor = ({ askedBy }: GoClient): boolean => askedBy === undefined || process.env[askedBy] === "1";

/** Whether an earlier run has built it; nothing is built here. */
export function isBuilt({ command }: GoClient): boolean {
  return existsSync(join(CACHE_DIR, "go/bin", command));
}

/** The newest stock containerd with its shim, or why it isn't there. */
export async function newestContainerd(): Promise<{ path: string } | { skip: string }> {
  const shim = await goClient(NEWEST_SHIM);
  return "skip" in shim ? shim : goClient(NEWEST_CONTAINERD);
}

/**
 * The path of a pinned Go client, or why it isn't there. It is built (minutes, once) only with STEVEDORE_GO_CLIENTS=1,
 * where Go and its module proxy are; after that the cached binary is used.
 */
export async function goClient(client: GoClient): Promise<{ path: string } | { skip: string }> {
  const bin = join(CACHE_DIR, "go/bin");
  const path = join(bin, client.command);
  if (existsSync(path)) return { path };
  const name = `${client.command} ${client.version}`;
  if (process.env.STEVEDORE_GO_CLIENTS !== "1" || !isAskedFor(client)) return { skip: `${name} is not built (STEVEDORE_GO_CLIENTS=1${client.askedBy === undefined ? "" : ` ${client.askedBy}=1`} builds it, where Go is)` };
  if (!(await isInstalled("go"))) return { skip: `${name} needs Go` };
  await mkdir(bin, { recursive: true });
  try {
    await build(client, path);
    return { path };
  } catch (error) {
    return { skip: `${name} could not be built: ${(error as Error).message.trim().split("\n").at(-1)}` };
  }
}

// In a copy of its module: modules with replaced or excluded requirements can't be installed from outside.
async function build(client: GoClient, path: string): Promise<void> {
  const env = { CGO_ENABLED: "0", GOFLAGS: "-mod=mod -buildvcs=false", GOWORK: "off" };
  const copy = await mkdtemp(join(tmpdir(), `${TEMP_PREFIX}go-`));
  try {
    const found = await run("go", ["mod", "download", "-json", `${client.module}@${client.version}`], { timeout: 600_000, env: { ...env, GOFLAGS: "-mod=mod" } });
    const { Dir, Error: problem } = JSON.parse(found.stdout) as { Dir?: string; Error?: string };
    if (Dir === undefined) throw new Error(problem ?? found.stderr);
    await cp(Dir, copy, { recursive: true });
    await must("chmod", ["-R", "u+w", copy]);
    if (client.without) {
      for (const each of client.without.paths) await rm(join(copy, each), { recursive: true });
      await must("go", ["mod", "edit", `-droprequire=${client.without.module}`, `-dropreplace=${client.without.module}@v0.0.0`], { cwd: copy, env });
    }
    if (client.beside) await must("go", ["mod", "edit", `-dropreplace=${client.beside}`], { cwd: copy, env });
    for (const [name, text] of Object.entries(client.files ?? {})) {
      await mkdir(dirname(join(copy, name)), { recursive: true });
      await writeFile(join(copy, name), text);
    }
    for (const patch of client.patches ?? []) await change(join(copy, patch.path), patch.changes);
    const command = client.tests ? ["test", "-c"] : ["build"];
    await must("go", [...command, "-o", `${path}.new`, `./${client.package}`], { cwd: copy, env, timeout: 1_200_000 });
    await rename(`${path}.new`, path);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function change(file: string, changes: [pattern: RegExp, by: string][]): Promise<void> {
  let text = await readFile(file, "utf8");
  for (const [pattern, by] of changes) {
    const changed = text.replace(pattern, by);
    if (changed === text) throw new Error(`${file} has nothing like ${String(pattern)}`);
    text = changed;
  }
  await writeFile(file, text);
}
