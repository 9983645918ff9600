import { release } from "node:os";

/** True from this version of the kernel on: `6.1.0-18-amd64` is 6.1. */
export function isKernelAtLeast(major: number, minor: number, version: string = release()): boolean {
  const [, ownMajor, ownMinor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor);
}

/** Whether the layers of an overlay may be seen through a mapping of ids. */
export function hasIdMappedOverlay(): boolean {
  return isKernelAtLeast(5, 19);
}
