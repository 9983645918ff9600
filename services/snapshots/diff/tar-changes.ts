import { closeSync, lstatSync, openSync, readSync, type BigIntStats } from "node:fs";
import { unknownError } from "@stevedore/errors";
import { encodeHeader, paddingOf, TAR_END, type TarRecord, TypeFlag } from "@stevedore/tar";
import { joinName, splitName, toFsPath, toText } from "../apply/byte-path.ts";
import { capabilityOf, isLinked, readLink, type Change, type ChangeKind } from "./changes.ts";

export interface TarOptions {
  /** The tree that the changes lead to. */
  root: string;
  /** No file is younger than this: seconds since 1970. */
  newest: number | undefined;
}

const READ_BYTES = 1 << 20;
const CAPABILITY_RECORD = "SCHILY.xattr.security.capability";
const WHITEOUT: TarRecord = { name: "", linkName: "", type: TypeFlag.regular, mode: 0, uid: 0, gid: 0, size: 0, mtime: 0, deviceMajor: 0, deviceMinor: 0, pax: {} };

/**
 * Changes as an OCI layer. Parents of what changed are in it, times are whole seconds, sockets are not, nor any extended
 * attribute but capabilities: nothing that another run over the same trees would make different.
 */
export function* tarChanges(changes: Iterable<Change>, { root, newest }: TarOptions): Generator<Buffer> {
  const writtenDirectories = new Set<string>();
  // Of files with several names: the name under which they are in the archive, or unchanged names that wait for one.
  const linkTarget = new Map<bigint, string>();
  const waiting = new Map<bigint, string[]>();

  function* parentsOf(name: string): Generator<Buffer> {
    const { directory } = splitName(name);
    if (directory === "" || writtenDirectories.has(directory)) return;
    writtenDirectories.add(directory);
    yield* write("modify", directory, lstatSync(toFsPath(joinName(root, directory)), { bigint: true }));
  }
  function* write(kind: ChangeKind, name: string, stat: BigIntStats): Generator<Buffer> {
    if (stat.isSocket()) return;
    const record = recordOf(name, stat);
    let followers: string[] = [];
    if (isLinked(stat)) {
      const target = linkTarget.get(stat.ino);
      if (target !== undefined) Object.assign(record, { type: TypeFlag.hardLink, linkName: target, size: 0 });
      else if (kind === "linked") return void waiting.set(stat.ino, [...(waiting.get(stat.ino) ?? []), name]);
      else {
        linkTarget.set(stat.ino, name);
        followers = waiting.get(stat.ino) ?? [];
        waiting.delete(stat.ino);
      }
    }
    yield* parentsOf(name);
    if (stat.isDirectory()) writtenDirectories.add(name);
    yield encodeHeader(record);
    if (record.type === TypeFlag.regular && record.size > 0) yield* contentOf(name, record.size);
    for (const follower of followers) {
      yield* parentsOf(follower);
      yield encodeHeader({ ...record, name: follower, type: TypeFlag.hardLink, linkName: name, size: 0 });
    }
  }
  const recordOf = (name: string, stat: BigIntStats): TarRecord => {
    const path = joinName(root, name);
    const capability = stat.isSymbolicLink() ? undefined : capabilityOf(path);
    const mtime = Number(stat.mtimeNs >= 0n ? stat.mtimeNs / 1_000_000_000n : -((-stat.mtimeNs + 999_999_999n) / 1_000_000_000n));
    return {
      name: stat.isDirectory() ? `${name}/` : name,
      linkName: stat.isSymbolicLink() ? readLink(path) : "",
      type: typeOf(stat),
      mode: Number(stat.mode & 0o7777n),
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      size: stat.isFile() ? Number(stat.size) : 0,
      mtime: newest === undefined ? mtime : Math.min(mtime, newest),
      ...deviceOf(stat),
      pax: capability === undefined ? {} : { [CAPABILITY_RECORD]: capability.toString("latin1") },
    };
  };
  function* contentOf(name: string, size: number): Generator<Buffer> {
    const fd = openSync(toFsPath(joinName(root, name)), "r");
    try {
      for (let at = 0; at < size; ) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, size - at));
        const length = readSync(fd, buffer, 0, buffer.length, at);
        if (length === 0) throw unknownError(`${toText(name)} became shorter while it was read`);
        at += length;
        yield buffer.subarray(0, length);
      }
    } finally {
      closeSync(fd);
    }
    yield paddingOf(size);
  }
  for (const { kind, name, stat } of changes) {
    if (stat !== undefined) {
      yield* write(kind, name, stat);
      continue;
    }
    const { directory, base } = splitName(name);
    yield* parentsOf(name);
    yield encodeHeader({ ...WHITEOUT, name: joinName(directory, `.wh.${base}`) });
  }
  yield TAR_END;
}

function typeOf(stat: BigIntStats): number {
  if (stat.isDirectory()) return TypeFlag.directory;
  if (stat.isSymbolicLink()) return TypeFlag.symlink;
  if (stat.isCharacterDevice()) return TypeFlag.char;
  if (stat.isBlockDevice()) return TypeFlag.block;
  return stat.isFIFO() ? TypeFlag.fifo : TypeFlag.regular;
}

function deviceOf(stat: BigIntStats): { deviceMajor: number; deviceMinor: number } {
  if (!stat.isCharacterDevice() && !stat.isBlockDevice()) return { deviceMajor: 0, deviceMinor: 0 };
  const device = stat.rdev;
  return {
    deviceMajor: Number(((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n)),
    deviceMinor: Number((device & 0xffn) | ((device >> 12n) & 0xffffff00n)),
  };
}
