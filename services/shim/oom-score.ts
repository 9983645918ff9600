import { readFileSync, writeFileSync } from "node:fs";
import type { Logger } from "@stevedore/log";

const HIGHEST = 1000;

/**
 * One more than the parent's, as containerd's shims have it: what the shim starts inherits it, so that a kernel without memory takes a
 * container before a process of the host. A spec's own score wins.
 */
export function raiseOomScore(log: Logger): void {
  try {
    const score = Number(readFileSync(`/proc/${process.ppid}/oom_score_adj`, "utf8"));
    writeFileSync("/proc/self/oom_score_adj", String(Math.min(score + 1, HIGHEST)));
  } catch (error) {
    log.warn("the OOM score stays as it is", { error: (error as Error).message });
  }
}
