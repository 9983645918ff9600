import { createGunzip, createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream";
import { messageOf, unknownError } from "@stevedore/errors";
import { type Descriptor, isDigest, MediaType, parseIndex } from "@stevedore/oci";
import { readTar, type StreamedEntry, TypeFlag } from "@stevedore/tar";
import type { Scope } from "../deps.ts";
import { type Contents, dockerManifests, MAX_TEXT, type StoredBlob } from "./docker-archive.ts";
import { foreignCompression, isGzip, isZstd } from "./magic.ts";
import { store, storeBytes } from "./store-bytes.ts";

/**
 * Stores what an archive holds (an OCI layout, or what `docker save` writes; plain, gzip or zstd) and gives its index,
 * stored too, with the images' names as annotations. With `compress`, layers of docker's format that are not are gzipped.
 */
export async function importArchive(scope: Scope, archive: AsyncIterable<Buffer>, { compress = false }: { compress?: boolean } = {}): Promise<{ index: Descriptor; manifests: Descriptor[] }> {
  const contents: Contents = { blobs: new Map(), links: new Map(), texts: new Map() };
  const reading: Reading = { head: Buffer.alloc(0), got: 0 };
  for await (const entry of readTar(decompressed(archive, reading), { fault: (reason) => damaged(reading, reason) })) await take(scope, contents, watched(entry, reading));
  const layout = contents.texts.get("oci-layout");
  const index = contents.texts.get("index.json");
  if (layout !== undefined && index !== undefined) {
    checkLayout(layout);
    const { manifests } = parseIndex(index, "index.json");
    return { index: await store(scope, index, MediaType.ociIndex), manifests };
  }
  const docker = contents.texts.get("manifest.json");
  if (docker === undefined) throw unknownError("unrecognized image format", { hint: "expected an OCI layout (oci-layout, index.json) or docker's manifest.json" });
  const manifests = await dockerManifests(scope, contents, { document: docker, compress });
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
  return { index: await store(scope, bytes, MediaType.ociIndex), manifests };
}

/** How far an archive has been read. */
interface Reading {
  /** Its first bytes. */
  head: Buffer;
  entry?: { name: string; size: number };
  /** Bytes of that entry. */
  got: number;
}

function watched(entry: StreamedEntry, reading: Reading): StreamedEntry {
  Object.assign(reading, { entry, got: 0 });
  async function* body(): AsyncGenerator<Buffer> {
    for await (const chunk of entry.body) {
      reading.got += chunk.length;
      yield chunk;
    }
  }
  return { ...entry, body: body() };
}

// Unknown is the class that containerd answers.
function damaged({ head, entry, got }: Reading, reason: string): Error {
  if (entry === undefined) {
    const program = foreignCompression(head);
    const mend = program === undefined ? {} : { hint: `it is compressed by ${program}, which is not read here: \`${program} -dc FILE | ctr images import -\`` };
    return unknownError(`image archive: neither tar nor tar in gzip or zstd: ${reason}`, mend);
  }
  const { name, size } = entry;
  const where = got < size ? `failed to ingest "${name}": short read: expected ${size} bytes but got ${got}` : `behind "${name}"`;
  return unknownError(`image archive: ${where}: ${reason}`, { hint: "it is cut off or damaged" });
}

async function take(scope: Scope, { blobs, links, texts }: Contents, entry: StreamedEntry): Promise<void> {
  const name = entry.name.replace(/^(?:\.?\/)+/, "").replace(/\/{2,}/g, "/");
  if (entry.type === TypeFlag.symlink) links.set(name, resolveLink(name, entry.linkName));
  if (entry.type !== TypeFlag.regular) return;
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

async function storeEntry(scope: Scope, name: string, { size, body }: StreamedEntry): Promise<StoredBlob> {
  const match = /^blobs\/(sha256|sha384|sha512)\/([0-9a-f]+)$/.exec(name);
  const digest = match === null ? "" : `${match[1]}:${match[2]}`;
  if (digest !== "" && !isDigest(digest)) throw unknownError(`${name}: not a digest's name`);
  let magic = Buffer.alloc(0);
  async function* noticed(): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      if (magic.length < 4) magic = Buffer.concat([magic, chunk.subarray(0, 4)]);
      yield chunk;
    }
  }
  const stored = await storeBytes(scope, { ref: `import-${digest || name}`, size, digest, body: noticed() });
  return { digest: stored, size, magic: magic.subarray(0, 4) };
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

async function* decompressed(archive: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Buffer> {
  const iterator = archive[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  reading.head = head;
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  if (!isGzip(head) && !isZstd(head)) return yield* whole();
  const inflate = isGzip(head) ? createGunzip({ chunkSize: 256 << 10 }) : createZstdDecompress({ chunkSize: 256 << 10 });
  try {
    yield* pipeline(whole(), inflate, () => {}) as AsyncIterable<Buffer>;
  } catch (error) {
    throw damaged(reading, messageOf(error));
  }
}
