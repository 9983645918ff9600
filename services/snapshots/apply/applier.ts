import { chmodSync, lchownSync, linkSync, mkdirSync, symlinkSync } from "node:fs";
import { invalidArgument, resourceExhausted } from "@stevedore/errors";
import { isSystemError, makeDevice, mknod, S_IFBLK, S_IFCHR, S_IFIFO, setTimes } from "@stevedore/linux";
import { type TarEntry, type TarSink, TypeFlag } from "@stevedore/tar";
import { cleanName, joinName, splitName, toFsPath, toText } from "./byte-path.ts";
import { setDetails, setXattrs, timesOf } from "./details.ts";
import type { FilesOnDisk } from "./files-on-disk.ts";
import { adoptFile, createFile, type OpenFile, type Place } from "./file.ts";
import { lstatIfThere, removeEntry } from "./root-path.ts";
import { createTree, S_ISGID, type Tree } from "./tree.ts";
import { createWhiteouts, type WhiteoutKind } from "./whiteouts.ts";

export interface ApplierOptions {
  /** The directory that is unpacked into; nothing outside of it is touched, whatever the archive says. */
  root: string;
  /** Directories of the layers below, nearest first, where the root does not show them. */
  lowers: readonly string[];
  whiteouts: WhiteoutKind;
  maxEntries: number;
  /** Of the process: what it cuts off has to be put back. */
  umask: number;
  /** Device nodes are left out: a user namespace may not make them. */
  skipDevices: boolean;
  /** What need not be written. */
  onDisk?: FilesOnDisk;
}

/** Puts the entries of a layer into a directory, as containerd's archive does (pkg/archive, OCI image-spec layer.md). */
export interface Applier extends TarSink {
  /** Is given every byte of the archive, before what is in it. */
  raw?(chunk: Buffer): void;
  /** Directories get their times last, when nothing more is put into them. Returns the implied directories. */
  end(): Iterable<string>;
  /** Closes what is open; what has been unpacked stays. */
  abandon(): void;
}

const SPECIAL_MODES = 0o7000;
const MAX_DEVICE = 0xffffffff;

export function createApplier(options: ApplierOptions): Applier {
  const { root, lowers, umask } = options;
  const tree = createTree({ root, lowers });
  const whiteouts = createWhiteouts(options.whiteouts, tree);
  const directories: TarEntry[] = [];
  let entries = 0;
  let open: OpenFile | undefined;

  const unpack = (entry: TarEntry): void => {
    const name = cleanName(entry.name);
    if (name === "") return;
    const { directory: parent, base } = splitName(name);
    const directory = tree.directory(parent);
    if (whiteouts.take(directory, base, entry)) return;
    const place = { directory, base, path: `${directory.path}/${base}` };
    make(entry, place);
    whiteouts.made(place.path);
  };
  const make = (entry: TarEntry, place: Place): void => {
    switch (entry.type) {
      case TypeFlag.regular:
        open = replacing(tree, place.path, () => makeFile(entry, place));
        break;
      case TypeFlag.directory:
        makeDirectory(entry, place);
        break;
      case TypeFlag.symlink:
        replacing(tree, place.path, () => symlinkSync(toFsPath(entry.linkName), toFsPath(place.path)));
        if (entry.uid !== 0 || entry.gid !== 0 || place.directory.bequeaths) lchownSync(toFsPath(place.path), entry.uid, entry.gid);
        setDetails(entry, place.path, undefined);
        break;
      case TypeFlag.hardLink:
        makeHardLink(entry, place);
        break;
      case TypeFlag.char:
      case TypeFlag.block:
      case TypeFlag.fifo:
        makeNode(entry, place);
        break;
      default:
        throw invalidArgument(`unhandled tar header type ${entry.type}`, { hint: `entry ${JSON.stringify(toText(entry.name))}` });
    }
  };
  const makeFile = (entry: TarEntry, place: Place): OpenFile => {
    // What a directory hands on, it hands on to files that are made in it.
    const there = place.directory.bequeaths ? undefined : options.onDisk?.find(entry);
    return there === undefined ? createFile(entry, place, umask) : adoptFile(entry, place.path, there);
  };
  const makeDirectory = (entry: TarEntry, { directory, base, path }: Place): void => {
    const file = toFsPath(path);
    // Two directories are merged, and only what the later one says of itself counts.
    const isNew = replacing(tree, path, () => mkdirIfNone(path, entry.mode & 0o777));
    const bequeathed = directory.bequeaths;
    if (!isNew || bequeathed || entry.uid !== 0 || entry.gid !== 0) lchownSync(file, entry.uid, entry.gid);
    setXattrs(entry, path);
    if (!isNew || bequeathed || (entry.mode & (umask | SPECIAL_MODES)) !== 0) chmodSync(file, entry.mode);
    directories.push(entry);
    const name = joinName(directory.name, base);
    tree.implied.delete(name);
    tree.know({ name, path, bequeaths: bequeathed || !isNew || entry.xattrs.size > 0 || (entry.mode & S_ISGID) !== 0 });
  };
  const makeHardLink = (entry: TarEntry, { path }: Place): void => {
    const target = cleanName(entry.linkName);
    const { directory, base } = splitName(target);
    const targetPath = joinName(root, joinName(tree.resolve(directory), base));
    try {
      replacing(tree, path, () => linkSync(toFsPath(targetPath), toFsPath(path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw invalidArgument(`hard link ${JSON.stringify(toText(entry.name))} to ${JSON.stringify(toText(entry.linkName))}: the layer has no such file`, { cause: error });
    }
    lchownSync(toFsPath(path), entry.uid, entry.gid);
    const isLink = lstatIfThere(path)?.isSymbolicLink() === true;
    setDetails(entry, path, isLink ? undefined : entry.mode);
  };
  const makeNode = (entry: TarEntry, { path }: Place): void => {
    const { deviceMajor, deviceMinor, type, mode } = entry;
    if (options.skipDevices && type !== TypeFlag.fifo) return;
    if (deviceMajor < 0 || deviceMinor < 0 || deviceMajor > MAX_DEVICE || deviceMinor > MAX_DEVICE) {
      throw invalidArgument(`device number ${deviceMajor}:${deviceMinor} for ${JSON.stringify(toText(entry.name))} out of range`);
    }
    const kind = type === TypeFlag.char ? S_IFCHR : type === TypeFlag.block ? S_IFBLK : S_IFIFO;
    replacing(tree, path, () => mknod(Buffer.from(path, "latin1"), mode | kind, makeDevice(deviceMajor, deviceMinor)));
    lchownSync(toFsPath(path), entry.uid, entry.gid);
    setDetails(entry, path, mode);
  };
  return {
    entry(entry) {
      if (++entries > options.maxEntries) throw resourceExhausted(`the layer has more than ${options.maxEntries} entries`, { hint: "stevedore.limits.max_layer_entries" });
      unpack(entry);
    },
    data: (chunk, start, end) => open?.write(chunk, start, end),
    finish() {
      open?.finish();
      open = undefined;
    },
    end() {
      for (const { name, accessed, modified } of directories) {
        const path = joinName(root, tree.resolve(cleanName(name)));
        const times = timesOf(accessed, modified);
        ignoringMissing(() => setTimes(Buffer.from(path, "latin1"), times.accessed, times.modified));
      }
      return tree.implied;
    },
    abandon: () => open?.close(),
  };
}

/**
 * Makes something where something may be already: that is removed first. Looks only when making has failed, for nearly
 * always nothing is there.
 */
function replacing<T>(tree: Tree, path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!isExists(error)) throw error;
  }
  tree.forget();
  removeEntry(path);
  return make();
}

/** False when there is a directory already. @throws EEXIST for anything else */
function mkdirIfNone(path: string, mode: number): boolean {
  try {
    mkdirSync(toFsPath(path), { mode });
    return true;
  } catch (error) {
    if (isExists(error) && lstatIfThere(path)?.isDirectory() === true) return false;
    throw error;
  }
}

function isExists(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST" || isSystemError(error, "EEXIST");
}

function ignoringMissing(run: () => void): void {
  try {
    run();
  } catch (error) {
    // A directory that the same layer has taken away again.
    if (!isSystemError(error, "ENOENT")) throw error;
  }
}
