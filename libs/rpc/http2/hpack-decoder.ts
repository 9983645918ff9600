import { decodeHuffman } from "./huffman.ts";
import { latin1 } from "./latin1.ts";
import { STATIC_TABLE } from "./static-table.ts";

/** A decoded header block. A block that a client repeats byte by byte is the same object again: what follows from it can be kept with it. */
export interface Headers {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The list is longer than is allowed; its fields are cut short. */
  readonly tooLarge: boolean;
}

export interface HpackDecoder {
  /** @throws RangeError where the block is malformed: the connection can't go on then */
  decode(block: Uint8Array): Headers;
}

type Entry = readonly [name: string, value: string];

const ENTRY_OVERHEAD = 32;
const CACHED_BLOCKS = 128;
const CACHED_BYTES = 512;

/** HPACK (RFC 7541) of one direction of one connection. Sizes in bytes as the RFC counts them. */
export function createHpackDecoder({ tableSize, listSize }: { tableSize: number; listSize: number }): HpackDecoder {
  const table = createDynamicTable(tableSize);
  // What a block decodes to depends on it and on the table alone; clients that call the same method again send the same few bytes.
  const cache = new Map<string, Headers>();
  let cachedAt = 0;
  return {
    decode(block) {
      const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
      if (cachedAt !== table.version()) cache.clear();
      cachedAt = table.version();
      const key = bytes.length <= CACHED_BYTES ? latin1(bytes, 0, bytes.length) : undefined;
      const known = key === undefined ? undefined : cache.get(key);
      if (known !== undefined) return known;
      const headers = decodeBlock(bytes, table, { tableSize, listSize });
      if (key !== undefined && cachedAt === table.version()) {
        if (cache.size >= CACHED_BLOCKS) cache.clear();
        cache.set(key, headers);
      }
      return headers;
    },
  };
}

interface DynamicTable {
  /** Changes with every change of the table. */
  version(): number;
  at(index: number): Entry;
  add(entry: Entry): void;
  resize(size: number): void;
}

function createDynamicTable(initialSize: number): DynamicTable {
  const entries: Entry[] = [];
  let size = 0;
  let limit = initialSize;
  let version = 0;
  const evict = (): void => {
    while (size > limit) size -= sizeOf(entries.shift()!);
  };
  return {
    version: () => version,
    at(index) {
      const entry = index <= STATIC_TABLE.length ? STATIC_TABLE[index - 1] : entries[entries.length - (index - STATIC_TABLE.length)];
      if (entry === undefined) throw new RangeError(`hpack: index ${index} is in no table`);
      return entry;
    },
    add(entry) {
      version += 1;
      entries.push(entry);
      size += sizeOf(entry);
      evict();
    },
    resize(to) {
      version += 1;
      limit = to;
      evict();
    },
  };
}

function sizeOf([name, value]: Entry): number {
  return name.length + value.length + ENTRY_OVERHEAD;
}

function decodeBlock(bytes: Buffer, table: DynamicTable, limits: { tableSize: number; listSize: number }): Headers {
  const fields: Entry[] = [];
  const reader = { bytes, at: 0 };
  let size = 0;
  const take = (entry: Entry): void => {
    size += sizeOf(entry);
    if (size <= limits.listSize) fields.push(entry);
  };
  let resizes = 0;
  while (reader.at < bytes.length) {
    const first = bytes[reader.at]!;
    if (first >= 0x80) {
      take(table.at(readInteger(reader, 7)));
    } else if (first >= 0x40) {
      const entry = readLiteral(reader, 6, table);
      table.add(entry);
      take(entry);
    } else if (first >= 0x20) {
      const to = readInteger(reader, 5);
      if (fields.length > 0 || (resizes += 1) > 2) throw new RangeError("hpack: a table size update stands at the beginning of a block");
      if (to > limits.tableSize) throw new RangeError(`hpack: table size ${to} is beyond ${limits.tableSize}`);
      table.resize(to);
    } else {
      take(readLiteral(reader, 4, table));
    }
  }
  return { fields, tooLarge: size > limits.listSize };
}

interface Reader {
  bytes: Buffer;
  at: number;
}

function readLiteral(reader: Reader, prefixBits: number, table: DynamicTable): Entry {
  const index = readInteger(reader, prefixBits);
  const name = index === 0 ? readString(reader) : table.at(index)[0];
  return [name, readString(reader)];
}

function readInteger(reader: Reader, prefixBits: number): number {
  const most = (1 << prefixBits) - 1;
  let value = next(reader) & most;
  if (value < most) return value;
  for (let scale = 1; scale <= 1 << 21; scale *= 128) {
    const byte = next(reader);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
  throw new RangeError("hpack: an integer is too large");
}

function readString(reader: Reader): string {
  const isHuffman = reader.at < reader.bytes.length && reader.bytes[reader.at]! >= 0x80;
  const length = readInteger(reader, 7);
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new RangeError("hpack: a string goes beyond its block");
  const start = reader.at;
  reader.at = end;
  if (!isHuffman) return latin1(reader.bytes, start, end);
  const decoded = decodeHuffman(reader.bytes.subarray(start, end));
  if (decoded === undefined) throw new RangeError("hpack: a string's Huffman code is malformed");
  return decoded;
}

function next(reader: Reader): number {
  const byte = reader.bytes[reader.at];
  if (byte === undefined) throw new RangeError("hpack: a block ends in the middle of a field");
  reader.at += 1;
  return byte;
}
