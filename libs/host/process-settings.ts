import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { HostConfig } from "@stevedore/config";
import { failedPrecondition, messageOf } from "@stevedore/errors";
import { readMountInfo } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import { detectCgroupMode } from "./cgroups.ts";

/**
 * Gives this process, and so all that it starts, the OOM score and the cgroup that the configuration names, as containerd does.
 * @throws FailedPrecondition when the cgroup can't be joined; a score that can't be set is logged
 */
export function applyProcessSettings({ oomScore, cgroupPath }: Pick<HostConfig, "oomScore" | "cgroupPath">, log: Logger): void {
  if (oomScore !== 0) setOomScore(oomScore, log);
  if (cgroupPath === "") return;
  for (const directory of cgroupDirectories(cgroupPath)) joinCgroup(directory);
}

function setOomScore(score: number, log: Logger): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", String(score));
  } catch (error) {
    log.error(`failed to change OOM score to ${score}`, { error: messageOf(error), hint: "oom_score is from -1000 to 1000" });
  }
}

interface Directory {
  point: string;
  name: string;
  /** v1 cgroups are made where they are missing. */
  make: boolean;
}

function cgroupDirectories(name: string): Directory[] {
  const isUnified = detectCgroupMode() === "v2";
  const points = readMountInfo().filter(({ fsType }) => fsType === (isUnified ? "cgroup2" : "cgroup")).map(({ mountPoint }) => mountPoint);
  if (points.length === 0) throw failedPrecondition(`cgroup ${name} can't be joined: no cgroups are mounted`, { hint: "leave [cgroup] path empty" });
  return [...new Set(points)].map((point) => ({ point, name: path.join("/", name), make: !isUnified }));
}

function joinCgroup({ point, name, make }: Directory): void {
  const directory = path.join(point, name);
  try {
    if (make) makeCgroup(point, name);
    writeFileSync(path.join(directory, "cgroup.procs"), String(process.pid));
  } catch (error) {
    throw failedPrecondition(`cgroup ${directory} can't be joined: ${messageOf(error)}`, { cause: error, hint: "see [cgroup] path in the configuration" });
  }
}

// A new cpuset has no processors and no memory, and takes no process: its parent's are given to it.
function makeCgroup(point: string, name: string): void {
  mkdirSync(path.join(point, name), { recursive: true });
  let parent = point;
  for (const part of name.split("/").filter(Boolean)) {
    const directory = path.join(parent, part);
    for (const file of ["cpuset.cpus", "cpuset.mems"]) inherit(path.join(parent, file), path.join(directory, file));
    parent = directory;
  }
}

function inherit(from: string, to: string): void {
  const value = readIfThere(to);
  if (value !== "") return;
  writeFileSync(to, readFileSync(from));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
