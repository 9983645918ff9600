import { mkdirSync } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { dataLoss } from "@stevedore/errors";
import { writeAll } from "../write-all.ts";

/** A sparse file for the pieces of a blob that came before their turn, each at its own offset. Made when the first one is kept. */
export interface SpareFile {
  readonly path: string;
  /** @throws ResourceExhausted when the disk is full */
  write(bytes: Buffer, offset: number): Promise<void>;
  /** The same bytes of another file. */
  copy(from: string, offset: number, length: number): Promise<void>;
  /** Only what was written before. */
  read(offset: number, length: number): Promise<Buffer>;
  remove(): Promise<void>;
}

export function createSpareFile(file: string): SpareFile {
  let opened: Promise<FileHandle> | undefined;
  const handle = (): Promise<FileHandle> => (opened ??= openNew(file));
  const write = async (bytes: Buffer, offset: number): Promise<void> => {
    await writeAll(await handle(), [bytes], { position: offset, what: file });
  };
  return {
    path: file,
    write,
    async copy(from, offset, length) {
      await using source = await open(from, "r");
      await write(await readFully(source, { offset, length }), offset);
    },
    read: async (offset, length) => readFully(await handle(), { offset, length }),
    async remove() {
      const one = await opened?.catch(() => undefined);
      opened = undefined;
      await one?.close();
      await rm(file, { force: true });
    },
  };
}

async function readFully(handle: FileHandle, { offset, length }: { offset: number; length: number }): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let has = 0; has < length; ) {
    const { bytesRead } = await handle.read(buffer, has, length - has, offset + has);
    if (bytesRead === 0) throw dataLoss(`a file of an arriving blob ends before ${offset + length}`);
    has += bytesRead;
  }
  return buffer;
}

async function openNew(file: string): Promise<FileHandle> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return open(file, "w+", 0o600);
}
