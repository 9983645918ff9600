import { readFileSync } from "node:fs";

/** A line of /proc/self/mountinfo (proc(5)). */
export interface MountInfo {
  id: number;
  parentId: number;
  /** `MAJOR:MINOR` of the file system. */
  device: string;
  root: string;
  mountPoint: string;
  options: string[];
  fsType: string;
  source: string;
  superOptions: string[];
}

/** Everything mounted in this mount namespace, in mount order. */
export function readMountInfo(file = "/proc/self/mountinfo"): MountInfo[] {
  return readFileSync(file, "utf8").split("\n").filter((line) => line !== "").map((line) => parseLine(line));
}

function parseLine(line: string): MountInfo {
  const [before = "", after = ""] = line.split(" - ");
  const [id, parentId, device = "", root = "", mountPoint = "", options = ""] = before.split(" ");
  const [fsType = "", source = "", superOptions = ""] = after.split(" ");
  return { id: Number(id), parentId: Number(parentId), device, root: unescape(root), mountPoint: unescape(mountPoint), options: options.split(","), fsType, source: unescape(source), superOptions: superOptions.split(",") };
}

function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Mount points at or below a directory, deepest and newest first: the order in which they can be unmounted. */
export function mountedUnder(directory: string): string[] {
  return readMountInfo()
    .map((info) => info.mountPoint)
    .filter((point) => point === directory || point.startsWith(`${directory}/`))
    .reverse();
}
