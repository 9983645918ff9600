import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { invalidArgument, messageOf, unknownError } from "@stevedore/errors";

const PATIENCE_MS = 5000;
const KEPT = 64;

// A namespace lives as long as its descriptor, and takes some 2 ms to make: the mappings of a host are few.
const known = new Map<string, number>();

/**
 * A descriptor of a user namespace with these mappings (`container:host:length,…`), for idmapped mounts; the caller
 * does not close it. @throws InvalidArgument for what is no mapping
 */
export function userNamespaceOf(uidMap: string, gidMap: string): number {
  const key = `${uidMap} ${gidMap}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const [uids, gids] = [linesOf(uidMap), linesOf(gidMap)];
  const made = makeNamespace(uids, gids);
  const oldest = known.keys().next().value;
  if (known.size >= KEPT && oldest !== undefined) {
    closeSync(known.get(oldest)!);
    known.delete(oldest);
  }
  known.set(key, made);
  return made;
}

function linesOf(mapping: string): string {
  return mapping.split(",").map((range) => {
    if (!/^\d+:\d+:\d+$/.test(range)) throw invalidArgument(`user namespace mapping ${JSON.stringify(range)}`, { hint: "a mapping is container-id:host-id:size" });
    return `${range.replaceAll(":", " ")}\n`;
  }).join("");
}

// A process holds the namespace until there is a descriptor of it. Mount is synchronous, so this is as well.
function makeNamespace(uids: string, gids: string): number {
  const child = spawn("unshare", ["--user", "sleep", "60"], { stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
  if (child.pid === undefined) throw unknownError("no user namespace for an idmapped mount: unshare(1) can't be started", { hint: "install util-linux" });
  const proc = `/proc/${child.pid}`;
  try {
    const own = readlinkSync("/proc/self/ns/user");
    const deadline = performance.now() + PATIENCE_MS;
    while (readlinkSync(`${proc}/ns/user`) === own) {
      if (performance.now() > deadline) throw unknownError("unshare(1) made no user namespace");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.2);
    }
    writeFileSync(`${proc}/uid_map`, uids);
    writeFileSync(`${proc}/gid_map`, gids);
    return openSync(`${proc}/ns/user`, "r");
  } catch (error) {
    throw unknownError(`user namespace for an idmapped mount: ${messageOf(error)}`, { cause: error });
  } finally {
    child.kill("SIGKILL");
  }
}

/** True in a user namespace other than the first: device nodes, `trusted.` xattrs and, mostly, cgroups are then out of reach. */
export function isInUserNamespace(): boolean {
  try {
    return !/^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8"));
  } catch {
    return false;
  }
}
