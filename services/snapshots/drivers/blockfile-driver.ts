import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { cloneFile, type Mount } from "@stevedore/linux";
import type { DriverDisk, SnapshotDriver } from "./driver.ts";
import { skipped } from "../skipped.ts";

export interface BlockfileOptions {
  root: string;
  /** An image with an empty file system, which every first layer starts as; needed once, then a copy is kept. */
  scratchFile?: string;
  fsType: string;
  mountOptions: readonly string[];
  /** Copies the scratch file anew, whether or not there is a copy. */
  recreateScratch: boolean;
}

/** Each snapshot a file with a whole file system, which starts as a copy of its parent's: for runtimes that want a block device. */
export function createBlockfileDriver({ disk }: { disk: DriverDisk }, { root, scratchFile, fsType, mountOptions, recreateScratch }: BlockfileOptions): SnapshotDriver {
  const directory = path.join(root, "snapshots");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const scratch = path.join(root, "scratch");
  if (recreateScratch || !existsSync(scratch)) copyScratch(scratch, scratchFile);
  const options = mountOptions.includes("loop") ? mountOptions : [...mountOptions, "loop"];
  const fileOf = (id: number): string => path.join(directory, String(id));
  return {
    directory,
    async create({ id, kind, parents: [parent] }) {
      // A view of a parent shows the parent's own file.
      if (kind === "view" && parent !== undefined) return;
      const draft = path.join(directory, `new-${id}`);
      rmSync(draft, { force: true });
      await disk.clone(parent === undefined ? scratch : fileOf(parent), draft);
      renameSync(draft, fileOf(id));
    },
    mounts({ id, kind, parents: [parent] }): Mount[] {
      const source = kind === "view" && parent !== undefined ? fileOf(parent) : fileOf(id);
      return [{ type: fsType, source, options: [...options, kind === "view" ? "ro" : "rw"] }];
    },
    // As containerd counts: a file's length less that of its parent's, of which it is assumed to share all.
    async usage({ id, parents: [parent] }) {
      return { size: statSync(fileOf(id)).size - (parent === undefined ? 0 : statSync(fileOf(parent)).size), inodes: 1 };
    },
  };
}

function copyScratch(scratch: string, source: string | undefined): void {
  if (source === undefined) throw skipped("no scratch file generator", "set scratch_file to an image with an empty file system: `truncate -s 1G FILE; mkfs.ext4 FILE`");
  const draft = `${scratch}.new`;
  rmSync(draft, { force: true });
  cloneFile(source, draft);
  renameSync(draft, scratch);
}
