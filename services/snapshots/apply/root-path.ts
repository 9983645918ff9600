import { lstatSync, readlinkSync, rmSync, unlinkSync, type Stats } from "node:fs";
import { invalidArgument } from "@stevedore/errors";
import { cleanName, joinName, splitName, toFsPath, toText } from "./byte-path.ts";

const MAX_LINKS = 255;

/** Counts links that were followed, so that a circle ends. */
export interface LinkCount {
  links: number;
}

/** lstat of a byte-string path; undefined when it is not there. */
export function lstatIfThere(path: string): Stats | undefined {
  return lstatSync(toFsPath(path), { throwIfNoEntry: false });
}

/** Removes a file, or a directory with all that is in it; nothing there is no error. */
export function removeEntry(path: string): void {
  const stat = lstatIfThere(path);
  if (stat === undefined) return;
  if (stat.isDirectory()) rmSync(toFsPath(path), { recursive: true, force: true });
  else unlinkSync(toFsPath(path));
}

/** Where a symlink points, as a clean name below the root: absolute targets and `..` never leave it. */
export function readLinkWithin(root: string, link: string): string {
  const target = readlinkSync(toFsPath(joinName(root, link)), "latin1");
  return cleanName(target.startsWith("/") ? target : `${splitName(link).directory}/${target}`);
}

export function countLink(count: LinkCount, name: string): void {
  if (++count.links > MAX_LINKS) throw invalidArgument(`${JSON.stringify(toText(name))}: too many links`);
}

/**
 * Follows the symlinks in a clean name, each taken as below the root; what does not exist is taken as it is.
 * @throws InvalidArgument for a circle of links
 */
export function resolveWithin(root: string, name: string, count: LinkCount = { links: 0 }): string {
  if (name === "") return "";
  const { directory, base } = splitName(name);
  const resolved = joinName(resolveWithin(root, directory, count), base);
  if (lstatIfThere(joinName(root, resolved))?.isSymbolicLink() !== true) return resolved;
  countLink(count, name);
  return resolveWithin(root, readLinkWithin(root, resolved), count);
}
