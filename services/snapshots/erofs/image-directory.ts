import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG } from "./image-node.ts";

export interface DirectoryEntry {
  /** A byte string. */
  name: string;
  mode: number;
  /** Number of its inode. */
  nid: number;
}

const ENTRY_BYTES = 12;
const TYPES = new Map<number, number>([[S_IFREG, 1], [S_IFDIR, 2], [S_IFCHR, 3], [S_IFBLK, 4], [S_IFIFO, 5], [S_IFLNK, 7]]);
const SOCKET = 6;

/** Splits names, in their order, into blocks: where each block begins, and how many bytes the last one has. */
function packNames(names: readonly string[], blockBytes: number): { starts: number[]; lastBytes: number } {
  const starts = [0];
  let used = 0;
  names.forEach((name, index) => {
    const bytes = ENTRY_BYTES + name.length;
    if (used + bytes > blockBytes) {
      starts.push(index);
      used = 0;
    }
    used += bytes;
  });
  return { starts, lastBytes: used };
}

/** The names that a directory with these children has, in the order in which the kernel looks for them. */
export function directoryNames(children: Iterable<string>): string[] {
  return [".", "..", ...children].sort((a, b) => (a < b ? -1 : 1));
}

/** Bytes of a directory with these names. */
export function directorySize(names: readonly string[], blockBytes: number): number {
  const { starts, lastBytes } = packNames(names, blockBytes);
  return (starts.length - 1) * blockBytes + lastBytes;
}

/** A directory's contents: in each block first the entries, then their names. */
export function encodeDirectory(entries: readonly DirectoryEntry[], blockBytes: number): Buffer {
  const names = entries.map(({ name }) => name);
  const { starts } = packNames(names, blockBytes);
  const bytes = Buffer.alloc(directorySize(names, blockBytes));
  starts.forEach((start, block) => {
    const inBlock = entries.slice(start, starts[block + 1] ?? entries.length);
    let nameAt = inBlock.length * ENTRY_BYTES;
    inBlock.forEach(({ name, mode, nid }, index) => {
      const at = block * blockBytes + index * ENTRY_BYTES;
      bytes.writeUInt32LE(nid % 2 ** 32, at);
      bytes.writeUInt32LE(Math.floor(nid / 2 ** 32), at + 4);
      bytes.writeUInt16LE(nameAt, at + 8);
      bytes.writeUInt8(TYPES.get(mode & S_IFMT) ?? SOCKET, at + 10);
      bytes.write(name, block * blockBytes + nameAt, "latin1");
      nameAt += name.length;
    });
  });
  return bytes;
}

/** The entries of a directory's contents, `.` and `..` among them. */
export function decodeDirectory(contents: Buffer, blockBytes: number): Omit<DirectoryEntry, "mode">[] {
  const entries: Omit<DirectoryEntry, "mode">[] = [];
  for (let start = 0; start < contents.length; start += blockBytes) {
    const block = contents.subarray(start, start + blockBytes);
    const count = block.readUInt16LE(8) / ENTRY_BYTES;
    for (let index = 0; index < count; index++) {
      const at = index * ENTRY_BYTES;
      const end = index + 1 < count ? block.readUInt16LE(at + ENTRY_BYTES + 8) : block.length;
      entries.push({ name: block.toString("latin1", block.readUInt16LE(at + 8), end).replace(/\0+$/, ""), nid: Number(block.readBigUInt64LE(at)) });
    }
  }
  return entries;
}
