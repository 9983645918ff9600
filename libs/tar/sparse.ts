import { invalidArgument } from "@stevedore/errors";
import { BLOCK_BYTES, number, type RawHeader, type SparsePart } from "./header.ts";
import { integer, type PaxRecords } from "./pax.ts";

const GNU_FIRST = { start: 386, count: 4 };
const GNU_NEXT = { start: 0, count: 21 };
const GNU_ENTRY_BYTES = 24;
const GNU_REAL_SIZE = 483;
const NEWLINE = 0x0a;

export interface SparseMap {
  parts: SparsePart[];
  /** Size with holes. */
  size: number;
}

/** The map in an old GNU sparse header; `more` says that a block with further entries follows. */
export function readGnuSparse(block: Buffer, start: number): SparseMap & { more: boolean } {
  const { parts, more } = readGnuEntries(block, start, GNU_FIRST);
  return { parts, more, size: number(block, start + GNU_REAL_SIZE, 12, "sparse size") };
}

/** A block of further entries. */
export function readGnuSparseBlock(block: Buffer, start: number): { parts: SparsePart[]; more: boolean } {
  return readGnuEntries(block, start, GNU_NEXT);
}

function readGnuEntries(block: Buffer, base: number, { start, count }: { start: number; count: number }): { parts: SparsePart[]; more: boolean } {
  const parts: SparsePart[] = [];
  for (let i = 0; i < count; i++) {
    const at = base + start + i * GNU_ENTRY_BYTES;
    if (block[at] === 0) break;
    parts.push({ offset: number(block, at, 12, "sparse offset"), length: number(block, at + 12, 12, "sparse length") });
  }
  return { parts, more: block[base + start + count * GNU_ENTRY_BYTES] !== 0 };
}

/**
 * What pax records say of a sparse file (GNU formats 0.0, 0.1 and 1.0): its map, `"inline"` when the map stands in
 * front of the data, or undefined for an ordinary file. Sets the file's real name and size.
 */
export function paxSparse(header: RawHeader, records: PaxRecords): SparseMap | { inline: true; size: number } | undefined {
  const values = new Map(records.map(([key, value]) => [key, value.toString("latin1")]));
  const isVersion1 = values.get("GNU.sparse.major") === "1" && values.get("GNU.sparse.minor") === "0";
  const map = values.get("GNU.sparse.map");
  const numbers = values.get("GNU.sparse.numblocks");
  if (!isVersion1 && map === undefined && numbers === undefined) return undefined;
  const name = values.get("GNU.sparse.name");
  if (name !== undefined && name !== "") header.name = name;
  const size = values.get("GNU.sparse.realsize") ?? values.get("GNU.sparse.size");
  const realSize = size === undefined ? header.size : integer(size, "GNU.sparse.size");
  if (isVersion1) return { inline: true, size: realSize };
  const flat = map === undefined ? records.filter(([key]) => key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes").map(([, value]) => value.toString("latin1")) : map.split(",");
  return { parts: pairUp(flat.filter((item) => item !== "").map((item) => integer(item, "GNU.sparse.map"))), size: realSize };
}

/**
 * The map in front of the data of format 1.0: decimal lines, the first their number of pairs, padded to whole blocks.
 * Undefined when `body`, the data so far, does not hold all of it yet.
 */
export function readInlineMap(body: Buffer): { parts: SparsePart[]; bytes: number } | undefined {
  let at = 0;
  const next = (): number | undefined => {
    const end = body.indexOf(NEWLINE, at);
    if (end < 0) return undefined;
    const value = integer(body.toString("latin1", at, end), "sparse map");
    at = end + 1;
    return value;
  };
  const count = next();
  if (count === undefined) return undefined;
  const flat: number[] = [];
  while (flat.length < count * 2) {
    const value = next();
    if (value === undefined) return undefined;
    flat.push(value);
  }
  return { parts: pairUp(flat), bytes: Math.ceil(at / BLOCK_BYTES) * BLOCK_BYTES };
}

function pairUp(flat: readonly number[]): SparsePart[] {
  if (flat.length % 2 !== 0) throw invalidArgument("sparse file: its map has an odd number of entries");
  return Array.from({ length: flat.length / 2 }, (_, i) => ({ offset: flat[2 * i]!, length: flat[2 * i + 1]! }));
}

/**
 * Puts stored bytes where they belong; the rest stays a hole. `put` takes so many bytes of a chunk for a position in the
 * file, and says how many it took.
 */
export function createSparseWriter(parts: readonly SparsePart[], put: (chunk: Buffer, at: number, length: number, position: number) => number): (chunk: Buffer, start: number, end: number) => void {
  let index = 0;
  let done = 0;
  return (chunk, start, end) => {
    for (let at = start; at < end; ) {
      const part = parts[index]!;
      if (done === part.length) {
        index++;
        done = 0;
        continue;
      }
      const written = put(chunk, at, Math.min(end - at, part.length - done), part.offset + done);
      at += written;
      done += written;
    }
  };
}

/** Checks that parts are in order, inside the file, and as long as what is stored. @throws InvalidArgument */
export function requireSparse(name: string, { parts, size }: SparseMap, stored: number): void {
  let end = 0;
  let sum = 0;
  for (const { offset, length } of parts) {
    if (offset < end || length < 0 || offset + length > size) throw invalidArgument(`sparse file ${JSON.stringify(name)}: its map is not in order`);
    end = offset + length;
    sum += length;
  }
  if (sum !== stored) throw invalidArgument(`sparse file ${JSON.stringify(name)}: its map covers ${sum} bytes, ${stored} are stored`);
}
