import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { containerd } from "@stevedore/api";
import { invalidArgument, notFound, unimplemented } from "@stevedore/errors";
import {
  childrenOf, defaultMatcher, type Descriptor, hasChildren, isIndexType, isNonDistributableType, MAX_DOCUMENT_BYTES, MediaType, orderedMatcher, parseDigest, parseManifest, type PlatformMatcher, sortByPlatform,
} from "@stevedore/oci";
import { locate, readSourceLabels } from "../blobs.ts";
import { fromDescriptor, fromPlatform } from "../convert.ts";
import type { Scope } from "../deps.ts";
import { familiarName, IMAGE_NAME, REF_NAME, tagOf } from "./names.ts";
import { type ArchiveFile, writeTar } from "./tar-writer.ts";

type ExportMessage = containerd.types.transfer.IImageExportStream;

interface Export {
  scope: Scope;
  message: ExportMessage;
  matcher: PlatformMatcher;
  /** By name in the archive: equal blobs occur once. */
  records: Map<string, ArchiveFile>;
}

interface DockerImage {
  Config: string;
  RepoTags: string[];
  Layers: string[];
}

/**
 * Images as an archive: an OCI layout that is also one of docker's (`manifest.json`), sorted by name and without times.
 * Unless all platforms are asked for, only the blobs of those named (else this host's) are in it.
 */
export async function* exportImages(scope: Scope, { store, message }: { store: containerd.types.transfer.IImageStore; message: ExportMessage }): AsyncGenerator<Uint8Array> {
  const platforms = (message.platforms ?? []).map(fromPlatform);
  const matcher = platforms.length === 0 ? defaultMatcher() : orderedMatcher(platforms);
  const work: Export = { scope, message, matcher, records: new Map() };
  const manifests: Descriptor[] = [];
  const docker = new Map<string, DockerImage>();
  for (const image of await lookUp(scope, store)) {
    const target = fromDescriptor(image.target);
    const annotations = { ...target.annotations, [IMAGE_NAME]: image.name, [REF_NAME]: tagOf(image.name), ...(await readSourceLabels(scope, target.digest)) };
    manifests.push({ ...target, annotations: Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))) });
    const main = await addTree(work, target);
    if (main !== undefined && message.skipCompatibilityManifest !== true) await addDockerImage(work, docker, { manifest: main, name: image.name });
  }
  addText(work, "oci-layout", { imageLayoutVersion: "1.0.0" });
  addText(work, "index.json", { schemaVersion: 2, mediaType: MediaType.ociIndex, manifests });
  if (docker.size > 0) addText(work, "manifest.json", [...docker.values()]);
  yield* writeTar([...work.records.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

async function lookUp({ deps, call }: Scope, store: containerd.types.transfer.IImageStore): Promise<containerd.services.images.v1.Image[]> {
  const names = [store.name ?? "", ...(store.extraReferences ?? []).map(({ name, isPrefix }) => {
    if (isPrefix === true) throw unimplemented("prefix lookup on export not implemented");
    return name ?? "";
  })].filter((name) => name !== "");
  if (names.length === 0) throw invalidArgument("no image name given", { hint: "name the images to export" });
  return Promise.all([...new Set(names)].map(async (name) => {
    const { image } = await deps.images.get({ name }, call);
    if (!image) throw notFound(`image "${name}"`);
    return image as containerd.services.images.v1.Image;
  }));
}

// Adds a blob and what it refers to. Gives the manifest that stands for it in docker's manifest.json: the best platform's.
async function addTree(work: Export, descriptor: Descriptor): Promise<Descriptor | undefined> {
  const path = await locate(work.scope, descriptor.digest);
  addBlob(work, descriptor, path);
  if (!hasChildren(descriptor.mediaType)) return undefined;
  const children = childrenOf(descriptor, await readDocument(descriptor, path));
  if (!isIndexType(descriptor.mediaType)) {
    for (const child of children) if (!isLeftOut(work, child)) await addTree(work, child);
    return descriptor;
  }
  let main: Descriptor | undefined;
  for (const child of sortByPlatform(children, work.matcher)) {
    const fits = child.platform === undefined || work.matcher.match(child.platform);
    if (!fits && work.message.allPlatforms !== true) continue;
    const found = await addTree(work, child);
    if (fits) main ??= found;
  }
  if (main === undefined && work.message.allPlatforms !== true) throw notFound(`no manifest for the platform in index ${descriptor.digest}`);
  return main;
}

function isLeftOut({ message }: Export, { mediaType }: Descriptor): boolean {
  return message.skipNonDistributable === true && isNonDistributableType(mediaType);
}

async function readDocument({ digest, size }: Descriptor, path: string): Promise<Buffer> {
  if (size > MAX_DOCUMENT_BYTES) throw invalidArgument(`${digest}: ${size} bytes is too long for a document`);
  return readFile(path);
}

async function addDockerImage(work: Export, docker: Map<string, DockerImage>, { manifest, name }: { manifest: Descriptor; name: string }): Promise<void> {
  const known = docker.get(manifest.digest);
  if (known !== undefined) return void known.RepoTags.push(familiarName(name));
  const bytes = await readDocument(manifest, await locate(work.scope, manifest.digest));
  const { config, layers } = parseManifest(bytes, `manifest ${manifest.digest}`);
  const kept = layers.filter((layer) => !isLeftOut(work, layer));
  docker.set(manifest.digest, { Config: blobName(config.digest), RepoTags: [familiarName(name)], Layers: kept.map(({ digest }) => blobName(digest)) });
}

function blobName(digest: string): string {
  const { algorithm, hex } = parseDigest(digest);
  return `blobs/${algorithm}/${hex}`;
}

function addBlob({ records }: Export, { digest, size }: Descriptor, path: string): void {
  const name = blobName(digest);
  for (const directory of ["blobs/", name.slice(0, name.lastIndexOf("/") + 1)]) records.set(directory, { name: directory, size: 0, body: nothing });
  records.set(name, { name, size, body: () => createReadStream(path, { highWaterMark: 1 << 20 }) });
}

function addText({ records }: Export, name: string, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value));
  // The mark of a layout is written like a blob.
  records.set(name, { name, size: bytes.length, writable: name !== "oci-layout", async *body() { yield bytes; } });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
