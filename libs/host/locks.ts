import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { alreadyExists } from "@stevedore/errors";
import { tryLock } from "@stevedore/linux";

export interface HostLock {
  release(): void;
}

/**
 * Locks a directory for one supervisor. The lock ends with the process, however it ends, so a file left behind by a
 * killed supervisor is in nobody's way.
 * @throws AlreadyExists naming the holder's pid and the mend
 */
export function lockDirectory(directory: string, what: "root" | "state"): HostLock {
  const file = path.join(directory, "host.lock");
  const fd = openSync(file, "a+", 0o600);
  if (!tryLock(fd, "exclusive")) {
    closeSync(fd);
    const pid = readFileSync(file, "utf8").trim();
    throw alreadyExists(`${what} directory ${directory} is in use by a running host (pid ${pid})`, {
      hint: what === "state" ? `stop it with \`stevedore down --state ${directory}\`, or choose another with --state` : "choose another with --root",
    });
  }
  ftruncateSync(fd);
  writeSync(fd, `${process.pid}\n`);
  return { release: () => closeSync(fd) };
}
