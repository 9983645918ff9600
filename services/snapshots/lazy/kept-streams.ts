import fs, { constants, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { lazyPath } from "./layer-directory.ts";
import { gapsOf, type LayerStreams } from "./layer-streams.ts";

/** What of a layer has been inflated for its readers, as its unpacking hears of it on another thread. In shared memory. */
export interface KeptShared {
  /** Of each stream: 1 when all of it is on disk. */
  kept: Int32Array;
  /** Of each stream: where its headers and padding are in the file for them, and how long they are. */
  rests: Float64Array;
  /** Of each file: how many of its chunks are not on disk. */
  missing: Int32Array;
}

/** The files of a layer that have been read, chunk by chunk, as they will be: what is inflated once is inflated for good. */
export interface KeptStreams {
  readonly shared: KeptShared;
  has(stream: number): boolean;
  /** The file with the kept chunks of a layer's file, at their places. */
  pathOf(file: number): string;
  /** Puts a stream's verified bytes on disk. False when they can't be told apart. @throws what the file system says */
  keep(stream: number, inflated: Buffer): Promise<boolean>;
}

export function keptPath(directory: string, id: number, part = ""): string {
  return path.join(lazyPath(directory, id, "kept"), part);
}

/** The file that has the headers and padding of all kept streams. */
export const RESTS = "rests";

/** Nothing is kept at first: after the end of a process nobody knows which chunks were whole. */
export function createKeptStreams(directory: string, id: number, { streams, files }: LayerStreams): KeptStreams {
  const shared: KeptShared = {
    kept: new Int32Array(new SharedArrayBuffer(streams.length * 4)),
    rests: new Float64Array(new SharedArrayBuffer(streams.length * 16)),
    missing: new Int32Array(new SharedArrayBuffer(files.length * 4)),
  };
  shared.missing.set(files.map(({ chunks }) => chunks.length));
  removeKept(directory, id);
  let isMade = false;
  let restsEnd = 0;
  const pathOf = (file: number): string => keptPath(directory, id, String(file));
  return {
    shared,
    pathOf,
    has: (stream) => Atomics.load(shared.kept, stream) === 1,
    async keep(stream, inflated) {
      const one = streams[stream];
      const gaps = one === undefined ? undefined : gapsOf(one, inflated.length);
      if (one === undefined || gaps === undefined) return false;
      if (!isMade) mkdirSync(keptPath(directory, id), { mode: 0o700 });
      isMade = true;
      const rest = Buffer.concat(gaps.map(({ at, length }) => inflated.subarray(at, at + length)));
      const restAt = restsEnd;
      restsEnd += rest.length;
      if (rest.length > 0) await writeAt(keptPath(directory, id, RESTS), rest, restAt);
      for (const { chunk: { innerOffset, size, fileOffset }, file } of one.chunks) await writeAt(pathOf(file), inflated.subarray(innerOffset, innerOffset + size), fileOffset);
      shared.rests[stream * 2] = restAt;
      shared.rests[stream * 2 + 1] = rest.length;
      if (Atomics.exchange(shared.kept, stream, 1) === 1) return true;
      for (const { file } of one.chunks) Atomics.sub(shared.missing, file, 1);
      return true;
    },
  };
}

/** Whoever has the names of what was kept, such as the unpacked layer, has it on. */
export function removeKept(directory: string, id: number): void {
  rmSync(keptPath(directory, id), { recursive: true, force: true });
}

const write = promisify(fs.write);
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;

async function writeAt(file: string, bytes: Buffer, position: number): Promise<void> {
  const fd = fs.openSync(file, FLAGS, 0o600);
  try {
    for (let has = 0; has < bytes.length; ) has += (await write(fd, bytes, has, bytes.length - has, position + has)).bytesWritten;
  } finally {
    fs.closeSync(fd);
  }
}
