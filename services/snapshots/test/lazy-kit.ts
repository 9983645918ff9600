import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { LazyContentService } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import { buildEstargz } from "@stevedore/estargz";
import { createHandlerTable, serveTtrpc } from "@stevedore/rpc";
import { unmountShown } from "../lazy/keeper.ts";
import type { LazyBlob } from "../lazy/layer-directory.ts";
import { createLazyLayers, type LazyLayers } from "../lazy/lazy-layers.ts";
import { createTempDir, log } from "./kit.ts";
import { buildTar } from "./tar-builder.ts";

export interface EstargzLayer extends LazyBlob {
  bytes: Buffer;
  diffId: string;
}

/** An eStargz layer of a tar. */
export async function estargzOf(tar: Buffer, chunkSize = 1 << 20): Promise<EstargzLayer> {
  const parts: Buffer[] = [];
  async function* pieces(): AsyncGenerator<Buffer> { yield tar; }
  const { tocDigest, diffId } = await buildEstargz(pieces(), { write: (bytes) => void parts.push(bytes), chunkSize });
  const bytes = Buffer.concat(parts);
  return { namespace: "test", digest: `sha256:${"e".repeat(64)}`, size: bytes.length, tocDigest, bytes, diffId };
}

/** The same layer, whose table of contents calls a file otherwise: as its maker may, not ours. */
export function renamedIn(layer: EstargzLayer, from: string, to: string): EstargzLayer {
  const footer = layer.bytes.subarray(-51);
  const tocOffset = Number.parseInt(footer.toString("latin1", 16, 32), 16);
  const tar = gunzipSync(layer.bytes.subarray(tocOffset, -51));
  const toc = JSON.parse(tar.toString("utf8", 512, 512 + Number.parseInt(tar.toString("latin1", 124, 135), 8))) as { entries: { name: string }[] };
  const entries = toc.entries.map((entry) => (entry.name === from ? { ...entry, name: to } : entry));
  const json = Buffer.from(JSON.stringify({ ...toc, entries }));
  const bytes = Buffer.concat([layer.bytes.subarray(0, tocOffset), gzipSync(buildTar([{ name: "stargz.index.json", data: json }])), footer]);
  return { ...layer, bytes, size: bytes.length, tocDigest: `sha256:${createHash("sha256").update(json).digest("hex")}` };
}

/** Somebody who has blobs, as the images service has; what it is asked, and how it fails. */
export interface FakeContent {
  blobs: Map<string, Buffer>;
  reads: { offset: number; length: number }[];
  /** Thrown at every read, while it is set. */
  failure: Error | undefined;
  /** So many bytes behind those that are asked for are there as well. */
  reach: number;
  /** Reads wait for it. */
  gate: Promise<void>;
}

export interface LazyBox extends AsyncDisposable {
  readonly content: FakeContent;
  readonly layers: LazyLayers;
  /** Where layers are shown, by number. */
  readonly shown: string;
  /** A snapshot's own files, which are made empty. */
  own(id: number): string;
  /** Another service process goes on, after the thread of this one was ended without a word. */
  restart(): Promise<void>;
}

/** Lazy layers over a real FUSE mount. */
export async function createLazyBox(): Promise<LazyBox> {
  await using stack = new AsyncDisposableStack();
  const temp = stack.use(createTempDir());
  const content: FakeContent = { blobs: new Map(), reads: [], failure: undefined, reach: 1 << 20, gate: Promise.resolve() };
  const table = createHandlerTable();
  const ask = async (digest: string, range: { offset: number; length: number }): Promise<Buffer> => {
    content.reads.push(range);
    await content.gate;
    if (content.failure !== undefined) throw content.failure;
    const blob = content.blobs.get(digest);
    if (blob === undefined) throw notFound(`blob ${digest}`);
    return blob;
  };
  const written = new Map<string, Buffer>();
  table.add(LazyContentService, {
    async *read({ digest, offset, length }) {
      const blob = await ask(digest, { offset, length });
      for (let at = offset; at < offset + length; at += 1 << 20) yield { data: blob.subarray(at, Math.min(at + (1 << 20), offset + length)) };
    },
    async locate({ digest, offset, length }) {
      const blob = await ask(digest, { offset, length });
      const file = path.join(temp.path, digest.replace(":", "-"));
      if (written.get(file) !== blob) writeFileSync(file, blob);
      written.set(file, blob);
      return { path: file, end: Math.min(blob.length, offset + length + content.reach) };
    },
    list: () => ({ arrivals: [] }),
  });
  const imagesSocket = path.join(temp.path, "images.sock");
  stack.use(await serveTtrpc({ table, path: imagesSocket, log }));
  const directory = path.join(temp.path, "snapshots");
  const shown = path.join(temp.path, "shown");
  mkdirSync(directory);
  const create = (): LazyLayers => createLazyLayers({ log }, { directory, shown, socket: path.join(temp.path, "keeper.sock"), imagesSocket, opaqueXattr: "trusted.overlay.opaque" });
  let layers = create();
  stack.defer(async () => {
    await layers.close();
    unmountShown(shown);
  });
  const owned = stack.move();
  return {
    content,
    get layers() { return layers; },
    shown,
    own(id) {
      const own = path.join(directory, String(id), "fs");
      mkdirSync(own, { recursive: true });
      return own;
    },
    async restart() {
      await layers.abandon();
      layers = create();
      await layers.resume();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
