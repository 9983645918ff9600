import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { invalidArgument } from "@stevedore/errors";

/**
 * Shortens the options of an overlay mount with many layers, so that they fit into one page: layers that share a
 * directory are named through a descriptor of it (`/proc/self/fd/N/12/fs`), which, unlike a change of the working
 * directory, harms no other thread. The descriptor may be closed once the mount is made.
 */
export function compactOverlay(data: readonly string[], maxBytes: number): string {
  const lower = data.find((option) => option.startsWith("lowerdir="))?.slice("lowerdir=".length).split(":") ?? [];
  const common = commonDirectory(lower);
  if (common === "/") throw tooMany(lower.length);
  const descriptor = openDirectory(common);
  const short = lower.map((layer) => `/proc/self/fd/${descriptor}/${path.relative(common, layer)}`);
  const joined = data.map((option) => (option.startsWith("lowerdir=") ? `lowerdir=${short.join(":")}` : option)).join(",");
  if (Buffer.byteLength(joined) > maxBytes) throw tooMany(lower.length);
  return joined;
}

// One descriptor for each directory of a process: snapshotters have one each, so this stays at a handful.
const descriptors = new Map<string, number>();

function openDirectory(directory: string): number {
  const known = descriptors.get(directory);
  if (known !== undefined) return known;
  const opened = openSync(directory, "r");
  descriptors.set(directory, opened);
  return opened;
}

/** Forgets a directory that is to be removed or unmounted. */
export function releaseOverlayDirectory(directory: string): void {
  const known = descriptors.get(directory);
  if (known === undefined) return;
  descriptors.delete(directory);
  closeSync(known);
}

export function commonDirectory(paths: readonly string[]): string {
  let common = path.dirname(paths[0] ?? "/");
  for (const other of paths) while (common !== "/" && !other.startsWith(`${common}/`)) common = path.dirname(common);
  return common;
}

function tooMany(layers: number): Error {
  return invalidArgument(`mount overlay: the paths of ${layers} layers are longer than the kernel takes in one mount`);
}
