/** One entry of a tar archive, written as it stands: no path is cleaned and nothing is checked, so that hostile ones can be made too. */
export interface TarEntry {
  name: string;
  type?: "file" | "link" | "symlink" | "char" | "block" | "dir" | "fifo";
  mode?: number;
  uid?: number;
  gid?: number;
  data?: string | Uint8Array;
  linkname?: string;
  /** Seconds; with a fraction it becomes a PAX record. */
  mtime?: number | string;
  device?: [major: number, minor: number];
  xattrs?: Record<string, string | Uint8Array>;
  /** The header's size field, when it shall differ from what follows. */
  size?: number;
}

const TYPE_FLAGS = { file: "0", link: "1", symlink: "2", char: "3", block: "4", dir: "5", fifo: "6" } as const;
const BLOCK = 512;
const DEFAULT_MTIME = 1_700_000_000;

/** A tar archive (POSIX pax) of the entries, in their order. */
export function createTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(entryBlocks), Buffer.alloc(2 * BLOCK)]);
}

/** The blocks of one entry: its pax header where one is needed, its header, its padded data. */
export function entryBlocks(entry: TarEntry): Buffer[] {
  const data = Buffer.from(entry.data ?? "");
  const size = entry.size ?? data.length;
  const pax = paxRecords(entry);
  const blocks: Buffer[] = [];
  if (pax.length > 0) blocks.push(header({ name: "PaxHeaders/x", mode: 0o644 }, pax.length, "x"), pad(pax));
  blocks.push(header(entry, size, TYPE_FLAGS[entry.type ?? "file"]));
  if (data.length > 0) blocks.push(pad(data));
  return blocks;
}

function header(entry: TarEntry, size: number, flag: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const [major, minor] = entry.device ?? [0, 0];
  block.write(isPlainName(entry.name) ? entry.name : "long-name", 0, 100, "latin1");
  octal(block, 100, 8, entry.mode ?? (entry.type === "dir" ? 0o755 : 0o644));
  octal(block, 108, 8, entry.uid ?? 0);
  octal(block, 116, 8, entry.gid ?? 0);
  octal(block, 124, 12, size);
  octal(block, 136, 12, Math.max(0, Math.floor(Number(entry.mtime ?? DEFAULT_MTIME))));
  block.write(" ".repeat(8), 148, "latin1");
  block.write(flag, 156, "latin1");
  if (isPlainName(entry.linkname ?? "")) block.write(entry.linkname ?? "", 157, 100, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  octal(block, 329, 8, major);
  octal(block, 337, 8, minor);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function paxRecords(entry: TarEntry): Buffer {
  const records: Buffer[] = [];
  if (!isPlainName(entry.name)) records.push(paxRecord("path", entry.name));
  if (!isPlainName(entry.linkname ?? "")) records.push(paxRecord("linkpath", entry.linkname ?? ""));
  const mtime = entry.mtime ?? DEFAULT_MTIME;
  if (Number(mtime) < 0 || !Number.isInteger(Number(mtime)) || Number(mtime) >= 8 ** 11) records.push(paxRecord("mtime", String(mtime)));
  for (const [name, value] of Object.entries(entry.xattrs ?? {})) records.push(paxRecord(`SCHILY.xattr.${name}`, value));
  return Buffer.concat(records);
}

// "LENGTH KEY=VALUE\n", where LENGTH counts itself.
function paxRecord(key: string, value: string | Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from("\n")]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function isPlainName(name: string): boolean {
  return name.length <= 100 && /^[\x20-\x7e]*$/.test(name);
}

// Numbers that octal digits can't hold are written base-256, as GNU tar does.
function octal(block: Buffer, offset: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (digits.length < length) {
    block.write(`${digits.padStart(length - 1, "0")}\0`, offset, "latin1");
    return;
  }
  let rest = BigInt(value);
  for (let i = length - 1; i > 0; i--, rest >>= 8n) block[offset + i] = Number(rest & 255n);
  block[offset] = 0x80;
}

function pad(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}
