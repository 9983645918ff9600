import { invalidArgument } from "@stevedore/errors";
import { isDigest } from "@stevedore/oci";
import { cleanName, type Toc, type TocEntry, type TocEntryType } from "./toc.ts";

/** A piece of a regular file that can be fetched, inflated and verified by itself. */
export interface Chunk {
  /** Where the compressed stream that holds it begins in the blob, and how long it is. */
  offset: number;
  length: number;
  /** Where it begins in the inflated stream. */
  innerOffset: number;
  /** Where it begins in the file. */
  fileOffset: number;
  size: number;
  digest: string;
}

/** One file of the layer. */
export interface TocFile {
  /** Clean: no `./`, no slash at either end; the root is empty. */
  name: string;
  type: Exclude<TocEntryType, "chunk">;
  entry: TocEntry;
  /** In the order of the file; they cover all of it. Empty for what has no bytes. */
  chunks: Chunk[];
}

/**
 * The files of a TOC, in its order; of several entries for one name the last counts, as in a tar. `payloadBytes` is where the blob's payload ends.
 * @throws InvalidArgument when the TOC contradicts itself or its blob
 */
export function indexToc({ version, entries }: Toc, payloadBytes: number): Map<string, TocFile> {
  if (version !== 1) throw invalidArgument(`table of contents: version ${String(version)} is not known`, { hint: "expected version 1" });
  const ends = streamEnds(entries, payloadBytes);
  const files = new Map<string, TocFile>();
  let current: TocFile | undefined;
  for (const [i, entry] of entries.entries()) {
    const name = cleanName(entry.name);
    if (entry.type === "chunk") {
      if (current === undefined || current.name !== name) throw broken(entry, "a chunk that follows no file of that name");
    } else {
      current = { name, type: entry.type, entry, chunks: [] };
      files.delete(name);
      files.set(name, current);
    }
    if (isData(entry)) current.chunks.push(chunkOf(entry, { file: current, end: ends[i] as number }));
  }
  for (const file of files.values()) checkCover(file);
  return files;
}

function isData({ type, size = 0 }: TocEntry): boolean {
  return type === "chunk" || (type === "reg" && size > 0);
}

// A compressed stream ends where the next one begins, and the last one where the payload does.
function streamEnds(entries: readonly TocEntry[], payloadBytes: number): number[] {
  const ends: number[] = Array.from({ length: entries.length });
  let end = payloadBytes;
  let start = payloadBytes;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i] as TocEntry;
    if (!isData(entry)) continue;
    const offset = entry.offset ?? 0;
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > start) throw broken(entry, `offset ${offset} lies behind what follows, at ${start}`);
    if (offset < start) [end, start] = [start, offset];
    ends[i] = end;
  }
  return ends;
}

function chunkOf(entry: TocEntry, { file, end }: { file: TocFile; end: number }): Chunk {
  const { offset = 0, innerOffset = 0, chunkOffset = 0, chunkSize = 0 } = entry;
  const size = chunkSize > 0 ? chunkSize : (file.entry.size ?? 0) - chunkOffset;
  const digest = entry.chunkDigest ?? "";
  if (![innerOffset, chunkOffset, size].every((value) => Number.isSafeInteger(value) && value >= 0)) throw broken(entry, "an offset or size that is none");
  if (!isDigest(digest)) throw broken(entry, `chunk digest ${JSON.stringify(digest)} is none`);
  return { offset, length: end - offset, innerOffset, fileOffset: chunkOffset, size, digest };
}

function checkCover({ type, entry, chunks }: TocFile): void {
  let at = 0;
  for (const { fileOffset, size } of chunks) {
    if (fileOffset !== at || size === 0) throw broken(entry, `its chunks have a gap or overlap at ${at}`);
    at += size;
  }
  if (type === "reg" && at !== (entry.size ?? 0)) throw broken(entry, `its chunks hold ${at} of ${entry.size ?? 0} bytes`);
}

function broken({ name, type }: TocEntry, problem: string): Error {
  return invalidArgument(`table of contents: ${type} ${JSON.stringify(name)}: ${problem}`);
}
