import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { dataLoss, notFound } from "@stevedore/errors";
import { openEstargz, PREFETCH_LANDMARK, type BlobSource } from "@stevedore/estargz";
import type { BlobReader } from "./blob-reader.ts";
import { createChunkReader, type ChunkReader, type FileRange, type ReadBytes } from "./chunk-reader.ts";
import { createKeptStreams, removeKept, type KeptShared, type KeptStreams } from "./kept-streams.ts";
import { isLazy, openKept, readDirectoryOwner, recordingSource, writeLayer, type ImpliedDirectory, type LazyBlob, type LazyRecord } from "./layer-directory.ts";
import { layerStreams } from "./layer-streams.ts";
import { buildTree, type LayerNode, type LayerTree } from "./layer-tree.ts";

/** A lazy layer, ready to be shown. */
export interface OpenLayer {
  readonly digest: string;
  readonly tree: LayerTree;
  /** Verified bytes of a regular file, or where on disk they are by now. @throws DataLoss; what the source throws */
  read(index: number, offset: number, length: number): Promise<ReadBytes>;
  /** The bytes themselves. @throws as `read` */
  readBytes(index: number, offset: number, length: number): Promise<Buffer[]>;
}

/** What attaching a layer has found. */
export interface AttachedLayer {
  inodes: number;
  root: ImpliedDirectory;
  /** So many bytes at the blob's beginning are for a start, says its landmark; 0 without one. */
  prefetch: number;
}

/** The lazy layers below one directory of snapshots, opened when they are first looked at. */
export interface OpenLayers {
  /** Undefined when it is no lazy layer (any more). */
  get(id: number): Promise<OpenLayer | undefined>;
  /** Reads a blob's table of contents, and writes down that this snapshot is lazy. @throws InvalidArgument, DataLoss, FailedPrecondition when it has to be unpacked; what the source throws */
  attach(id: number, layer: LazyBlob & { parents: readonly number[] }): Promise<AttachedLayer>;
  /** The layer's files are on disk. */
  arrived(id: number): void;
  /** What its readers have had inflated, for its unpacking; undefined when there is nothing to be taken from there. */
  kept(id: number): Promise<KeptShared | undefined>;
  /** It does not fit what the blob unpacks to: the layer is to be unpacked from the blob alone. */
  distrustKept(id: number): void;
}

export interface OpenLayersOptions {
  directory: string;
  opaqueXattr: string;
  /** To attach a blob that is not arriving yet. */
  sourceOf(blob: LazyBlob): BlobSource;
  readerOf(blob: LazyBlob): BlobReader;
}

const FORGET_MS = 60_000;

interface Entry extends OpenLayer {
  isLocal: boolean;
  kept: KeptStreams;
}

export function createOpenLayers({ directory, opaqueXattr, sourceOf, readerOf }: OpenLayersOptions): OpenLayers {
  const opened = new Map<number, Promise<Entry | undefined>>();
  const distrusted = new Set<number>();

  // Of those that have arrived or are gone hardly anybody asks; what is asked after all is read again.
  setInterval(() => {
    for (const id of opened.keys()) if (!isLazy(directory, id)) opened.delete(id);
  }, FORGET_MS).unref();

  const load = async (id: number): Promise<Entry | undefined> => {
    let written;
    try {
      written = await openKept(directory, id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    const { record, estargz, toc } = written;
    const tocBytes = await toc();
    const below = (name: string): ReturnType<typeof fromImplied> | undefined => (record.implied[name] === undefined ? undefined : fromImplied(record.implied[name]));
    const tree = buildTree(estargz.files.values(), { tocSize: tocBytes.length, madeAt: record.madeAt, opaqueXattr, below });
    const layer = layerStreams(estargz.files.values());
    const kept = createKeptStreams(directory, id, layer);
    const reader = createChunkReader({ blob: readerOf(record), layer, kept }, estargz.payloadBytes);
    return entryOf(id, { record, tree, reader, kept, toc });
  };
  const entryOf = (id: number, { record, tree, reader, kept, toc }: { record: LazyRecord; tree: LayerTree; reader: ChunkReader; kept: KeptStreams; toc: () => Promise<Buffer> }): Entry => {
    const entry: Entry = {
      digest: record.digest,
      tree,
      kept,
      isLocal: !isLazy(directory, id),
      async read(index, offset, length) {
        const node = tree.nodes[index] as LayerNode;
        const size = Math.max(0, Math.min(length, node.size - offset));
        if (size === 0) return [];
        if (entry.isLocal) return { path: path.join(directory, String(id), "fs", node.path), offset, length: size };
        if (index === tree.tocNode) return [(await toc()).subarray(offset, offset + size)];
        if (node.file === undefined) throw notFound(`${node.path}: no regular file`);
        try {
          return await reader.read(node.file, offset, size);
        } catch (error) {
          // It may have arrived while we asked where it was.
          if (isLazy(directory, id)) throw error;
          entry.isLocal = true;
          return entry.read(index, offset, length);
        }
      },
      async readBytes(index, offset, length) {
        const found = await entry.read(index, offset, length);
        if (Array.isArray(found)) return found;
        try {
          return [await readLocal(found)];
        } catch (error) {
          // What was kept goes when the layer has arrived.
          if (entry.isLocal || isLazy(directory, id)) throw error;
          entry.isLocal = true;
          return entry.readBytes(index, offset, length);
        }
      },
    };
    return entry;
  };
  const get = (id: number): Promise<Entry | undefined> => {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const made = load(id);
    opened.set(id, made);
    const forget = (): void => void (opened.get(id) === made && opened.delete(id));
    made.then((entry) => entry === undefined && forget(), forget);
    return made;
  };
  // What the nearest layer that has the directory says of it: lazy ones know by their tables, the others by their files.
  const readBelow = async (name: string, parents: readonly number[]): Promise<ImpliedDirectory | undefined> => {
    for (const parent of parents) {
      const lazy = isLazy(directory, parent) ? await get(parent) : undefined;
      const found = lazy === undefined ? readDirectoryOwner(path.join(directory, String(parent), "fs", name)) : lazy.tree.nodes.find((node) => node.path === name && node.children !== undefined);
      if (found !== undefined) return toImplied(found, opaqueXattr);
    }
    return undefined;
  };
  return {
    get,
    async attach(id, { parents, ...blob }) {
      const recording = recordingSource(sourceOf(blob));
      const { files } = await openEstargz(recording.source, { tocDigest: blob.tocDigest });
      const madeAt = Math.floor(Date.now() / 1000);
      const { nodes } = buildTree(files.values(), { tocSize: 0, madeAt, opaqueXattr });
      const implied: Record<string, ImpliedDirectory> = {};
      for (const { isImplied, path: name } of nodes) {
        const known = isImplied ? await readBelow(name, parents) : undefined;
        if (known !== undefined) implied[name] = known;
      }
      const { at: tailAt, bytes } = recording.tail();
      await writeLayer(directory, id, { record: { ...blob, madeAt, tailAt, implied }, tail: bytes });
      opened.delete(id);
      const entry = await get(id);
      if (entry === undefined) throw dataLoss(`layer ${blob.digest}: what was written of it is not there`);
      return { inodes: nodes.length + 1, root: toImplied(entry.tree.nodes[0] as LayerNode, opaqueXattr), prefetch: files.get(PREFETCH_LANDMARK)?.chunks[0]?.offset ?? 0 };
    },
    arrived(id) {
      distrusted.delete(id);
      const known = opened.get(id);
      if (known === undefined) removeKept(directory, id);
      void known?.then((entry) => {
        if (entry !== undefined) entry.isLocal = true;
        removeKept(directory, id);
      }, () => undefined);
    },
    async kept(id) {
      return distrusted.has(id) ? undefined : (await opened.get(id)?.catch(() => undefined))?.kept.shared;
    },
    distrustKept: (id) => void distrusted.add(id),
  };
}

// That a directory hides what is below it is of its own layer, not of the directory.
function toImplied({ mode, uid, gid, xattrs }: Pick<LayerNode, "mode" | "uid" | "gid" | "xattrs">, opaqueXattr: string): ImpliedDirectory {
  const kept = [...xattrs].filter(([name]) => name !== opaqueXattr && !name.startsWith("trusted.overlay."));
  return { mode, uid, gid, xattrs: Object.fromEntries(kept.map(([name, value]) => [name, value.toString("base64")])) };
}

function fromImplied({ mode, uid, gid, xattrs }: ImpliedDirectory): Pick<LayerNode, "mode" | "uid" | "gid" | "xattrs"> {
  return { mode, uid, gid, xattrs: new Map(Object.entries(xattrs).map(([name, value]) => [name, Buffer.from(value, "base64")])) };
}

async function readLocal({ path: file, offset, length }: FileRange): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(length);
    let has = 0;
    while (has < length) {
      const { bytesRead } = await handle.read(buffer, has, length - has, offset + has);
      if (bytesRead === 0) break;
      has += bytesRead;
    }
    return buffer.subarray(0, has);
  } finally {
    await handle.close();
  }
}
