import { closeSync, ftruncateSync, openSync, readFileSync, readdirSync, readlinkSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { alreadyExists, failedPrecondition } from "@stevedore/errors";
import { findProcesses, tryLock } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";

export interface HostLock {
  /** The locked file. A process that inherits it holds the lock too, until it ends. */
  readonly fd: number;
  release(): void;
}

// The services of a supervisor that was killed end by themselves within this time.
const ORPHAN_PATIENCE_MS = 10_000;
const KILL_PATIENCE_MS = 5000;
const POLL_MS = 20;

/**
 * Locks a directory for one supervisor and the processes that inherit the lock. It ends with the last of them, however
 * they end: a file left behind is in nobody's way, and a new host does not start beside what is left of a killed one.
 * @throws AlreadyExists naming the holder's pid and the mend
 */
export async function lockDirectory(directory: string, what: "root" | "state", log: Logger): Promise<HostLock> {
  const file = path.join(directory, "host.lock");
  const fd = openSync(file, "a+", 0o600);
  try {
    if (!tryLock(fd, "exclusive")) await waitForOrphans({ fd, file, directory, what, log });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  ftruncateSync(fd);
  writeSync(fd, `${process.pid}\n`);
  return { fd, release: () => closeSync(fd) };
}

interface Wanted {
  fd: number;
  file: string;
  directory: string;
  what: "root" | "state";
  log: Logger;
}

async function waitForOrphans({ fd, file, directory, what, log }: Wanted): Promise<void> {
  const began = performance.now();
  let killed = false;
  while (!tryLock(fd, "exclusive")) {
    const pid = Number(readFileSync(file, "utf8").trim());
    const holders = findHolders(file);
    if (pid === 0 || holders.includes(pid)) {
      throw alreadyExists(`${what} directory ${directory} is in use by a running host (pid ${pid})`, {
        hint: what === "state" ? `stop it with \`stevedore down --state ${directory}\`, or choose another with --state` : "choose another with --root",
      });
    }
    const waited = performance.now() - began;
    if (waited > ORPHAN_PATIENCE_MS && !killed) {
      log.warn("killing what is left of a host whose supervisor died", { supervisor: pid, pids: holders });
      for (const holder of holders) process.kill(holder, "SIGKILL");
      killed = true;
    }
    if (waited > ORPHAN_PATIENCE_MS + KILL_PATIENCE_MS) {
      throw failedPrecondition(`${what} directory ${directory} is in use by processes of a host that died (pids ${holders.join(", ")})`, { hint: "end them, then try again" });
    }
    await delay(POLL_MS);
  }
}

/** Processes that have a file open, this one left out. */
function findHolders(file: string): number[] {
  return findProcesses((pid) => pid !== process.pid && readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === file));
}
