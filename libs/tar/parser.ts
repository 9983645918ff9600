import { dataLoss, invalidArgument } from "@stevedore/errors";
import { addExtension, type Extensions, extendHeader, isExtended, MAX_EXTENSION_BYTES, noExtensions } from "./extensions.ts";
import { BLOCK_BYTES, isHeaderOnly, isZeroBlock, normalizeOldType, readHeader, type RawHeader, type PlacedEntry, TypeFlag } from "./header.ts";
import { paxSparse, readGnuSparse, readGnuSparseBlock, readInlineMap, requireSparse, type SparseMap } from "./sparse.ts";

/** What the entries of an archive are given to, in order: each entry, its stored bytes in pieces, its end. */
export interface TarSink {
  entry(entry: PlacedEntry): void;
  data(chunk: Buffer, start: number, end: number): void;
  finish(): void;
}

/** Takes an archive in pieces of any size. */
export interface TarParser {
  /** @throws InvalidArgument for what is not tar, and whatever the sink throws */
  write(chunk: Buffer): void;
  /** @throws DataLoss when the archive stops in the middle of an entry */
  end(): void;
}

const PERMISSIONS = 0o7777;
const NO_XATTRS: ReadonlyMap<string, Buffer> = new Map();

type State = "header" | "extension" | "sparse-blocks" | "sparse-map" | "data" | "padding" | "end";

export function createTarParser(sink: TarSink): TarParser {
  let state: State = "header";
  // What is left of the current state's bytes, and of the padding behind them.
  let remaining = 0;
  let padding = 0;
  let pending: Extensions = noExtensions();
  let header: RawHeader | undefined;
  let xattrs = NO_XATTRS;
  let sparse: SparseMap | undefined;
  let extension: Buffer[] = [];
  let sawZeroBlock = false;
  // A block that is split between two pieces.
  const partial = Buffer.alloc(BLOCK_BYTES);
  let partialLength = 0;
  // Of the piece that is being taken, in the archive; and of the byte behind the last block or map.
  let pieceAt = 0;
  let bodyAt = 0;

  const begin = (raw: RawHeader, block: Buffer, start: number): void => {
    if (raw.type === TypeFlag.pax || raw.type === TypeFlag.paxGlobal || raw.type === TypeFlag.gnuLongName || raw.type === TypeFlag.gnuLongLink) {
      if (raw.size < 0 || raw.size > MAX_EXTENSION_BYTES) throw invalidArgument(`tar: an extended header of ${raw.size} bytes`, { hint: `at most ${MAX_EXTENSION_BYTES}` });
      header = raw;
      expectBody("extension", raw.size);
      return;
    }
    const { pax } = pending;
    header = raw;
    xattrs = extendHeader(raw, pending);
    pending = noExtensions();
    normalizeType(raw);
    if (raw.size < 0) throw invalidArgument(`tar: ${JSON.stringify(raw.name)} has a negative size`);
    sparse = undefined;
    if (raw.type === TypeFlag.gnuSparse) return beginGnuSparse(raw, block, start);
    const described = pax === undefined || raw.type !== TypeFlag.regular ? undefined : paxSparse(raw, pax);
    if (described !== undefined && "inline" in described) {
      sparse = { parts: [], size: described.size };
      extension = [];
      expectBody("sparse-map", raw.size);
      return;
    }
    sparse = described;
    beginData();
  };
  const beginGnuSparse = (raw: RawHeader, block: Buffer, start: number): void => {
    const { parts, size, more } = readGnuSparse(block, start);
    raw.type = TypeFlag.regular;
    sparse = { parts, size };
    if (more) state = "sparse-blocks";
    else beginData();
  };
  const expectBody = (next: State, size: number): void => {
    state = next;
    remaining = size;
    padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
    if (size === 0) endBody();
  };
  const emit = (stored: number): void => {
    const raw = header!;
    if (sparse !== undefined) requireSparse(raw.name, sparse, stored);
    sink.entry({ ...raw, size: sparse?.size ?? raw.size, xattrs, sparse: sparse?.parts, dataAt: bodyAt });
  };
  const beginData = (): void => {
    const raw = header!;
    emit(raw.size);
    expectBody("data", raw.size);
  };
  const endBody = (): void => {
    if (state === "data") sink.finish();
    else if (state === "extension") takeExtension();
    else throw invalidArgument(`sparse file ${JSON.stringify(header!.name)}: its map is cut off`);
    state = padding > 0 ? "padding" : "header";
    remaining = padding;
  };
  const takeExtension = (): void => {
    const body = Buffer.concat(extension);
    extension = [];
    addExtension(pending, header!.type, body);
  };
  const takeBlock = (block: Buffer, start: number): void => {
    if (state === "sparse-blocks") {
      const { parts, more } = readGnuSparseBlock(block, start);
      sparse!.parts.push(...parts);
      if (!more) beginData();
    } else if (isZeroBlock(block, start)) {
      if (sawZeroBlock) state = "end";
      sawZeroBlock = true;
    } else if (sawZeroBlock) {
      throw invalidArgument("tar: entries behind the end of the archive");
    } else {
      begin(readHeader(block, start), block, start);
    }
  };
  // The map's length is known only when it has been read: what follows it is data.
  const takeSparseMap = (chunk: Buffer, start: number, end: number): void => {
    extension.push(Buffer.from(chunk.subarray(start, end)));
    const body = Buffer.concat(extension);
    extension = [body];
    const map = readInlineMap(body);
    if (map === undefined && body.length > MAX_EXTENSION_BYTES) throw invalidArgument(`sparse file ${JSON.stringify(header!.name)}: its map is too long`);
    if (map === undefined || body.length < map.bytes) {
      remaining -= end - start;
      if (remaining === 0) endBody();
      return;
    }
    extension = [];
    sparse!.parts = map.parts;
    bodyAt += map.bytes;
    emit(header!.size - map.bytes);
    state = "data";
    remaining -= end - start;
    if (body.length > map.bytes) sink.data(body, map.bytes, body.length);
    if (remaining === 0) endBody();
  };
  const takeBody = (chunk: Buffer, at: number): number => {
    const end = at + Math.min(remaining, chunk.length - at);
    if (state === "sparse-map") {
      takeSparseMap(chunk, at, end);
      return end;
    }
    if (state === "data") sink.data(chunk, at, end);
    else if (state === "extension") extension.push(Buffer.from(chunk.subarray(at, end)));
    remaining -= end - at;
    if (remaining > 0) return end;
    if (state === "padding") state = "header";
    else endBody();
    return end;
  };
  return {
    write(chunk) {
      let at = 0;
      while (at < chunk.length && state !== "end") {
        if (state !== "header" && state !== "sparse-blocks") {
          at = takeBody(chunk, at);
        } else if (partialLength === 0 && chunk.length - at >= BLOCK_BYTES) {
          at += BLOCK_BYTES;
          bodyAt = pieceAt + at;
          takeBlock(chunk, at - BLOCK_BYTES);
        } else {
          const copied = chunk.copy(partial, partialLength, at, at + BLOCK_BYTES - partialLength);
          at += copied;
          partialLength += copied;
          if (partialLength < BLOCK_BYTES) break;
          partialLength = 0;
          bodyAt = pieceAt + at;
          takeBlock(partial, 0);
        }
      }
      pieceAt += chunk.length;
    },
    end() {
      // An archive may do without its final zero blocks, but not stop inside of an entry.
      if (state === "end" || (state === "header" && partialLength === 0 && !isExtended(pending))) return;
      const where = header === undefined ? "in its first header" : `behind ${JSON.stringify(header.name)}`;
      throw dataLoss(`tar: the archive is cut off ${where}: unexpected EOF`);
    },
  };
}

function normalizeType(header: RawHeader): void {
  normalizeOldType(header);
  if (header.type === TypeFlag.contiguous) header.type = TypeFlag.regular;
  if (isHeaderOnly(header.type)) header.size = 0;
  header.mode &= PERMISSIONS;
}
