import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import { dataLoss } from "@stevedore/errors";
import { openEstargz, type BlobSource, type Estargz } from "@stevedore/estargz";
import { getXattr, listXattrs, syncDirectory } from "@stevedore/linux";
import type { LayerNode } from "./layer-tree.ts";

/** Which blob a lazy layer is, as it lies beside its directory. */
export interface LazyBlob {
  namespace: string;
  digest: string;
  size: number;
  tocDigest: string;
}

export interface LazyRecord extends LazyBlob {
  /** Seconds. */
  madeAt: number;
  /** Where in the blob the file `tail` begins: it goes on to the blob's end. */
  tailAt: number;
  /** What the layers below say of directories that this one only implies, by path. */
  implied: Record<string, ImpliedDirectory>;
}

export interface ImpliedDirectory {
  mode: number;
  uid: number;
  gid: number;
  /** In base64. */
  xattrs: Record<string, string>;
}

/** Where a lazy layer keeps its table of contents, beside the directory `fs` that will be its own. */
export function lazyPath(directory: string, id: number, part = ""): string {
  return path.join(directory, String(id), "lazy", part);
}

/** Whether a snapshot's files are to be had from the blob alone. */
export function isLazy(directory: string, id: number): boolean {
  return existsSync(lazyPath(directory, id)) && !existsSync(lazyPath(directory, id, "arrived"));
}

export function readRecord(directory: string, id: number): LazyRecord {
  return JSON.parse(readFileSync(lazyPath(directory, id, "layer.json"), "utf8")) as LazyRecord;
}

/** Notes every byte that is read, which is how the end of a blob comes to be kept. */
export function recordingSource(source: BlobSource): { source: BlobSource; tail(): { at: number; bytes: Buffer } } {
  const pieces: { offset: number; bytes: Buffer }[] = [];
  return {
    source: {
      size: source.size,
      async read(offset, length) {
        const bytes = await source.read(offset, length);
        pieces.push({ offset, bytes });
        return bytes;
      },
    },
    tail() {
      const at = Math.min(...pieces.map(({ offset }) => offset));
      const bytes = Buffer.alloc(source.size - at);
      for (const piece of pieces) piece.bytes.copy(bytes, piece.offset - at);
      return { at, bytes };
    },
  };
}

/** Writes down what a layer is, whole or not at all, and so that it lasts. */
export async function writeLayer(directory: string, id: number, { record, tail }: { record: LazyRecord; tail: Buffer }): Promise<void> {
  const draft = path.join(directory, String(id), "lazy-new");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  await writeSynced(path.join(draft, "tail"), tail);
  await writeSynced(path.join(draft, "layer.json"), Buffer.from(JSON.stringify(record)));
  syncDirectory(draft);
  renameSync(draft, lazyPath(directory, id));
  syncDirectory(path.join(directory, String(id)));
}

/** Marks a layer as having all of its files on disk. */
export async function markArrived(directory: string, id: number): Promise<void> {
  await writeSynced(lazyPath(directory, id, "arrived"), Buffer.alloc(0));
  syncDirectory(lazyPath(directory, id));
}

async function writeSynced(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const inflate = promisify(gunzip);

/** A layer's table of contents as it was kept, its digest checked once more. @throws DataLoss */
export async function openKept(directory: string, id: number): Promise<{ record: LazyRecord; estargz: Estargz; toc(): Promise<Buffer> }> {
  const record = readRecord(directory, id);
  const kept = await readFile(lazyPath(directory, id, "tail"));
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const from = offset - record.tailAt;
    if (from < 0 || from + length > kept.length) throw dataLoss(`layer ${record.digest}: its kept end has ${kept.length} bytes, expected ${from + length}`);
    return kept.subarray(from, from + length);
  };
  const estargz = await openEstargz({ size: record.size, read }, { tocDigest: record.tocDigest, tailBytes: Math.min(kept.length, 128 << 10) });
  return {
    record,
    estargz,
    async toc() {
      const tar = await inflate(await readFile(lazyPath(directory, id, "tail")).then((bytes) => bytes.subarray(estargz.payloadBytes - record.tailAt)));
      return tar.subarray(512, 512 + Number.parseInt(tar.toString("latin1", 124, 135), 8));
    },
  };
}

/** What a directory on disk says of itself; undefined when it is none. */
export function readDirectoryOwner(directory: string): Pick<LayerNode, "mode" | "uid" | "gid" | "xattrs"> | undefined {
  try {
    const { mode, uid, gid } = lstatSync(directory);
    if ((mode & 0o170000) !== 0o040000) return undefined;
    return { mode, uid, gid, xattrs: new Map(listXattrs(directory).flatMap((name) => { const value = getXattr(directory, name); return value === undefined ? [] : [[name, value] as const]; })) };
  } catch {
    return undefined;
  }
}
