import type { containerd, ContentService } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { hasChildren, isIndexType, isManifestType, Label, MAX_DOCUMENT_BYTES, parseIndex, parseManifest, type Descriptor } from "@stevedore/oci";
import type { CallOptions, Client } from "@stevedore/rpc";

/** A manifest or index, and what it points to. */
interface Document {
  children: readonly Descriptor[];
  /** Digest of what it is about (OCI 1.1). */
  subject: string | undefined;
  /** As the referrers API describes it. */
  descriptor: Descriptor;
}

/** What images are made of, found by following their documents. */
export interface Trees {
  /** The descriptor by which one of these images, or what refers to them, has a blob. */
  find(roots: readonly Descriptor[], digest: string, call: CallOptions): Promise<Descriptor | undefined>;
  /** The manifests among them whose subject is `digest`. */
  referrers(roots: readonly Descriptor[], digest: string, call: CallOptions): Promise<Descriptor[]>;
}

const MOST_DOCUMENTS = 4096;
// More than any image has, and little enough to follow at one request.
const MOST_VISITS = 20_000;

/** Documents never change, so what was read of them once is kept; whether they are still there is asked when they are served. */
export function createTrees(content: Client<typeof ContentService>): Trees {
  const known = new Map<string, Document>();

  const read = async (descriptor: Descriptor, call: CallOptions): Promise<Document | undefined> => {
    const key = `${descriptor.mediaType} ${descriptor.digest}`;
    const found = known.get(key) ?? (await readDocument(content, descriptor, call));
    if (found === undefined) return undefined;
    known.delete(key);
    known.set(key, found);
    if (known.size > MOST_DOCUMENTS) known.delete(known.keys().next().value!);
    return found;
  };

  // Breadth first: an index's manifests before their layers.
  async function* walk(roots: readonly Descriptor[], call: CallOptions): AsyncGenerator<{ descriptor: Descriptor; document: Document | undefined }> {
    const seen = new Set<string>();
    const queue = [...roots];
    for (let next = queue.shift(); next !== undefined && seen.size < MOST_VISITS; next = queue.shift()) {
      if (seen.has(next.digest)) continue;
      seen.add(next.digest);
      const document = hasChildren(next.mediaType) ? await read(next, call) : undefined;
      yield { descriptor: next, document };
      if (document === undefined) continue;
      queue.push(...document.children, ...(await labelledReferrers(content, next.digest, call)));
    }
  }
  return {
    async find(roots, digest, call) {
      for await (const { descriptor } of walk(roots, call)) if (descriptor.digest === digest) return descriptor;
      return undefined;
    },
    async referrers(roots, digest, call) {
      const found: Descriptor[] = [];
      for await (const { document } of walk(roots, call)) if (document?.subject === digest) found.push(document.descriptor);
      return found;
    },
  };
}

async function readDocument(content: Client<typeof ContentService>, { digest, size, mediaType }: Descriptor, call: CallOptions): Promise<Document | undefined> {
  if (size > MAX_DOCUMENT_BYTES) return undefined;
  try {
    const pieces: Uint8Array[] = [];
    // A copy: an answer's buffer may be used again.
    for await (const { data } of content.read({ digest, size }, call)) pieces.push(Buffer.from(data));
    return parseDocument(Buffer.concat(pieces), { digest, size, mediaType });
  } catch (error) {
    // What isn't there, or is no such document, has no children to serve.
    if (isError(error, "notFound") || isError(error, "invalidArgument")) return undefined;
    throw error;
  }
}

function parseDocument(bytes: Uint8Array, { digest, size, mediaType }: Descriptor): Document {
  const isIndex = isIndexType(mediaType);
  const document = isIndex ? parseIndex(bytes, `index ${digest}`) : parseManifest(bytes, `manifest ${digest}`);
  const children = "manifests" in document ? document.manifests : [document.config, ...document.layers];
  const artifactType = document.artifactType ?? ("config" in document ? document.config.mediaType : undefined);
  const { annotations, subject } = document;
  const descriptor: Descriptor = { mediaType, digest, size, ...(artifactType === undefined ? {} : { artifactType }), ...(annotations === undefined ? {} : { annotations }) };
  return { children, subject: subject?.digest, descriptor };
}

// Referrers that were pulled with an image hang on it by these labels, without a record of their own.
async function labelledReferrers(content: Client<typeof ContentService>, digest: string, call: CallOptions): Promise<Descriptor[]> {
  const labels = await labelsOf(content, digest, call);
  const digests = Object.entries(labels).flatMap(([key, value]) => (key.startsWith(`${Label.refContent}.referrer.`) ? [value] : []));
  return (await Promise.all(digests.map((referrer) => describe(content, referrer, call)))).flat();
}

async function labelsOf(content: Client<typeof ContentService>, digest: string, call: CallOptions): Promise<Record<string, string>> {
  const info = await infoOf(content, digest, call);
  return info?.labels ?? {};
}

async function infoOf(content: Client<typeof ContentService>, digest: string, call: CallOptions): Promise<containerd.services.content.v1.IInfo | undefined> {
  try {
    return (await content.info({ digest }, call)).info ?? undefined;
  } catch (error) {
    if (isError(error, "notFound")) return undefined;
    throw error;
  }
}

// A label names a digest alone: what it is, the document says itself.
async function describe(content: Client<typeof ContentService>, digest: string, call: CallOptions): Promise<Descriptor[]> {
  const info = await infoOf(content, digest, call);
  const size = Number(info?.size ?? 0);
  if (info === undefined || size > MAX_DOCUMENT_BYTES) return [];
  const pieces: Uint8Array[] = [];
  for await (const { data } of content.read({ digest, size }, call)) pieces.push(Buffer.from(data));
  const mediaType = mediaTypeOf(Buffer.concat(pieces));
  return mediaType === undefined ? [] : [{ mediaType, digest, size }];
}

function mediaTypeOf(bytes: Buffer): string | undefined {
  try {
    const { mediaType } = JSON.parse(bytes.toString()) as { mediaType?: unknown };
    return typeof mediaType === "string" && (isManifestType(mediaType) || isIndexType(mediaType)) ? mediaType : undefined;
  } catch {
    return undefined;
  }
}
