import { failedPrecondition, notFound, unknownError, wrapError } from "@stevedore/errors";
import { type Descriptor, isIndexType, isManifestType } from "@stevedore/oci";
import type { Pusher, PusherOptions, UploadedBlob } from "./client.ts";
import { type ClientContext, hostsFor, MANIFEST_ACCEPT } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { waitBeforeRetry } from "./retry.ts";
import { statusError } from "./status-error.ts";
import { isBrokenConnection } from "./transport-error.ts";
import type { Response } from "./transport.ts";

/** Pushes go to one host: the first that may be pushed to. */
export function createPusher(context: ClientContext, options: PusherOptions): Pusher {
  const [host] = hostsFor(context, "push");
  if (host === undefined) throw notFound("no push hosts", { hint: `no host configured for ${context.reference.host} may be pushed to` });
  const push: Push = { context, host, tagged: options.tagged };
  return {
    has: (descriptor, { signal } = {}) => has(push, descriptor, signal),
    pushBlob: (descriptor, blob) => pushBlob(push, descriptor, blob).catch((error: unknown) => { throw wrapError(`blob ${descriptor.digest}`, error); }),
    pushManifest: (descriptor, bytes, { signal } = {}) => pushManifest(push, { descriptor, bytes, signal }),
  };
}

interface Push {
  context: ClientContext;
  host: RegistryHost;
  tagged: string;
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
  const { retry } = push.context;
  const { signal } = blob;
  for (let attempt = 1; ; attempt++) {
    try {
      const started = await startUpload(push, descriptor, blob);
      if (started.status === 201) return "mounted";
      await upload(push, { descriptor, blob, location: locationOf(started) });
      return "uploaded";
    } catch (error) {
      if (!isBrokenConnection(error) || attempt >= retry.attempts) throw error;
    }
    await waitBeforeRetry(retry, attempt, { signal });
  }
}

// The first repository offered is asked for; a registry that can't mount answers with an upload all the same.
async function startUpload({ context, host }: Push, { digest }: Descriptor, { mountFrom = [], signal }: UploadedBlob): Promise<Response> {
  const { repository } = context.reference;
  const [from] = mountFrom.filter((candidate) => candidate !== repository);
  const ask = (query: string): Promise<Response> =>
    context.requester({ host, method: "POST", path: `${repository}/blobs/uploads/${query}`, headers: { "content-length": "0" }, retry: context.retry, signal });
  let response = await ask(from === undefined ? "" : `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`);
  // Not being allowed to read the other repository must not prevent the upload into this one.
  if (from !== undefined && (response.status === 401 || response.status === 403)) {
    response.body.cancel();
    response = await ask("");
  }
  if (response.status !== 201 && response.status !== 202) throw await statusError(response);
  response.body.cancel();
  return response;
}

function locationOf(response: Response): URL {
  const location = response.headers.get("location");
  if (location === null || !URL.canParse(location, response.url)) throw unknownError(`POST ${response.url.origin}${response.url.pathname}: no location to upload to`);
  return new URL(location, response.url);
}

async function upload({ context, host }: Push, { descriptor, blob, location }: { descriptor: Descriptor; blob: UploadedBlob; location: URL }): Promise<void> {
  location.searchParams.set("digest", descriptor.digest);
  const headers = { "content-type": "application/octet-stream", "content-length": String(descriptor.size) };
  const response = await context.requester({
    host, method: "PUT", path: location, headers, body: blob.open, retry: { ...context.retry, attempts: 1 }, signal: blob.signal,
  });
  if (response.status !== 201 && response.status !== 204) throw await statusError(response);
  response.body.cancel();
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
