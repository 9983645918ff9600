import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import type { HostConfig } from "@stevedore/config";
import { alreadyExists, failedPrecondition, messageOf, permissionDenied } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { createHostFiles } from "./host-files.ts";

/** Makes the directories of a host with the modes that they need: others may pass through STATE, but see nothing of ROOT. */
export function prepareDirectories({ root, state, address, ttrpcAddress }: HostConfig): void {
  if (process.getuid?.() !== 0) throw permissionDenied("a host needs root, for mounts and cgroups", { hint: "run it as root, or with bin/stevedore, which makes an ordinary user root of a namespace" });
  if (root === state) throw failedPrecondition(`root and state are both ${root}`, { hint: "give them different directories" });
  refuseForeignRoot(root);
  makeDirectory(root, 0o711);
  makeDirectory(state, 0o711);
  makeDirectory(path.join(root, "log"), 0o700);
  makeDirectory(path.join(root, "meta"), 0o700);
  makeDirectory(path.join(root, "nats"), 0o700);
  makeDirectory(createHostFiles(state).sockets, 0o700);
  for (const socket of [address, ttrpcAddress]) mkdirSync(path.dirname(socket), { recursive: true });
}

// The layout is the same, the records are not: its blobs and snapshots would be leftovers to the next collection of garbage.
function refuseForeignRoot(root: string): void {
  if (!existsSync(path.join(root, "io.containerd.metadata.v1.bolt/meta.db"))) return;
  throw failedPrecondition(`root ${root} is a containerd's (it has io.containerd.metadata.v1.bolt/meta.db)`, {
    hint: `choose another --root; or stop that containerd, \`mv ${root} ${root}.old\`, start again, and \`stevedore migrate --from ${root}.old\`: no bytes are copied`,
  });
}

function makeDirectory(directory: string, mode: number): void {
  try {
    mkdirSync(directory, { recursive: true, mode });
    chmodSync(directory, mode);
  } catch (error) {
    throw failedPrecondition(`make directory ${directory}: ${messageOf(error)}`, { cause: error });
  }
}

/** Makes sure that nobody serves the socket; a file that a dead server left is removed. @throws AlreadyExists */
export async function claimSocket(socket: string, log: Logger): Promise<void> {
  const state = await probeSocket(socket);
  if (state === "served") {
    throw alreadyExists(`socket ${socket} is served by another process`, { hint: "stop that daemon, or choose another with --state or [grpc] address" });
  }
  if (state === "stale") {
    rmSync(socket, { force: true });
    log.info("removed a socket that nobody serves", { socket });
  }
}

/** Whether somebody answers on a unix socket, a file is left of one, or there is nothing. */
export function probeSocket(socket: string): Promise<"served" | "stale" | "absent"> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once("connect", () => (probe.destroy(), resolve("served")));
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ENOENT" ? "absent" : "stale"));
  });
}
