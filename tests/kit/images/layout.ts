import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync, zstdCompressSync } from "node:zlib";

export interface LayoutPlatform {
  architecture: string;
  os: string;
  variant?: string;
  "os.features"?: string[];
}

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: LayoutPlatform;
  annotations?: Record<string, string>;
}

export type Compression = "gzip" | "zstd" | "none";

/** A layer: a tar archive in memory, or a file with one (which is compressed with gzip); or an EROFS image. */
export type LayerSource = { tar: Uint8Array; compression?: Compression } | { file: string } | { erofs: Uint8Array; compression?: "zstd" | "none" };

export interface ImageConfig {
  Env?: string[];
  Cmd?: string[];
  Entrypoint?: string[];
  User?: string;
  WorkingDir?: string;
  Labels?: Record<string, string>;
  StopSignal?: string;
}

export interface ImageSource {
  layers: LayerSource[];
  config?: ImageConfig;
  platform?: LayoutPlatform;
}

/** Writes an OCI image layout (image-layout.md): blobs, manifests, indexes, and what is to be pushed under which tag. */
export interface LayoutWriter {
  readonly dir: string;
  addBlob(data: Uint8Array, mediaType: string): Promise<Descriptor>;
  addImage(source: ImageSource): Promise<Descriptor>;
  addIndex(manifests: Descriptor[], annotations?: Record<string, string>): Promise<Descriptor>;
  /** Writes index.json with one entry, the image that the layout stands for. */
  finish(root: Descriptor): Promise<void>;
}

export const MEDIA = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
  erofs: "application/vnd.erofs.layer.v1",
} as const;

const SUFFIX = { gzip: "+gzip", zstd: "+zstd", none: "" } as const;

export async function createLayout(dir: string): Promise<LayoutWriter> {
  await mkdir(join(dir, "blobs/sha256"), { recursive: true });
  await writeFile(join(dir, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const addBlob = async (data: Uint8Array, mediaType: string): Promise<Descriptor> => {
    const digest = sha256(data);
    await writeFile(blobPath(dir, digest), data);
    return { mediaType, digest, size: data.length };
  };
  const addJson = (value: unknown, mediaType: string) => addBlob(Buffer.from(JSON.stringify(value)), mediaType);
  return {
    dir,
    addBlob,
    async addImage(source) {
      const layers: Descriptor[] = [];
      const diffIds: string[] = [];
      for (const layer of source.layers) {
        const added = await addLayer(dir, layer, addBlob);
        layers.push(added.descriptor);
        diffIds.push(added.diffId);
      }
      const platform = source.platform ?? { architecture: hostArchitecture(), os: "linux" };
      const config = await addJson(
        { created: "2024-01-01T00:00:00Z", ...platform, config: source.config ?? {}, rootfs: { type: "layers", diff_ids: diffIds } },
        MEDIA.config,
      );
      const manifest = await addJson({ schemaVersion: 2, mediaType: MEDIA.manifest, config, layers }, MEDIA.manifest);
      return { ...manifest, platform };
    },
    addIndex: (manifests, annotations) => addJson({ schemaVersion: 2, mediaType: MEDIA.index, manifests, annotations }, MEDIA.index),
    finish: (root) => writeFile(join(dir, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [root] })),
  };
}

export function blobPath(dir: string, digest: string): string {
  return join(dir, "blobs", digest.replace(":", "/"));
}

export function sha256(data: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** The image that a layout stands for. */
export async function rootOf(dir: string): Promise<Descriptor> {
  const index = JSON.parse(await readFile(join(dir, "index.json"), "utf8")) as { manifests: Descriptor[] };
  const [root] = index.manifests;
  if (!root) throw new Error(`${dir}: index.json names no image`);
  return root;
}

/** Key of the snapshot with all layers of a layout's image, or of its index's image for this machine: its chain ID (OCI image config). */
export async function chainIdOf(dir: string): Promise<string> {
  const readJson = async <T>(descriptor: Descriptor) => JSON.parse(await readFile(blobPath(dir, descriptor.digest), "utf8")) as T;
  let manifest = await rootOf(dir);
  if (manifest.mediaType === MEDIA.index) {
    const { manifests } = await readJson<{ manifests: Descriptor[] }>(manifest);
    manifest = manifests.find(({ platform }) => platform?.architecture === hostArchitecture()) ?? manifest;
  }
  const { config } = await readJson<{ config: Descriptor }>(manifest);
  const { rootfs } = await readJson<{ rootfs: { diff_ids: string[] } }>(config);
  return rootfs.diff_ids.reduce((chain, diffId) => sha256(`${chain} ${diffId}`));
}

/** The architecture of this machine, in OCI's words. */
export function hostArchitecture(): string {
  return process.arch === "x64" ? "amd64" : process.arch;
}

async function addLayer(dir: string, layer: LayerSource, addBlob: LayoutWriter["addBlob"]): Promise<{ descriptor: Descriptor; diffId: string }> {
  if ("file" in layer) return await addFileLayer(dir, layer.file);
  const compression = layer.compression ?? ("tar" in layer ? "gzip" : "none");
  const [plain, type] = "tar" in layer ? [layer.tar, MEDIA.layer] : [layer.erofs, MEDIA.erofs];
  const data = compression === "gzip" ? gzipSync(plain) : compression === "zstd" ? zstdCompressSync(plain) : plain;
  return { descriptor: await addBlob(data, `${type}${SUFFIX[compression]}`), diffId: sha256(plain) };
}

async function addFileLayer(dir: string, file: string): Promise<{ descriptor: Descriptor; diffId: string }> {
  const diff = createHash("sha256");
  const packed = createHash("sha256");
  const temporary = join(dir, "layer.tmp");
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        diff.update(chunk);
        yield chunk;
      }
    },
    createGzip({ chunkSize: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        packed.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(temporary),
  );
  const digest = `sha256:${packed.digest("hex")}`;
  await rename(temporary, blobPath(dir, digest));
  const { size } = await stat(blobPath(dir, digest));
  return { descriptor: { mediaType: `${MEDIA.layer}+gzip`, digest, size }, diffId: `sha256:${diff.digest("hex")}` };
}
