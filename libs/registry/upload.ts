import { unknownError } from "@stevedore/errors";
import type { Descriptor } from "@stevedore/oci";
import type { ClientContext } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import type { HostRequest } from "./requester.ts";
import { isRetriedStatus, waitBeforeRetry } from "./retry.ts";
import { statusError } from "./status-error.ts";
import { isBrokenConnection } from "./transport-error.ts";
import type { Response } from "./transport.ts";

/** Longer blobs go in pieces of this length, so that not all is lost where a registry forgets a request that broke. */
export const CHUNK_BYTES = 64 << 20;

export interface UploadedBlob {
  /** Opens so many bytes from an offset on; again for each try. */
  open: (range: { offset: number; length: number }) => AsyncIterable<Uint8Array>;
  /** Repositories of the same registry that may have it. */
  mountFrom?: readonly string[];
  signal?: AbortSignal;
}

/** An upload that a registry has opened. */
export interface UploadSession {
  location: URL;
  /** How much of the blob the registry has. */
  offset: number;
  /** The least that the registry wants in a piece (`OCI-Chunk-Min-Length`). */
  minChunkBytes: number;
}

export interface UploadTarget {
  context: ClientContext;
  host: RegistryHost;
  chunkBytes: number;
  /** Opens another session, without a mount. */
  begin(signal: AbortSignal | undefined): Promise<UploadSession>;
  /** Whether the registry has the blob by now: the answer to the last request may have been lost. */
  has(descriptor: Descriptor, signal: AbortSignal | undefined): Promise<boolean>;
}

interface Upload {
  target: UploadTarget;
  descriptor: Descriptor;
  blob: UploadedBlob;
  /** False once the registry has refused pieces. */
  inPieces: boolean;
}

/** Why an upload stopped, and how it can go on. */
interface Stop {
  error: unknown;
  retryAfter?: string | undefined;
  /** The registry no longer knows the session, or disagrees with us about it. */
  isLost?: boolean;
}

/**
 * Sends a blob's bytes into a session: in one request, or in pieces when it is long. After a break it goes on from where the registry says that it is
 * (`GET` of the session, `Range`), or begins anew where it doesn't know; gives up after `retry.attempts` breaks without a byte more.
 */
export async function uploadBlob(target: UploadTarget, descriptor: Descriptor, { blob, session: first }: { blob: UploadedBlob; session: UploadSession }): Promise<void> {
  const { context: { retry, log } } = target;
  const { signal } = blob;
  const upload: Upload = { target, descriptor, blob, inPieces: descriptor.size > Math.max(target.chunkBytes, first.minChunkBytes) };
  let session = first;
  let furthest = session.offset;
  for (let attempt = 1; ; attempt++) {
    const stop = await sendAll(upload, session);
    if (stop === undefined) return;
    if (session.offset > furthest) [furthest, attempt] = [session.offset, 1];
    if (attempt >= retry.attempts) throw stop.error;
    await waitBeforeRetry(retry, attempt, { retryAfter: stop.retryAfter, signal });
    const known = stop.isLost === true ? undefined : await askSession(upload, session);
    if (known === undefined && (await target.has(descriptor, signal))) return;
    session = known ?? (await target.begin(signal));
    log.debug("upload goes on", { digest: descriptor.digest, offset: session.offset, resumed: known !== undefined });
  }
}

async function sendAll(upload: Upload, session: UploadSession): Promise<Stop | undefined> {
  try {
    const { target: { chunkBytes }, descriptor: { size } } = upload;
    if (session.offset === 0 && !upload.inPieces) return await finish(upload, session);
    while (session.offset < size) {
      const length = Math.min(size - session.offset, upload.inPieces ? Math.max(chunkBytes, session.minChunkBytes) : size);
      const stop = await sendPiece(upload, session, length);
      if (stop !== undefined) return stop;
    }
    return await finish(upload, session);
  } catch (error) {
    if (isBrokenConnection(error)) return { error };
    throw error;
  }
}

const REFUSES_PIECES = new Set([400, 404, 405, 411, 415, 501]);

async function sendPiece(upload: Upload, session: UploadSession, length: number): Promise<Stop | undefined> {
  const { offset } = session;
  const response = await send(upload, {
    method: "PATCH",
    path: session.location,
    headers: { "content-type": "application/octet-stream", "content-length": String(length), "content-range": `${offset}-${offset + length - 1}` },
    body: () => upload.blob.open({ offset, length }),
  });
  if (response.status < 200 || response.status > 299) {
    if (offset === 0 && upload.inPieces && REFUSES_PIECES.has(response.status)) {
      upload.inPieces = false;
      return { error: await statusError(response), retryAfter: "0", isLost: true };
    }
    return stopOf(response);
  }
  response.body.cancel();
  session.location = locationOf(response) ?? session.location;
  session.offset = receivedOf(response) ?? offset + length;
  return session.offset > offset ? undefined : { error: unknownError(`PATCH ${response.url.origin}${response.url.pathname}: the registry took nothing of ${length} bytes`) };
}

// With all bytes that are not there yet: none after pieces, the whole blob otherwise.
async function finish(upload: Upload, { location, offset }: UploadSession): Promise<Stop | undefined> {
  const { descriptor: { digest, size }, blob } = upload;
  const url = new URL(location);
  url.searchParams.set("digest", digest);
  const length = size - offset;
  const response = await send(upload, {
    method: "PUT",
    path: url,
    headers: { "content-type": "application/octet-stream", "content-length": String(length) },
    ...(length === 0 ? {} : { body: () => blob.open({ offset, length }) }),
  });
  if (response.status !== 201 && response.status !== 204) return stopOf(response);
  response.body.cancel();
  return undefined;
}

// The session's own state, when the registry still has it.
async function askSession(upload: Upload, { location, minChunkBytes }: UploadSession): Promise<UploadSession | undefined> {
  try {
    const response = await send(upload, { method: "GET", path: location, headers: {} });
    response.body.cancel();
    const offset = receivedOf(response);
    if (response.status !== 204 || offset === undefined || offset > upload.descriptor.size) return undefined;
    return { location: locationOf(response) ?? location, offset, minChunkBytes };
  } catch (error) {
    if (isBrokenConnection(error)) return undefined;
    throw error;
  }
}

function send({ target: { context, host }, blob }: Upload, request: Pick<HostRequest, "method" | "path" | "headers" | "body">): Promise<Response> {
  return context.requester({ ...request, host, retry: { ...context.retry, attempts: 1 }, signal: blob.signal });
}

async function stopOf(response: Response): Promise<Stop> {
  const { status, headers } = response;
  const error = await statusError(response);
  if (isRetriedStatus(status)) return { error, retryAfter: headers.get("retry-after") ?? undefined };
  if (status === 404 || status === 416) return { error, isLost: true };
  throw error;
}

/** Where a session goes on, when the response says so. */
export function locationOf(response: Response): URL | undefined {
  const location = response.headers.get("location");
  return location !== null && URL.canParse(location, response.url) ? new URL(location, response.url) : undefined;
}

// `0-41` are 42 bytes. `0-0` is what registries say of none as well; then it is none.
function receivedOf({ headers }: Response): number | undefined {
  const last = /^(?:bytes=)?0-(\d+)$/.exec(headers.get("range") ?? "")?.[1];
  return last === undefined ? undefined : last === "0" ? 0 : Number(last) + 1;
}
