import { unknownError } from "@stevedore/errors";

/** One entry of a tar stream. Its `body` must be read to the end (or left alone) before the next entry is asked for. */
export interface TarEntry {
  name: string;
  kind: "file" | "directory" | "symlink" | "other";
  size: number;
  linkName: string;
  body: AsyncIterable<Buffer>;
}

const BLOCK = 512;
const MAX_EXTENSION = 1 << 20;

/** Reads a tar stream: ustar with GNU and PAX long names and sizes. @throws Unknown, as containerd, for what is not a tar or ends early */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const input = createByteReader(source);
  let extension: { path?: string; linkpath?: string; size?: number } = {};
  for (;;) {
    const header = await input.exactly(BLOCK, "header", true);
    if (header === undefined || header.every((byte) => byte === 0)) return;
    checkSum(header);
    const type = String.fromCharCode(header[156] as number);
    const size = extension.size ?? numberAt(header, 124, 12);
    if ("xgLK".includes(type)) {
      if (size > MAX_EXTENSION) throw unknownError(`tar: extended header of ${size} bytes`);
      const data = (await input.exactly(size, "extended header")) as Buffer;
      await input.skip(padding(size));
      if (type === "x") extension = { ...extension, ...readPax(data) };
      if (type === "L") extension.path = textOf(data);
      if (type === "K") extension.linkpath = textOf(data);
      continue;
    }
    const prefix = header.toString("latin1", 257, 262) === "ustar" ? textAt(header, 345, 155) : "";
    const name = textAt(header, 0, 100);
    const body = input.take(size);
    yield {
      name: extension.path ?? (prefix === "" ? name : `${prefix}/${name}`),
      kind: KINDS[type] ?? "other",
      size,
      linkName: extension.linkpath ?? textAt(header, 157, 100),
      body: body.bytes(),
    };
    await body.drop();
    await input.skip(padding(size));
    extension = {};
  }
}

const KINDS: Record<string, TarEntry["kind"]> = { "0": "file", "\0": "file", "5": "directory", "2": "symlink" };

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function checkSum(header: Buffer): void {
  let sum = 8 * 32;
  for (const [i, byte] of header.entries()) if (i < 148 || i >= 156) sum += byte;
  if (sum !== numberAt(header, 148, 8)) throw unknownError("tar: invalid header checksum", { hint: "the stream is not an image archive, or is damaged" });
}

// Octal, or base 256 where the top bit is set (GNU).
function numberAt(header: Buffer, offset: number, length: number): number {
  if ((header[offset] as number) & 0x80) return Number(header.readBigUInt64BE(offset + length - 8));
  const digits = textAt(header, offset, length).trim();
  const value = digits === "" ? 0 : Number.parseInt(digits, 8);
  if (!Number.isSafeInteger(value) || value < 0) throw unknownError("tar: invalid number in header");
  return value;
}

function textAt(header: Buffer, offset: number, length: number): string {
  return textOf(header.subarray(offset, offset + length));
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}

// Records "<length> <key>=<value>\n" (POSIX.1-2001, pax).
function readPax(data: Buffer): { path?: string; linkpath?: string; size?: number } {
  const found: Record<string, string> = {};
  for (let offset = 0; offset < data.length; ) {
    const space = data.indexOf(32, offset);
    const length = Number(data.toString("latin1", offset, space));
    if (space === -1 || !Number.isSafeInteger(length) || length <= space - offset) throw unknownError("tar: invalid extended header");
    const record = data.toString("utf8", space + 1, offset + length - 1);
    const equals = record.indexOf("=");
    found[record.slice(0, equals)] = record.slice(equals + 1);
    offset += length;
  }
  const { path, linkpath, size } = found;
  return { ...(path === undefined ? {} : { path }), ...(linkpath === undefined ? {} : { linkpath }), ...(size === undefined ? {} : { size: Number(size) }) };
}

interface ByteReader {
  exactly(length: number, what: string, mayEnd?: boolean): Promise<Buffer | undefined>;
  skip(length: number): Promise<void>;
  take(length: number): { bytes(): AsyncGenerator<Buffer>; drop(): Promise<void> };
}

function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  // At most `limit` bytes of what is at hand or comes next; undefined at the end.
  const next = async (limit: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { value, done } = await iterator.next();
      if (done === true) return undefined;
      rest = value;
    }
    const chunk = rest.subarray(0, limit);
    rest = rest.subarray(chunk.length);
    return chunk;
  };
  const take = (length: number): ReturnType<ByteReader["take"]> => {
    let left = length;
    async function* bytes(): AsyncGenerator<Buffer> {
      while (left > 0) {
        const chunk = await next(left);
        if (chunk === undefined) throw unknownError("tar: unexpected EOF");
        left -= chunk.length;
        yield chunk;
      }
    }
    return { bytes, async drop() { for await (const chunk of bytes()) void chunk; } };
  };
  return {
    async exactly(length, what, mayEnd = false) {
      const chunks: Buffer[] = [];
      for (let left = length; left > 0; ) {
        const chunk = await next(left);
        if (chunk === undefined && mayEnd && left === length) return undefined;
        if (chunk === undefined) throw unknownError(`tar: unexpected EOF in ${what}`);
        chunks.push(chunk);
        left -= chunk.length;
      }
      return Buffer.concat(chunks, length);
    },
    skip: (length) => take(length).drop(),
    take,
  };
}
