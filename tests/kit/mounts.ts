import { readFileSync } from "node:fs";
import { run } from "./process.ts";

export interface MountEntry {
  mountPoint: string;
  type: string;
  source: string;
  /** The part of the file system that is mounted; for a network namespace `net:[…]`. */
  root: string;
}

/** The mounts of this mount namespace, oldest first (proc(5), mountinfo). */
export function listMounts(): MountEntry[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [fields = "", rest = ""] = line.split(" - ");
      const [, , , root = "", mountPoint = ""] = fields.split(" ");
      const [type = "", source = ""] = rest.split(" ");
      return { mountPoint: unescapePath(mountPoint), type, source, root };
    });
}

export function mountsBelow(path: string): MountEntry[] {
  return listMounts().filter((mount) => mount.mountPoint === path || mount.mountPoint.startsWith(`${path}/`));
}

/** Unmounts everything at or below `path`, youngest first. */
export async function unmountBelow(path: string): Promise<void> {
  for (const mount of mountsBelow(path).reverse()) await run("umount", ["-l", mount.mountPoint]);
}

function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
