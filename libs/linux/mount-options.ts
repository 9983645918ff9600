import { unknownError } from "@stevedore/errors";

/** A mount as the snapshots API and runtimes describe it. `target` is a path below the place it is mounted on. */
export interface Mount {
  type: string;
  source: string;
  target?: string;
  options: readonly string[];
}

/** Flags of mount(2), by the names that mount options have. */
export const MS = {
  RDONLY: 1,
  NOSUID: 2,
  NODEV: 4,
  NOEXEC: 8,
  SYNCHRONOUS: 16,
  REMOUNT: 32,
  MANDLOCK: 64,
  DIRSYNC: 128,
  NOATIME: 1024,
  NODIRATIME: 2048,
  BIND: 4096,
  REC: 16384,
  UNBINDABLE: 1 << 17,
  PRIVATE: 1 << 18,
  SLAVE: 1 << 19,
  SHARED: 1 << 20,
  RELATIME: 1 << 21,
  STRICTATIME: 1 << 24,
} as const;

export const MNT = { FORCE: 1, DETACH: 2, EXPIRE: 4, UMOUNT_NOFOLLOW: 8 } as const;

interface FlagOption {
  flag: number;
  clear?: true;
}

const OPTIONS: Record<string, FlagOption> = {
  async: { flag: MS.SYNCHRONOUS, clear: true },
  atime: { flag: MS.NOATIME, clear: true },
  bind: { flag: MS.BIND },
  defaults: { flag: 0 },
  dev: { flag: MS.NODEV, clear: true },
  diratime: { flag: MS.NODIRATIME, clear: true },
  dirsync: { flag: MS.DIRSYNC },
  exec: { flag: MS.NOEXEC, clear: true },
  mand: { flag: MS.MANDLOCK },
  noatime: { flag: MS.NOATIME },
  nodev: { flag: MS.NODEV },
  nodiratime: { flag: MS.NODIRATIME },
  noexec: { flag: MS.NOEXEC },
  nomand: { flag: MS.MANDLOCK, clear: true },
  norelatime: { flag: MS.RELATIME, clear: true },
  nostrictatime: { flag: MS.STRICTATIME, clear: true },
  nosuid: { flag: MS.NOSUID },
  private: { flag: MS.PRIVATE },
  rprivate: { flag: MS.PRIVATE | MS.REC },
  rbind: { flag: MS.BIND | MS.REC },
  relatime: { flag: MS.RELATIME },
  remount: { flag: MS.REMOUNT },
  ro: { flag: MS.RDONLY },
  rshared: { flag: MS.SHARED | MS.REC },
  rslave: { flag: MS.SLAVE | MS.REC },
  runbindable: { flag: MS.UNBINDABLE | MS.REC },
  rw: { flag: MS.RDONLY, clear: true },
  shared: { flag: MS.SHARED },
  slave: { flag: MS.SLAVE },
  strictatime: { flag: MS.STRICTATIME },
  suid: { flag: MS.NOSUID, clear: true },
  sync: { flag: MS.SYNCHRONOUS },
  unbindable: { flag: MS.UNBINDABLE },
};

export interface ParsedOptions {
  flags: number;
  /** What is left for the file system: joined by commas it is mount(2)'s data. */
  data: string[];
  /** The source is a file, to be mounted through a loop device. */
  loop: boolean;
  /** `container:host:length,…`, "" without one. */
  uidMap: string;
  gidMap: string;
}

/** Options that the mount manager takes away before anything is mounted. */
export const MANAGER_OPTION_PREFIX = "X-containerd.";

/** Splits mount options into flags and the file system's own, as containerd does. @throws Unknown for an option of the mount manager's */
export function parseMountOptions(options: readonly string[]): ParsedOptions {
  const parsed: ParsedOptions = { flags: 0, data: [], loop: false, uidMap: "", gidMap: "" };
  for (const option of options) {
    const known = OPTIONS[option];
    if (option.startsWith(MANAGER_OPTION_PREFIX)) throw unknownError(`internal mount option ${JSON.stringify(option)} was not consumed by the mount manager`);
    if (known?.clear === true) parsed.flags &= ~known.flag;
    else if (known !== undefined) parsed.flags |= known.flag;
    else if (option === "loop") parsed.loop = true;
    else if (option.startsWith("uidmap=")) parsed.uidMap = option.slice("uidmap=".length);
    else if (option.startsWith("gidmap=")) parsed.gidMap = option.slice("gidmap=".length);
    else parsed.data.push(option);
  }
  return parsed;
}
