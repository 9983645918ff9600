import { BLOCK_BYTES, type TarEntry, TypeFlag } from "./header.ts";

/** An entry to be written. Names are byte strings; those of directories end with a slash. */
export interface TarRecord extends Omit<TarEntry, "modified" | "accessed" | "xattrs" | "sparse"> {
  /** Whole seconds since 1970. */
  mtime: number;
  /** Further extended records, such as `SCHILY.xattr.security.capability`; values are byte strings. */
  pax: Readonly<Record<string, string>>;
}

const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const MAX_OCTAL_8 = 0o7777777;
const MAX_OCTAL_12 = 0o77777777777;
const NOT_ASCII = /[\x80-\xff]/;

/** The two empty blocks at the end of an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK_BYTES);

/** Zeros from the end of `size` bytes of data to the next block. */
export function paddingOf(size: number): Buffer {
  return TAR_END.subarray(0, (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

/**
 * The header of an entry: a plain ustar block where everything fits, else a pax block before it. The same bytes as
 * Go's archive/tar writes, so that a difference has the digest that containerd gives it.
 */
export function encodeHeader(record: TarRecord): Buffer {
  const split = splitName(record.name);
  const pax: Record<string, string> = { ...record.pax };
  let fits = Object.keys(pax).length === 0;
  const extend = (key: string, value: string): void => {
    pax[key] = value;
    fits = false;
  };
  if (record.name.length > NAME_BYTES || NOT_ASCII.test(record.name)) {
    if (split === undefined) extend("path", record.name);
    else pax["path"] = record.name;
  }
  if (record.linkName.length > NAME_BYTES || NOT_ASCII.test(record.linkName)) extend("linkpath", record.linkName);
  if (record.size > MAX_OCTAL_12) extend("size", String(record.size));
  if (record.uid > MAX_OCTAL_8) extend("uid", String(record.uid));
  if (record.gid > MAX_OCTAL_8) extend("gid", String(record.gid));
  if (record.mtime < 0 || record.mtime > MAX_OCTAL_12) extend("mtime", String(record.mtime));
  if (fits) return split === undefined ? encodeBlock(record, record.name, "") : encodeBlock(record, split.suffix, split.prefix);
  return Buffer.concat([encodePax(record.name, pax), encodeBlock(record, toAscii(record.name), "")]);
}

function encodeBlock(record: TarRecord, name: string, prefix: string): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  putText(block, 0, NAME_BYTES, name);
  putOctal(block, 100, 8, record.mode);
  putOctal(block, 108, 8, record.uid);
  putOctal(block, 116, 8, record.gid);
  putOctal(block, 124, 12, record.size);
  putOctal(block, 136, 12, record.mtime);
  block[156] = record.type;
  putText(block, 157, NAME_BYTES, toAscii(record.linkName));
  putOctal(block, 329, 8, record.deviceMajor);
  putOctal(block, 337, 8, record.deviceMinor);
  putText(block, 345, PREFIX_BYTES, prefix);
  return seal(block);
}

function encodePax(name: string, records: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(Object.keys(records).toSorted().map((key) => paxRecord(key, records[key]!)).join(""), "latin1");
  const slash = name.lastIndexOf("/");
  const own = [name.slice(0, slash + 1).replace(/\/$/, ""), "PaxHeaders.0", name.slice(slash + 1)].filter((part) => part !== "").join("/");
  const block = Buffer.alloc(BLOCK_BYTES);
  putText(block, 0, NAME_BYTES, toAscii(own).slice(0, NAME_BYTES).replace(/\/+$/, ""));
  for (const [at, length] of [[100, 8], [108, 8], [116, 8], [136, 12]] as const) putOctal(block, at, length, 0);
  putOctal(block, 124, 12, body.length);
  block[156] = TypeFlag.pax;
  return Buffer.concat([seal(block), body, paddingOf(body.length)]);
}

// The length counts its own digits.
function paxRecord(key: string, value: string): string {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function seal(block: Buffer): Buffer {
  block.write("ustar\x0000", 257, "latin1");
  let sum = 8 * 0x20;
  for (const byte of block) sum += byte;
  putOctal(block, 148, 7, sum);
  block[155] = 0x20;
  return block;
}

function putText(block: Buffer, at: number, length: number, text: string): void {
  block.write(text.slice(0, length), at, "latin1");
  // Some readers take a cut-off name that ends with a slash for a directory.
  if (text.length > length && block[at + length - 1] === 0x2f) {
    const end = text.slice(0, length - 1).replace(/\/+$/, "").length;
    block[at + end] = 0;
  }
}

// What does not fit stands in a pax record.
function putOctal(block: Buffer, at: number, length: number, value: number): void {
  const digits = value >= 0 ? value.toString(8) : "0";
  block.write((digits.length < length ? digits : "0").padStart(length - 1, "0"), at, "latin1");
}

function toAscii(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(/[\x80-\xff]/g, "") : text;
}

/** A name of more than 100 bytes as ustar's prefix and name; undefined where it can't be. */
function splitName(name: string): { prefix: string; suffix: string } | undefined {
  if (name.length <= NAME_BYTES || NOT_ASCII.test(name)) return undefined;
  let length = name.length;
  if (length > PREFIX_BYTES + 1) length = PREFIX_BYTES + 1;
  else if (name.endsWith("/")) length--;
  const slash = name.lastIndexOf("/", length - 1);
  const suffix = name.slice(slash + 1);
  if (slash <= 0 || suffix.length > NAME_BYTES || suffix.length === 0 || slash > PREFIX_BYTES) return undefined;
  return { prefix: name.slice(0, slash), suffix };
}
