import { invalidArgument } from "@stevedore/errors";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { addExtension, extendHeader, type Extensions, MAX_EXTENSION_BYTES, noExtensions } from "./extensions.ts";
import { BLOCK_BYTES, type HeaderFault, isHeaderOnly, isZeroBlock, normalizeOldType, type RawHeader, readHeader, text, type TarEntry, TypeFlag } from "./header.ts";
import { toText } from "./text.ts";
import { paddingOf } from "./writer.ts";

/** An entry that is read from a stream, with its header as it was. Names are text. */
export interface StreamedEntry extends Omit<TarEntry, "sparse"> {
  /** Bytes of the payload. */
  size: number;
  userName: string;
  groupName: string;
  /** The payload is not what is in the file, which has holes. */
  isSparse: boolean;
  /** The header with what extends it. */
  raw: Buffer;
  /** The payload; what is left of it is skipped when the next entry is asked for. */
  body: AsyncIterable<Buffer>;
}

export interface ReadOptions {
  /** Makes the error for what is no tar, or ends early; InvalidArgument when absent. */
  fault?: (message: string, what: Parameters<HeaderFault>[0] | "end") => Error;
  /** Read the stream to its end behind the archive's, so that a broken one is noticed. */
  toEnd?: boolean;
}

const MESSAGES = { checksum: "tar: invalid header checksum", number: "tar: invalid number in header", extension: "tar: invalid extended header" };

/** The entries of a tar stream (ustar, GNU, pax), global headers among them, up to its end. @throws what `fault` makes */
export async function* readTar(source: AsyncIterable<Uint8Array>, { fault = (message) => invalidArgument(message), toEnd = false }: ReadOptions = {}): AsyncGenerator<StreamedEntry> {
  const input = createByteReader(source, (what) => fault(`tar: unexpected EOF${what}`, "end"));
  const headerFault: HeaderFault = (what) => fault(MESSAGES[what], what);
  let raw: Buffer[] = [];
  let extensions = noExtensions();
  for (;;) {
    const block = await input.exactly(BLOCK_BYTES, " in header", raw.length === 0);
    if (block === undefined || isZeroBlock(block, 0)) return toEnd ? input.drain() : undefined;
    const header = readHeader(block, 0, headerFault);
    raw.push(block);
    if (isExtension(header.type)) {
      if (header.size < 0 || header.size > MAX_EXTENSION_BYTES) throw fault(`tar: extended header of ${header.size} bytes`, "extension");
      const body = await readPadded(input, header.size);
      raw.push(body);
      addExtension(extensions, header.type, body.subarray(0, header.size), headerFault);
      continue;
    }
    const owners = ownerNames(block, header, extensions);
    const xattrs = extendHeader(header, extensions, headerFault);
    normalizeOldType(header);
    if (header.size < 0) throw fault("tar: invalid size in header", "number");
    if (isHeaderOnly(header.type)) header.size = 0;
    const body = input.take(header.size);
    yield { ...textOf(header, xattrs), ...owners, isSparse: isSparse(header, extensions), raw: Buffer.concat(raw), body: body.bytes() };
    await body.drop();
    await input.take(paddingOf(header.size).length).drop();
    raw = [];
    extensions = noExtensions();
  }
}

// A global header is no extension here: it belongs to no entry, and who copies an archive wants it too.
function isExtension(type: number): boolean {
  return type === TypeFlag.pax || type === TypeFlag.gnuLongName || type === TypeFlag.gnuLongLink;
}

async function readPadded(input: ByteReader, size: number): Promise<Buffer> {
  return (await input.exactly(size + paddingOf(size).length, " in extended header")) as Buffer;
}

function ownerNames(block: Buffer, { format }: RawHeader, { pax = [] }: Extensions): { userName: string; groupName: string } {
  const record = (key: string): string | undefined => pax.findLast(([name, value]) => name === key && value.length > 0)?.[1].toString();
  const field = (at: number): string => (format === "v7" ? "" : toText(text(block, at, 32)));
  return { userName: record("uname") ?? field(265), groupName: record("gname") ?? field(297) };
}

// Old GNU tar has a type of its own for them, in pax they come as regular files.
function isSparse({ type }: RawHeader, { pax = [] }: Extensions): boolean {
  return type === TypeFlag.gnuSparse || pax.some(([key]) => key.startsWith("GNU.sparse."));
}

function textOf(header: RawHeader, xattrs: ReadonlyMap<string, Buffer>): Omit<TarEntry, "sparse"> {
  const named = xattrs.size === 0 ? xattrs : new Map([...xattrs].map(([key, value]) => [toText(key), value]));
  return { ...header, name: toText(header.name), linkName: toText(header.linkName), xattrs: named };
}
