import { readdirSync } from "node:fs";

/** Pids for which a question is answered with yes; a process that ends meanwhile counts as a no. */
export function findProcesses(matches: (pid: number) => boolean): number[] {
  const found: number[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      if (matches(pid)) found.push(pid);
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}
