import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";

/**
 * What is done with the files of an ingest in one go. All of these block: they are for a thread that hashes, where the whole costs less than
 * handing a single one of its system calls to another thread.
 */
export interface FileJobs {
  /** Makes a directory anew, with files in this order. */
  create: { directory: string; files: readonly { file: string; text: string }[] };
  /** Makes a file read-only, as of now. */
  seal: { file: string };
  /** Renames a file, over what has that name; then removes those beside it, and their directory. */
  move: { from: string; to: string; beside: readonly string[]; directory: string };
}

export type FileJobKind = keyof FileJobs;

const JOBS: { [K in FileJobKind]: (job: FileJobs[K]) => void } = { create, seal, move };

/** @throws the system's errors, with their `code` */
export function runFileJob<K extends FileJobKind>(kind: K, job: FileJobs[K]): void {
  JOBS[kind](job);
}

function create({ directory, files }: FileJobs["create"]): void {
  try {
    mkdirSync(directory, { mode: 0o755 });
  } catch {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o755 });
  }
  for (const { file, text } of files) writeFileSync(file, text, { mode: 0o644 });
}

function seal({ file }: FileJobs["seal"]): void {
  const now = Date.now() / 1000;
  chmodSync(file, 0o444);
  utimesSync(file, now, now);
}

function move({ from, to, beside, directory }: FileJobs["move"]): void {
  renameSync(from, to);
  try {
    for (const file of beside) rmSync(file, { force: true });
    rmdirSync(directory);
  } catch {
    // It has more in it than is known of.
    rmSync(directory, { recursive: true, force: true });
  }
}
