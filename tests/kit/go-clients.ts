import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CACHE_DIR } from "./images/cache.ts";
import { isInstalled, run } from "./process.ts";

export interface GoClient {
  command: string;
  module: string;
  version: string;
}

/** containerd's own newest client, pinned. */
export const NEWEST_CTR: GoClient = { command: "ctr", module: "github.com/containerd/containerd/v2/cmd/ctr", version: "v2.3.4" };

/** The daemon itself: a peer to compare with where Debian's is too old to know a behaviour. It needs its shim beside it. */
export const NEWEST_CONTAINERD: GoClient = { command: "containerd", module: "github.com/containerd/containerd/v2/cmd/containerd", version: "v2.3.4" };
export const NEWEST_SHIM: GoClient = { command: "containerd-shim-runc-v2", module: "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2", version: "v2.3.4" };

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
  if (process.env.STEVEDORE_GO_CLIENTS !== "1") return { skip: `${name} is not built (STEVEDORE_GO_CLIENTS=1 builds it, where Go is)` };
  if (!(await isInstalled("go"))) return { skip: `${name} needs Go` };
  await mkdir(bin, { recursive: true });
  const built = await run("go", ["install", `${client.module}@${client.version}`], { timeout: 1_200_000, env: { GOBIN: bin, GOFLAGS: "-mod=mod" } });
  return built.exitCode === 0 ? { path } : { skip: `${name} could not be built: ${built.stderr.trim().split("\n").at(-1)}` };
}
