import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Pids, but our own, of processes that name one of the directories in their command line or environment, or work in it. */
export function processesOf(directories: readonly string[]): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => pid !== process.pid && directories.some((directory) => belongs(pid, directory)));
}

function belongs(pid: number, directory: string): boolean {
  try {
    const proc = join("/proc", String(pid));
    const named = ["cmdline", "environ"].some((file) => readFileSync(join(proc, file), "utf8").includes(directory));
    return named || `${readlinkSync(join(proc, "cwd"))}/`.startsWith(`${directory}/`);
  } catch {
    return false;
  }
}
