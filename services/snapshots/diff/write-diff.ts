import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import type { Compression } from "@stevedore/oci";
import { fromText } from "../apply/byte-path.ts";
import type { JobContext } from "../disk/job-context.ts";
import { findChanges } from "./changes.ts";
import { tarChanges } from "./tar-changes.ts";

/** A difference to be written as a layer. */
export interface DiffJob {
  lower: string;
  upper: string;
  /** As in `Trees`. */
  overlayUpper: string | undefined;
  compression: Compression;
  /** Seconds since 1970. */
  newest: number | undefined;
  /** The file to write, which exists and is empty. */
  output: string;
}

export interface DiffResult {
  /** Of the uncompressed layer: its diff id. */
  digest: string;
  /** Bytes in the output. */
  size: number;
}

const PIECE_BYTES = 256 << 10;

/** Writes the difference of two trees to a file; reports how many bytes of it are complete. */
export async function writeDiff(job: DiffJob, { signal, report }: JobContext): Promise<DiffResult> {
  const [lower, upper] = [fromText(job.lower), fromText(job.upper)];
  const overlayUpper = job.overlayUpper === undefined ? undefined : fromText(job.overlayUpper);
  const hash = createHash("sha256");
  async function* layer(): AsyncGenerator<Buffer> {
    for (const piece of inLargePieces(tarChanges(findChanges({ lower, upper, overlayUpper }), { root: upper, newest: job.newest }))) {
      hash.update(piece);
      yield piece;
    }
  }
  const output = createWriteStream(job.output, { flags: "r+", highWaterMark: 1 << 20 });
  await pipeline(layer(), compressorOf(job.compression), reporting(output, report), output, { signal });
  return { digest: `sha256:${hash.digest("hex")}`, size: output.bytesWritten };
}

// One thread compresses: several would cut the stream differently on other machines.
function compressorOf(compression: Compression): Transform {
  if (compression === "gzip") return createGzip({ level: 6, chunkSize: PIECE_BYTES });
  if (compression === "zstd") return createZstdCompress({ chunkSize: PIECE_BYTES });
  return new Transform({ transform: (chunk, _, done) => done(null, chunk) });
}

function reporting(output: { bytesWritten: number }, report: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk, _, done) {
      report(output.bytesWritten);
      done(null, chunk);
    },
  });
}

// Headers are 512 bytes: compressing and hashing each by itself would cost more than the work.
function* inLargePieces(chunks: Iterable<Buffer>): Generator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks) {
    held.push(chunk);
    length += chunk.length;
    if (length < PIECE_BYTES) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held, length);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held, length);
}
