import { lchownSync, readdirSync } from "node:fs";
import { invalidArgument } from "@stevedore/errors";
import { isSystemError, mknod, S_IFCHR, setXattr } from "@stevedore/linux";
import type { TarEntry } from "@stevedore/tar";
import { joinName, toFsPath, toText } from "./byte-path.ts";
import { lstatIfThere, removeEntry } from "./root-path.ts";
import type { KnownDirectory, Tree } from "./tree.ts";

const PREFIX = ".wh.";
const OPAQUE = ".wh..wh..opq";

/** How entries that say "deleted" are carried out: as overlayfs' own marks in a layer's directory, or by deleting. */
export type WhiteoutKind = "overlay" | "delete";

export interface Whiteouts {
  /** True when the entry was one, and has been carried out. @throws InvalidArgument for one that names nothing */
  take(directory: KnownDirectory, base: string, entry: TarEntry): boolean;
  /** Takes note of a path that this layer has made: an opaque mark behind it does not mean it. */
  made(path: string): void;
}

export function createWhiteouts(kind: WhiteoutKind, tree: Tree): Whiteouts {
  const carryOut = kind === "overlay" ? createOverlayMarks() : createDeletions(tree);
  return {
    made: carryOut.made,
    take(directory, base, entry) {
      if (!base.startsWith(PREFIX)) return false;
      if (base === OPAQUE) {
        carryOut.opaque(directory);
        return true;
      }
      const name = base.slice(PREFIX.length);
      if (name === "" || name === "." || name === "..") throw invalidArgument(`invalid whiteout name: ${toText(base)}`);
      carryOut.deleted(directory, name, entry);
      return true;
    },
  };
}

interface Marks {
  opaque(directory: KnownDirectory): void;
  deleted(directory: KnownDirectory, name: string, entry: TarEntry): void;
  made(path: string): void;
}

function createOverlayMarks(): Marks {
  return {
    opaque: ({ path }) => setXattr(Buffer.from(path, "latin1"), "trusted.overlay.opaque", Buffer.from("y")),
    deleted({ path }, name, { uid, gid }) {
      const mark = `${path}/${name}`;
      try {
        mknod(Buffer.from(mark, "latin1"), S_IFCHR, 0);
      } catch (error) {
        // What this layer itself has put there stays: a whiteout means the layers below.
        if (isSystemError(error, "EEXIST")) return;
        throw error;
      }
      if (uid !== 0 || gid !== 0) lchownSync(toFsPath(mark), uid, gid);
    },
    made: () => undefined,
  };
}

function createDeletions(tree: Tree): Marks {
  const made = new Set<string>();
  const opaque = new Set<string>();
  const empty = (directory: string): void => {
    for (const name of readdirSync(toFsPath(directory), { encoding: "latin1" })) {
      const path = joinName(directory, name);
      if (!made.has(path)) removeEntry(path);
      else if (lstatIfThere(path)?.isDirectory() === true) empty(path);
    }
  };
  return {
    opaque({ path }) {
      if (opaque.has(path)) return;
      opaque.add(path);
      tree.forget();
      empty(path);
    },
    deleted({ path }, name) {
      tree.forget();
      removeEntry(`${path}/${name}`);
    },
    made: (path) => void made.add(path),
  };
}
