import { invalidArgument } from "@stevedore/errors";
import { numberAt, paxRecords, textAt, textOf } from "./tar-fields.ts";

/** A tar entry with its header as it was read: nothing of it is written anew. */
export interface ScannedEntry {
  name: string;
  /** The type flag's character; `0` for old archives' zero byte. */
  flag: string;
  size: number;
  mode: number;
  uid: number;
  gid: number;
  userName: string;
  groupName: string;
  linkName: string;
  /** Seconds since 1970; a fraction from a PAX record. */
  mtime: number;
  devMajor: number;
  devMinor: number;
  xattrs: Map<string, Buffer>;
  /** The header with what extends it. */
  raw: Buffer;
  /** The payload; has to be read to its end before the next entry is asked for. */
  body: AsyncIterable<Buffer>;
  /** Zero bytes behind the payload. */
  padding: Buffer;
}

const BLOCK = 512;
const MAX_EXTENSION = 1 << 20;
const ZEROS = Buffer.alloc(BLOCK);
const XATTR = "SCHILY.xattr.";

/** The entries of a tar (ustar, GNU, PAX), up to its end. @throws InvalidArgument for what is none, or ends early */
export async function* scanTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ScannedEntry> {
  const input = createInput(source);
  let raw: Buffer[] = [];
  let pax = new Map<string, Buffer>();
  let long: { path?: Buffer; linkpath?: Buffer } = {};
  for (;;) {
    const header = await input.exactly(BLOCK, raw.length === 0);
    if (header === undefined || header.equals(ZEROS)) return input.drain();
    checkSum(header);
    raw.push(header);
    const flag = String.fromCharCode(header[156] as number).replace("\0", "0");
    if ("xLK".includes(flag)) {
      const data = await extension(input, raw, numberAt(header, 124, 12));
      if (flag === "x") pax = paxRecords(data);
      else if (flag === "L") long.path = data;
      else long.linkpath = data;
      continue;
    }
    const size = Number(pax.get("size")?.toString() ?? numberAt(header, 124, 12));
    if (!Number.isSafeInteger(size) || size < 0) throw invalidArgument("tar: invalid size in header");
    const length = HAS_BODY.test(flag) ? size : 0;
    // GNU tar's sparse files come as regular ones in PAX: what is stored is not what is in the file.
    const told = [...pax.keys()].some((key) => key.startsWith("GNU.sparse.")) ? "S" : flag;
    yield { ...fieldsOf(header, pax, long), flag: told, size: length, raw: Buffer.concat(raw), body: input.take(length), padding: ZEROS.subarray(0, (BLOCK - (length % BLOCK)) % BLOCK) };
    await input.exactly((BLOCK - (length % BLOCK)) % BLOCK, false);
    raw = [];
    pax = new Map();
    long = {};
  }
}

// Links, devices, directories and FIFOs have none, whatever their size field says.
const HAS_BODY = /[^1-6]/;

async function extension(input: Input, raw: Buffer[], size: number): Promise<Buffer> {
  if (size < 0 || size > MAX_EXTENSION) throw invalidArgument(`tar: extended header of ${size} bytes`);
  const padded = (await input.exactly(Math.ceil(size / BLOCK) * BLOCK, false)) as Buffer;
  raw.push(padded);
  return padded.subarray(0, size);
}

type Fields = Omit<ScannedEntry, "flag" | "size" | "raw" | "body" | "padding">;

function fieldsOf(header: Buffer, pax: Map<string, Buffer>, long: { path?: Buffer; linkpath?: Buffer }): Fields {
  const text = (key: string, otherwise: string): string => pax.get(key)?.toString() ?? otherwise;
  const number = (key: string, at: number, length: number): number => Number(pax.get(key)?.toString() ?? numberAt(header, at, length));
  const isUstar = header.toString("latin1", 257, 262) === "ustar";
  // GNU's format has no prefix there, but times.
  const prefix = isUstar && header[262] === 0 ? textAt(header, 345, 155) : "";
  const short = textAt(header, 0, 100);
  return {
    name: text("path", long.path === undefined ? (prefix === "" ? short : `${prefix}/${short}`) : textOf(long.path)),
    linkName: text("linkpath", long.linkpath === undefined ? textAt(header, 157, 100) : textOf(long.linkpath)),
    mode: numberAt(header, 100, 8),
    uid: number("uid", 108, 8),
    gid: number("gid", 116, 8),
    userName: text("uname", isUstar ? textAt(header, 265, 32) : ""),
    groupName: text("gname", isUstar ? textAt(header, 297, 32) : ""),
    mtime: number("mtime", 136, 12),
    devMajor: isUstar ? numberAt(header, 329, 8) : 0,
    devMinor: isUstar ? numberAt(header, 337, 8) : 0,
    xattrs: new Map([...pax].filter(([key]) => key.startsWith(XATTR)).map(([key, value]) => [key.slice(XATTR.length), value])),
  };
}

function checkSum(header: Buffer): void {
  let sum = 8 * 32;
  for (const [i, byte] of header.entries()) if (i < 148 || i >= 156) sum += byte;
  if (sum !== numberAt(header, 148, 8)) throw invalidArgument("tar: invalid header checksum");
}

interface Input {
  exactly(length: number, mayEnd: boolean): Promise<Buffer | undefined>;
  take(length: number): AsyncIterable<Buffer>;
  /** Reads what is left: a compressed stream is only checked at its end. */
  drain(): Promise<void>;
}

function createInput(source: AsyncIterable<Uint8Array>): Input {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const next = async (limit: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { value, done } = await iterator.next();
      if (done === true) return undefined;
      rest = Buffer.from(value.buffer, value.byteOffset, value.length);
    }
    const piece = rest.subarray(0, limit);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    async exactly(length, mayEnd) {
      const pieces: Buffer[] = [];
      for (let left = length; left > 0; ) {
        const piece = await next(left);
        if (piece === undefined && mayEnd && left === length) return undefined;
        if (piece === undefined) throw invalidArgument("tar: unexpected EOF");
        pieces.push(piece);
        left -= piece.length;
      }
      return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, length);
    },
    async *take(length) {
      for (let left = length; left > 0; ) {
        const piece = await next(left);
        if (piece === undefined) throw invalidArgument("tar: unexpected EOF");
        left -= piece.length;
        yield piece;
      }
    },
    async drain() {
      while ((await next(1 << 20)) !== undefined);
    },
  };
}
