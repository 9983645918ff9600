import { closeSync, fstatSync } from "node:fs";
import path from "node:path";
import { unimplemented } from "@stevedore/errors";
import { isSystemError, openBeneath } from "@stevedore/linux";

/** A file or directory to be made below a directory that the manager may write in. */
export interface AllowedPlace {
  /** Its mode; undefined when it is not there yet. */
  mode: number | undefined;
  /** Where it is to be made: a path through an open directory, which no symlink made meanwhile can lead elsewhere. */
  path: string;
  /** Opens what is there now, itself and nothing that it links to, for use as `/proc/self/fd/<n>`; to be closed. */
  open(): number;
}

/**
 * Finds the place of `file` below one of `roots` and runs `use` with it. Neither `..` nor symlinks lead out of the root.
 * @throws Unimplemented for a path that is in none, SystemError when its directory is absent
 */
export async function withAllowedPlace<T>(roots: readonly string[], file: string, what: string, use: (place: AllowedPlace) => T | Promise<T>): Promise<T> {
  const root = roots.find((allowed) => file === allowed || file.startsWith(`${allowed}/`));
  if (root === undefined) throw unimplemented(`no root ${JSON.stringify(file)} configured for ${what}`, { hint: `the mount manager works below ${roots.join(", ")}` });
  const sub = path.relative("/", path.join("/", file.slice(root.length)));
  if (sub === "") return use({ mode: 0o700, path: root, open: () => openBeneath(root, "") });
  const directory = openBeneath(root, path.dirname(sub));
  try {
    return await use({ mode: modeOf(root, sub), path: `/proc/self/fd/${directory}/${path.basename(sub)}`, open: () => openBeneath(root, sub, { follow: false }) });
  } finally {
    closeSync(directory);
  }
}

function modeOf(root: string, sub: string): number | undefined {
  try {
    const found = openBeneath(root, sub);
    try {
      return fstatSync(found).mode;
    } finally {
      closeSync(found);
    }
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw error;
  }
}
