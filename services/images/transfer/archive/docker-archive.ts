import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import { messageOf, unknownError } from "@stevedore/errors";
import { type Descriptor, Label, MediaType, normalisePlatform, parseImageConfig } from "@stevedore/oci";
import { locate } from "../blobs.ts";
import type { Scope } from "../deps.ts";
import { isGzip, isZstd } from "./magic.ts";
import { IMAGE_NAME, normaliseName, REF_NAME, tagOf } from "./names.ts";
import { store, storeBytes } from "./store-bytes.ts";

/** Text files of an archive that are read as a whole: at most this long. */
export const MAX_TEXT = 8 << 20;

/** What an archive had in it. */
export interface Contents {
  /** Stored blobs by their name in the archive. */
  blobs: Map<string, StoredBlob>;
  /** Symbolic links, as docker wrote for layers that occur twice. */
  links: Map<string, string>;
  texts: Map<string, Buffer>;
}

export interface StoredBlob {
  digest: string;
  size: number;
  /** Its first bytes, which tell how it is compressed. */
  magic: Buffer;
}

/** Makes a manifest of each image that a manifest.json names, and gives them, with a descriptor for each name. */
export async function dockerManifests(scope: Scope, contents: Contents, { document: bytes, compress }: { document: Buffer; compress: boolean }): Promise<Descriptor[]> {
  let images: { Config?: string; RepoTags?: string[] | null; Layers?: string[] }[];
  try {
    images = JSON.parse(bytes.toString()) as typeof images;
  } catch (error) {
    throw unknownError(`manifest.json: ${messageOf(error)}`, { cause: error });
  }
  if (!Array.isArray(images)) throw unknownError("manifest.json: not a list");
  const manifests: Descriptor[] = [];
  for (const { Config: configName = "", RepoTags, Layers = [] } of images) {
    const config = { mediaType: MediaType.dockerConfig, ...blobNamed(contents, configName) };
    const layers = await dockerLayers(scope, { contents, names: Layers, compress });
    const document = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.dockerManifest, config, layers }));
    const manifest = await store(scope, document, MediaType.dockerManifest);
    const platform = await platformOf(scope, config);
    const names = (RepoTags ?? []).map(normaliseName);
    if (names.length === 0) manifests.push({ ...manifest, ...platform });
    for (const name of names) manifests.push({ ...manifest, annotations: { [IMAGE_NAME]: name, [REF_NAME]: tagOf(name) }, ...platform });
  }
  return manifests;
}

function blobNamed({ blobs, links }: Contents, name: string): { digest: string; size: number; magic?: never } {
  const found = blobs.get(name) ?? blobs.get(links.get(name) ?? "");
  if (found === undefined) throw unknownError(`image archive: file "${name}" that manifest.json names: not found`);
  return { digest: found.digest, size: found.size };
}

interface Layers {
  contents: Contents;
  names: readonly string[];
  compress: boolean;
}

/** The layers that a manifest.json names; in the place of one that is not compressed, one that is, where the store has it or where it is asked for. */
async function dockerLayers(scope: Scope, { contents, names, compress }: Layers): Promise<Descriptor[]> {
  return Promise.all(names.map(async (name): Promise<Descriptor> => {
    const { magic } = contents.blobs.get(name) ?? contents.blobs.get(contents.links.get(name) ?? "") ?? { magic: Buffer.alloc(0) };
    const stored = blobNamed(contents, name);
    if (isGzip(magic)) return { mediaType: MediaType.dockerLayerGzip, ...stored };
    if (isZstd(magic)) return { mediaType: MediaType.dockerLayerZstd, ...stored };
    const compressed = (await findCompressed(scope, stored.digest)) ?? (compress ? await compressLayer(scope, stored.digest) : undefined);
    return compressed ?? { mediaType: MediaType.dockerLayer, ...stored };
  }));
}

// Who pulled the image that was saved has its layers as the registry has them, with a label that says what they inflate to.
async function findCompressed(scope: Scope, diffId: string): Promise<Descriptor | undefined> {
  const { deps, call } = scope;
  let found: { digest: string; size: number } | undefined;
  for await (const { info } of deps.content.list({ filters: [`labels."${Label.uncompressed}"==${diffId}`] }, call)) {
    for (const { digest, size } of info ?? []) if (digest !== diffId) found = { digest: digest ?? "", size: size ?? 0 };
  }
  if (found === undefined) return undefined;
  const magic = await readStart(scope, found.digest);
  return { mediaType: isGzip(magic) ? MediaType.dockerLayerGzip : isZstd(magic) ? MediaType.dockerLayerZstd : MediaType.dockerLayer, ...found };
}

async function readStart({ deps, call }: Scope, digest: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { data } of deps.content.read({ digest, offset: 0, size: 4 }, call)) parts.push(Buffer.from(data));
  return Buffer.concat(parts);
}

async function compressLayer(scope: Scope, diffId: string): Promise<Descriptor> {
  const file = createReadStream(await locate(scope, diffId), { highWaterMark: 1 << 20 });
  const body = pipeline(file, createGzip({ chunkSize: 256 << 10 }), () => {}) as AsyncIterable<Buffer>;
  const digest = await storeBytes(scope, { ref: `compress-blob-${diffId}`, size: 0, digest: "", body, labels: { [Label.uncompressed]: diffId } });
  const { info } = await scope.deps.content.info({ digest }, scope.call);
  return { mediaType: MediaType.dockerLayerGzip, digest, size: info?.size ?? 0 };
}

async function platformOf(scope: Scope, { digest, size }: { digest: string; size: number }): Promise<Pick<Descriptor, "platform">> {
  if (size > MAX_TEXT) throw unknownError(`config ${digest}: ${size} bytes is too long`);
  const chunks: Uint8Array[] = [];
  for await (const { data } of scope.deps.content.read({ digest, offset: 0, size: 0 }, scope.call)) chunks.push(Buffer.from(data));
  const config = parseImageConfig(Buffer.concat(chunks), `config ${digest}`);
  // In this order, so that the index has the bytes that containerd's has.
  const { os, architecture, variant } = normalisePlatform({ ...config, os: config.os ?? "", architecture: config.architecture ?? "" });
  return { platform: { architecture, os, ...(variant === undefined || variant === "" ? {} : { variant }) } };
}
