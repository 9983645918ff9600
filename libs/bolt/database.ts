import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { dataLoss, unavailable } from "@stevedore/errors";
import { tryLock } from "@stevedore/linux";
import { createBucket, type BoltBucket } from "./bucket.ts";
import { readMeta } from "./meta.ts";
import { readPageHeader, readTreePage, type TreePage } from "./page.ts";

export interface BoltOptions {
  path: string;
  /** Without bolt's shared lock: for a file that nobody writes, on a file system that can't lock. */
  unlocked?: boolean;
}

/** A bolt file, opened for reading. Nothing is written, and while it is open no bolt opens it for writing. */
export interface BoltDatabase extends Disposable {
  readonly root: BoltBucket;
}

/**
 * Opens a file of bbolt (format version 2). @throws Unavailable when another process has it open for writing, FailedPrecondition for
 * what is no bolt file, DataLoss for a damaged one, here or while it is read
 */
export function openBolt({ path, unlocked = false }: BoltOptions): BoltDatabase {
  const fd = openSync(path, "r");
  try {
    if (!unlocked && !tryLock(fd, "shared")) throw unavailable(`${path} is open in another process, which may write to it`);
    const read = (position: number, length: number): Buffer => readAt(fd, position, length);
    const meta = readMeta(read, path);
    const pages = { read, path, pageSize: meta.pageSize, highWater: meta.highWater, size: BigInt(fstatSync(fd).size) };
    let open = true;
    const close = (): void => {
      if (open) closeSync(fd);
      open = false;
    };
    return { root: createBucket((id) => readPage(pages, id), meta.root), [Symbol.dispose]: close };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

interface Pages {
  read(position: number, length: number): Buffer;
  path: string;
  pageSize: number;
  highWater: bigint;
  size: bigint;
}

function readPage({ read, path, pageSize, highWater, size }: Pages, id: bigint): TreePage {
  const where = `${path}: page ${id}`;
  if (id < 2n || id >= highWater || (id + 1n) * BigInt(pageSize) > size) throw dataLoss(`${where} is not in the file`);
  const position = Number(id) * pageSize;
  const first = read(position, pageSize);
  const header = readPageHeader(first);
  if (header.id !== id) throw dataLoss(`${where} says that it is page ${header.id}`);
  if (header.overflow === 0) return readTreePage(first, where);
  const whole = (header.overflow + 1) * pageSize;
  if (BigInt(position + whole) > size) throw dataLoss(`${where} runs over the end of the file`);
  return readTreePage(read(position, whole), where);
}

function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
}
