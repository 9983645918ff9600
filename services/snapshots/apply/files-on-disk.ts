import type { TarEntry } from "@stevedore/tar";

/** A file with the bytes of an archive's entry, in the same file system. */
export interface FileOnDisk {
  path: string;
  /** Called when bytes of the entry come: they must be this file's. @throws DataLoss when they are not */
  check(): void;
}

/** Files that need not be written once more: they get another name, and the entry's owner, mode and times. */
export interface FilesOnDisk {
  find(entry: TarEntry): FileOnDisk | undefined;
}
