import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { DigestAlgorithm } from "@stevedore/oci";
import { runFileJob, type FileJobKind, type FileJobs } from "./file-jobs.ts";

/** What the pool asks of a worker: a digest of a file, or a job with files. Each request is answered by one `HashReply` with its id. */
export type ThreadRequest = { id: number } & (FileRequest | { [K in FileJobKind]: { kind: K; job: FileJobs[K] } }[FileJobKind]);

type FileRequest = { file: number } & (
  | { kind: "open"; path: string; algorithm: DigestAlgorithm }
  | { kind: "advance"; to: number }
  | { kind: "reset" }
  | { kind: "close" }
);

export interface HashReply {
  id: number;
  offset: number;
  /** Hex digest of the bytes up to `offset`. */
  hex: string;
  error?: { code: string | undefined; message: string };
}

interface OpenFile {
  descriptor: number;
  algorithm: DigestAlgorithm;
  hash: Hash;
  offset: number;
}

// Fits the second-level cache of common processors: reading larger pieces hashes slower.
const BUFFER = Buffer.allocUnsafeSlow(256 << 10);
const files = new Map<number, OpenFile>();

parentPort?.on("message", (request: ThreadRequest) => parentPort?.postMessage(answer(request)));

function answer(request: ThreadRequest): HashReply {
  let error: HashReply["error"];
  try {
    perform(request);
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException;
    error = { code, message };
  }
  const file = "file" in request ? files.get(request.file) : undefined;
  const reply = { id: request.id, offset: file?.offset ?? 0, hex: file?.hash.copy().digest("hex") ?? "" };
  return error === undefined ? reply : { ...reply, error };
}

function perform(request: ThreadRequest): void {
  if ("job" in request) return runFileJob(request.kind, request.job as never);
  if (request.kind === "open") {
    const { path, algorithm } = request;
    files.set(request.file, { descriptor: openSync(path, "r"), algorithm, hash: createHash(algorithm), offset: 0 });
    return;
  }
  const file = files.get(request.file);
  if (file === undefined) return;
  if (request.kind === "advance") hashUpTo(file, request.to);
  else if (request.kind === "reset") Object.assign(file, { hash: createHash(file.algorithm), offset: 0 });
  else {
    files.delete(request.file);
    closeSync(file.descriptor);
  }
}

// The bytes were written a moment ago: they come from the page cache, not from the disk.
function hashUpTo(file: OpenFile, to: number): void {
  while (file.offset < to) {
    const read = readSync(file.descriptor, BUFFER, 0, Math.min(BUFFER.length, to - file.offset), file.offset);
    if (read === 0) throw new RangeError(`holds ${file.offset} bytes, not ${to}`);
    file.hash.update(BUFFER.subarray(0, read));
    file.offset += read;
  }
}
