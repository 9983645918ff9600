import { failedPrecondition, messageOf, notFound, unknownError, wrapError } from "@stevedore/errors";
import { type Descriptor, isIndexType, isManifestType } from "@stevedore/oci";
import { type ClientContext, hostsFor, MANIFEST_ACCEPT } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { statusError } from "./status-error.ts";
import type { Response } from "./transport.ts";
import { CHUNK_BYTES, locationOf, uploadBlob, type UploadedBlob, type UploadSession, type UploadTarget } from "./upload.ts";

/** Writes into one repository. */
export interface Pusher {
  /** Whether the registry has the blob, or, for the `tagged` manifest, the tag with that digest. */
  has(descriptor: Descriptor, options?: { signal?: AbortSignal }): Promise<boolean>;
  /** Uploads a blob, or has it mounted from another repository of the registry. Broken uploads go on where the registry says that it is. */
  pushBlob(descriptor: Descriptor, blob: UploadedBlob): Promise<"uploaded" | "mounted">;
  /** Has a blob mounted that nobody here has; false where no repository of `mountFrom` gives it. */
  mountBlob(descriptor: Descriptor, options: Pick<UploadedBlob, "mountFrom" | "signal">): Promise<boolean>;
  /** Puts a manifest or index, under its tag when it is the `tagged` one. */
  pushManifest(descriptor: Descriptor, bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<void>;
}

export interface PusherOptions {
  /** The digest that gets the reference's tag; the others are known by digest only. */
  tagged: string;
  /** All repositories from which blobs may be mounted: reading them has to be authorized beforehand. */
  mountFrom?: readonly string[];
  /** Blobs that are longer go in pieces of this length; 64 MiB when absent. */
  chunkBytes?: number;
}

/** Pushes go to one host: the first that may be pushed to. */
export function createPusher(context: ClientContext, options: PusherOptions): Pusher {
  const [host] = hostsFor(context, "push");
  if (host === undefined) throw notFound("no push hosts", { hint: `no host configured for ${context.reference.host} may be pushed to` });
  const push: Push = { context, host, tagged: options.tagged, chunkBytes: options.chunkBytes ?? CHUNK_BYTES };
  return {
    has: (descriptor, { signal } = {}) => has(push, descriptor, signal),
    pushBlob: (descriptor, blob) => pushBlob(push, descriptor, blob).catch((error: unknown) => { throw wrapError(`blob ${descriptor.digest}`, error); }),
    mountBlob: (descriptor, blob) => mountBlob(push, descriptor, blob).catch((error: unknown) => { throw wrapError(`blob ${descriptor.digest}`, error); }),
    pushManifest: (descriptor, bytes, { signal } = {}) => pushManifest(push, { descriptor, bytes, signal }),
  };
}

interface Push {
  context: ClientContext;
  host: RegistryHost;
  tagged: string;
  chunkBytes: number;
}

function isDocument({ mediaType }: Descriptor): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType);
}

function manifestPath({ context: { reference }, tagged }: Push, { digest }: Descriptor): string {
  return `${reference.repository}/manifests/${digest === tagged ? (reference.tag ?? digest) : digest}`;
}

async function has(push: Push, descriptor: Descriptor, signal: AbortSignal | undefined): Promise<boolean> {
  const { context, host } = push;
  const isManifest = isDocument(descriptor);
  const path = isManifest ? manifestPath(push, descriptor) : `${context.reference.repository}/blobs/${descriptor.digest}`;
  const headers: Record<string, string> = { accept: isManifest ? `${descriptor.mediaType}, ${MANIFEST_ACCEPT}` : "*/*" };
  const response = await context.requester({ host, method: "HEAD", path, headers, retry: context.retry, signal });
  if (response.status > 299 && response.status !== 404) throw await statusError(response);
  response.body.cancel();
  return response.status < 300 && (!isManifest || response.headers.get("docker-content-digest") === descriptor.digest);
}

async function pushBlob(push: Push, descriptor: Descriptor, blob: UploadedBlob): Promise<"uploaded" | "mounted"> {
  const mount = await tryMounts(push, descriptor, blob);
  if (mount.isMounted) return "mounted";
  const session = mount.session ?? sessionOf(await startUpload(push, { query: "", signal: blob.signal }));
  const { context, host, chunkBytes } = push;
  const target: UploadTarget = {
    context,
    host,
    chunkBytes,
    begin: async (signal) => sessionOf(await startUpload(push, { query: "", signal })),
    has: (asked, signal) => has(push, asked, signal),
  };
  await uploadBlob(target, descriptor, { blob, session });
  return "uploaded";
}

// More repositories are not asked: each takes a round trip, and what one can't give the next can't either, mostly.
const MAX_MOUNTS = 3;

async function mountBlob(push: Push, descriptor: Descriptor, blob: Pick<UploadedBlob, "mountFrom" | "signal">): Promise<boolean> {
  const { isMounted, session } = await tryMounts(push, descriptor, blob);
  if (session !== undefined) await abandon(push, session, blob.signal);
  return isMounted;
}

/** Asks for the blob from other repositories, the most alike first; a registry that can't mount opens an upload all the same. */
async function tryMounts(push: Push, { digest }: Descriptor, { mountFrom = [], signal }: Pick<UploadedBlob, "mountFrom" | "signal">): Promise<{ isMounted: boolean; session?: UploadSession }> {
  const { repository } = push.context.reference;
  const others = mountFrom.filter((candidate) => candidate !== repository).sort((a, b) => likeness(b, repository) - likeness(a, repository));
  let session: UploadSession | undefined;
  for (const from of others.slice(0, MAX_MOUNTS)) {
    const response = await startUpload(push, { query: `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`, signal });
    if (response.status === 201) {
      if (session !== undefined) await abandon(push, session, signal);
      return { isMounted: true };
    }
    // Not being allowed to read the other repository must not prevent the upload into this one.
    if (response.status !== 202) continue;
    if (session !== undefined) await abandon(push, session, signal);
    session = sessionOf(response);
  }
  return { isMounted: false, ...(session === undefined ? {} : { session }) };
}

// How many leading parts two repositories' names share.
function likeness(a: string, b: string): number {
  const parts = b.split("/");
  const differs = a.split("/").findIndex((part, i) => part !== parts[i]);
  return differs === -1 ? parts.length : differs;
}

async function startUpload({ context, host }: Push, { query, signal }: { query: string; signal: AbortSignal | undefined }): Promise<Response> {
  const path = `${context.reference.repository}/blobs/uploads/${query}`;
  const response = await context.requester({ host, method: "POST", path, headers: { "content-length": "0" }, retry: context.retry, signal });
  const isRefusedMount = query !== "" && (response.status === 401 || response.status === 403);
  if (response.status !== 201 && response.status !== 202 && !isRefusedMount) throw await statusError(response);
  response.body.cancel();
  return response;
}

// An upload that nobody goes on with: the registry would keep it for days.
async function abandon({ context, host }: Push, { location }: UploadSession, signal: AbortSignal | undefined): Promise<void> {
  try {
    const response = await context.requester({ host, method: "DELETE", path: location, headers: {}, retry: { ...context.retry, attempts: 1 }, signal });
    response.body.cancel();
  } catch (error) {
    context.log.debug("an upload could not be given up", { error: messageOf(error) });
  }
}

function sessionOf(response: Response): UploadSession {
  const location = locationOf(response);
  if (location === undefined) throw unknownError(`POST ${response.url.origin}${response.url.pathname}: no location to upload to`);
  const least = Number(response.headers.get("oci-chunk-min-length") ?? 0);
  return { location, offset: 0, minChunkBytes: Number.isSafeInteger(least) && least > 0 ? least : 0 };
}

async function pushManifest(push: Push, { descriptor, bytes, signal }: { descriptor: Descriptor; bytes: Uint8Array; signal: AbortSignal | undefined }): Promise<void> {
  const { context, host } = push;
  const headers = { "content-type": descriptor.mediaType, "content-length": String(bytes.length) };
  const response = await context.requester({ host, method: "PUT", path: manifestPath(push, descriptor), headers, body: () => bytes, retry: context.retry, signal });
  if (response.status !== 201 && response.status !== 200) throw await statusError(response);
  response.body.cancel();
  const answered = response.headers.get("docker-content-digest");
  if (answered !== null && answered.startsWith("sha256:") && descriptor.digest.startsWith("sha256:") && answered !== descriptor.digest) {
    throw failedPrecondition(`${response.url.host} stored the manifest as ${answered}, expected ${descriptor.digest}`);
  }
}
