import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";

/**
 * What is done with the files of an ingest in one go. All of these block: they are for a thread that hashes, where the whole costs less than
 * handing a single one of its system calls to another thread.
 */
export interface FileJobs {
  /** Makes a directory anew, with files in this order. */
  create: { job: { directory: string; files: readonly { file: string; text: string }[] }; result: void };
  /** Makes a file read-only, as of now. */
  seal: { job: { file: string }; result: void };
  /** Renames a file, over what has that name; then removes those beside it, and their directory. */
  move: { job: { from: string; to: string; beside: readonly string[]; directory: string }; result: void };
}

export type FileJobKind = keyof FileJobs;

const JOBS: { [K in FileJobKind]: (job: FileJobs[K]["job"]) => FileJobs[K]["result"] } = { create, seal, move };

/** @throws the system's errors, with their `code` */
export function runFileJob<K extends FileJobKind>(kind: K, job: FileJobs[K]["job"]): FileJobs[K]["result"] {
  return JOBS[kind](job);
}

function create({ directory, files }: FileJobs["create"]["job"]): void {
  try {
    mkdirSync(directory, { mode: 0o755 });
  } catch {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o755 });
  }
  for (const { file, text } of files) writeFileSync(file, text, { mode: 0o644 });
}

function seal({ file }: FileJobs["seal"]["job"]): void {
  const now = Date.now() / 1000;
  chmodSync(file, 0o444);
  utimesSync(file, now, now);
}

function move({ from, to, beside, directory }: FileJobs["move"]["job"]): void {
  renameSync(from, to);
  try {
    for (const file of beside) rmSync(file, { force: true });
    rmdirSync(directory);
  } catch {
    // It has more in it than is known of.
    rmSync(directory, { recursive: true, force: true });
  }
}
