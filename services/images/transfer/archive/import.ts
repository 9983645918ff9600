import { createGunzip, createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream";
import { isError, messageOf, unknownError } from "@stevedore/errors";
import { type Descriptor, digestOf, isDigest, MediaType, parseImageConfig, parseIndex } from "@stevedore/oci";
import type { Scope } from "../deps.ts";
import { openIngest } from "../ingest.ts";
import { IMAGE_NAME, normaliseName, REF_NAME, tagOf } from "./names.ts";
import { readTar, type TarEntry } from "./tar-reader.ts";

/** Text files of an archive that are read as a whole: at most this long. */
const MAX_TEXT = 8 << 20;

interface Contents {
  /** Stored blobs by their name in the archive. */
  blobs: Map<string, StoredBlob>;
  /** Symbolic links, as docker wrote for layers that occur twice. */
  links: Map<string, string>;
  texts: Map<string, Buffer>;
}

interface StoredBlob {
  digest: string;
  size: number;
  /** Its first bytes, which tell how it is compressed. */
  magic: Buffer;
}

/**
 * Stores what an archive holds (an OCI layout, or what `docker save` writes; plain, gzip or zstd) and gives its index,
 * stored too, with the images' names as annotations.
 */
export async function importArchive(scope: Scope, archive: AsyncIterable<Buffer>): Promise<{ index: Descriptor; manifests: Descriptor[] }> {
  const contents: Contents = { blobs: new Map(), links: new Map(), texts: new Map() };
  for await (const entry of readTar(decompressed(archive))) await take(scope, contents, entry);
  const layout = contents.texts.get("oci-layout");
  const index = contents.texts.get("index.json");
  if (layout !== undefined && index !== undefined) {
    checkLayout(layout);
    const { manifests } = parseIndex(index, "index.json");
    return { index: await store(scope, index, MediaType.ociIndex), manifests };
  }
  const docker = contents.texts.get("manifest.json");
  if (docker === undefined) throw unknownError("unrecognized image format", { hint: "expected an OCI layout (oci-layout, index.json) or docker's manifest.json" });
  const manifests = await dockerManifests(scope, contents, docker);
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociIndex, manifests }));
  return { index: await store(scope, bytes, MediaType.ociIndex), manifests };
}

async function take(scope: Scope, { blobs, links, texts }: Contents, entry: TarEntry): Promise<void> {
  const name = entry.name.replace(/^(?:\.?\/)+/, "").replace(/\/{2,}/g, "/");
  if (entry.kind === "symlink") links.set(name, resolveLink(name, entry.linkName));
  if (entry.kind !== "file") return;
  if (["oci-layout", "index.json", "manifest.json"].includes(name)) {
    if (entry.size > MAX_TEXT) throw unknownError(`${name}: ${entry.size} bytes is too long`);
    const chunks: Buffer[] = [];
    for await (const chunk of entry.body) chunks.push(chunk);
    texts.set(name, Buffer.concat(chunks));
  } else {
    blobs.set(name, await storeEntry(scope, name, entry));
  }
}

// A link's target, relative to the archive's root.
function resolveLink(name: string, target: string): string {
  const parts = target.startsWith("/") ? [] : name.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

async function storeEntry(scope: Scope, name: string, { size, body }: TarEntry): Promise<StoredBlob> {
  const match = /^blobs\/(sha256|sha384|sha512)\/([0-9a-f]+)$/.exec(name);
  const digest = match === null ? "" : `${match[1]}:${match[2]}`;
  if (digest !== "" && !isDigest(digest)) throw unknownError(`${name}: not a digest's name`);
  let magic = Buffer.alloc(0);
  async function* watched(): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      if (magic.length < 4) magic = Buffer.concat([magic, chunk.subarray(0, 4)]);
      yield chunk;
    }
  }
  const stored = await storeBytes(scope, { ref: `import-${digest || name}`, size, digest, body: watched() });
  return { digest: stored, size, magic: magic.subarray(0, 4) };
}

const BATCH = 1 << 20;

async function storeBytes(scope: Scope, blob: { ref: string; size: number; digest: string; body: AsyncIterable<Buffer> }): Promise<string> {
  try {
    await using ingest = await openIngest(scope, { ref: blob.ref, descriptor: { mediaType: "", digest: blob.digest, size: blob.size }, restart: true });
    if (ingest.path !== undefined) {
      let batch: Buffer[] = [];
      let length = 0;
      for await (const chunk of blob.body) {
        batch.push(chunk);
        length += chunk.length;
        if (length < BATCH) continue;
        await ingest.append(batch);
        batch = [];
        length = 0;
      }
      if (length > 0) await ingest.append(batch);
    }
    return await ingest.commit({});
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw error;
    // Without an expected digest, the store says whose content it was: "content sha256:…: already exists".
    const digest = blob.digest || /sha(?:256|384|512):[0-9a-f]+/.exec(messageOf(error))?.[0];
    if (digest === undefined) throw error;
    return digest;
  }
}

async function store(scope: Scope, bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const digest = digestOf(bytes);
  async function* body(): AsyncGenerator<Buffer> { yield bytes; }
  await storeBytes(scope, { ref: `import-${digest}`, size: bytes.length, digest, body: body() });
  return { mediaType, digest, size: bytes.length };
}

function checkLayout(bytes: Buffer): void {
  let version: unknown;
  try {
    ({ imageLayoutVersion: version } = JSON.parse(bytes.toString()) as { imageLayoutVersion?: unknown });
  } catch (error) {
    throw unknownError(`oci-layout: ${messageOf(error)}`, { cause: error });
  }
  if (typeof version !== "string" || !version.startsWith("1.")) throw unknownError(`unsupported version ${String(version)} of OCI layout`);
}

async function dockerManifests(scope: Scope, contents: Contents, bytes: Buffer): Promise<Descriptor[]> {
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
    const layers = Layers.map((name) => dockerLayer(contents, name));
    const document = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.dockerManifest, config, layers }));
    const manifest = { ...(await store(scope, document, MediaType.dockerManifest)), ...(await platformOf(scope, config)) };
    const names = (RepoTags ?? []).map(normaliseName);
    if (names.length === 0) manifests.push(manifest);
    for (const name of names) manifests.push({ ...manifest, annotations: { [IMAGE_NAME]: name, [REF_NAME]: tagOf(name) } });
  }
  return manifests;
}

function blobNamed({ blobs, links }: Contents, name: string): { digest: string; size: number; magic?: never } {
  const found = blobs.get(name) ?? blobs.get(links.get(name) ?? "");
  if (found === undefined) throw unknownError(`image archive: file "${name}" that manifest.json names: not found`);
  return { digest: found.digest, size: found.size };
}

function dockerLayer(contents: Contents, name: string): Descriptor {
  const { magic } = contents.blobs.get(name) ?? contents.blobs.get(contents.links.get(name) ?? "") ?? { magic: Buffer.alloc(0) };
  const mediaType = isGzip(magic) ? MediaType.dockerLayerGzip : isZstd(magic) ? MediaType.dockerLayerZstd : MediaType.dockerLayer;
  return { mediaType, ...blobNamed(contents, name) };
}

async function platformOf(scope: Scope, { digest, size }: { digest: string; size: number }): Promise<Pick<Descriptor, "platform">> {
  if (size > MAX_TEXT) throw unknownError(`config ${digest}: ${size} bytes is too long`);
  const chunks: Uint8Array[] = [];
  for await (const { data } of scope.deps.content.read({ digest, offset: 0, size: 0 }, scope.call)) chunks.push(data);
  const { os = "", architecture = "", variant } = parseImageConfig(Buffer.concat(chunks), `config ${digest}`);
  return { platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } };
}

async function* decompressed(archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = archive[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  if (!isGzip(head) && !isZstd(head)) return yield* whole();
  const inflate = isGzip(head) ? createGunzip({ chunkSize: 256 << 10 }) : createZstdDecompress({ chunkSize: 256 << 10 });
  try {
    yield* pipeline(whole(), inflate, () => {}) as AsyncIterable<Buffer>;
  } catch (error) {
    throw unknownError(`image archive: ${messageOf(error)}`, { cause: error });
  }
}

function isGzip(magic: Buffer): boolean {
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

function isZstd(magic: Buffer): boolean {
  return magic.length >= 4 && magic.readUInt32LE(0) === 0xfd2fb528;
}
