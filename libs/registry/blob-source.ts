import { createError, errorClassOf, failedPrecondition, messageOf, notFound, unavailable } from "@stevedore/errors";
import { type Descriptor, isIndexType, isManifestType, isNonDistributableType } from "@stevedore/oci";
import { type ClientContext, hostsFor, MANIFEST_ACCEPT, retryFor } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { rateOfStall, stallError, type Stall, type StallLimits } from "./rate-watch.ts";
import { statusError } from "./status-error.ts";
import type { Response } from "./transport.ts";
import { shownUrl } from "./transport-error.ts";

/** One place where a blob may be: a host and a path, or the whole URL of a foreign layer. */
export interface BlobSource {
  host: RegistryHost;
  path: string | URL;
}

/** A stretch of a blob that is to be read. */
export interface BlobJob {
  descriptor: Descriptor;
  offset: number;
  /** Where to stop; the blob's size for all of it. */
  end: number;
  signal: AbortSignal | undefined;
  /** A host that says nothing for a window of this is passed over, where there is another. */
  stall?: StallLimits | undefined;
  onStall?: ((stall: Stall) => void) | undefined;
}

/** Where a blob may be, in the order in which to ask. */
export function sourcesOf(context: ClientContext, descriptor: Descriptor): BlobSource[] {
  const { repository } = context.reference;
  const isDocument = isManifestType(descriptor.mediaType) || isIndexType(descriptor.mediaType);
  const kinds = isDocument ? ["manifests", "blobs"] : ["blobs"];
  const hosts = hostsFor(context, "pull");
  const own = hosts.flatMap((host) => kinds.map((kind) => ({ host, path: `${repository}/${kind}/${descriptor.digest}` })));
  const [anyHost] = hosts;
  if (anyHost === undefined || !isNonDistributableType(descriptor.mediaType)) return own;
  const foreign = (descriptor.urls ?? []).filter((url) => /^https?:\/\//.test(url) && URL.canParse(url));
  return [...own, ...foreign.map((url) => ({ host: anyHost, path: new URL(url) }))];
}

/** Tries the sources in order; the error of the one that got furthest is thrown, `content at URL not found` when all say so. */
export async function openAt(context: ClientContext, { sources, job }: { sources: readonly BlobSource[]; job: BlobJob }): Promise<{ response: Response; source: BlobSource }> {
  const what = `blob ${job.descriptor.digest}`;
  let failure: unknown;
  for (const [i, source] of sources.entries()) {
    const isLast = !sources.slice(i + 1).some(({ host }) => host !== source.host);
    try {
      return { response: await request(context, { source, job, isLast }), source };
    } catch (error) {
      if (job.signal?.aborted === true) throw error;
      if (failure === undefined || errorClassOf(failure) === "notFound") failure = error;
      const rate = rateOfStall(error);
      const next = sources[i + 1]?.host.host;
      if (rate === undefined || next === undefined) continue;
      context.log.warn("no answer, asking elsewhere", { digest: job.descriptor.digest, host: source.host.host, next });
      job.onStall?.({ digest: job.descriptor.digest, host: source.host.host, rate, offset: job.offset, next });
    }
  }
  throw failure === undefined ? notFound(`${what}: no host of ${context.reference.host} serves pulls`) : named(what, failure);
}

interface Ask {
  source: BlobSource;
  job: BlobJob;
  isLast: boolean;
}

async function request(context: ClientContext, { source, job, isLast }: Ask): Promise<Response> {
  if (isLast || job.stall === undefined) return ask(context, { source, job, isLast });
  const { stall, signal } = job;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(stallError(stall, 0, stall.windowMs)), stall.windowMs);
  try {
    return await ask(context, { source, isLast, job: { ...job, signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]) } });
  } finally {
    clearTimeout(timer);
  }
}

async function ask(context: ClientContext, { source, job, isLast }: Ask): Promise<Response> {
  const { descriptor, offset, end, signal } = job;
  const accept = isManifestType(descriptor.mediaType) || isIndexType(descriptor.mediaType) ? `${descriptor.mediaType}, ${MANIFEST_ACCEPT}` : "*/*";
  // Asked for byte 0 without a range: some registries and caches answer ranges only reluctantly.
  const isPart = end < descriptor.size;
  const range: Record<string, string> = offset > 0 || isPart ? { range: `bytes=${offset}-${isPart ? end - 1 : ""}` } : {};
  const response = await context.requester({
    host: source.host,
    method: "GET",
    path: source.path,
    headers: { accept, "accept-encoding": "identity", ...range },
    retry: retryFor(context, isLast),
    signal,
  });
  if (response.status === 404) {
    response.body.cancel();
    throw notFound(`content at ${shownUrl(response.url)} not found`, { verbatim: true });
  }
  if (response.status === 416 && offset > 0) {
    response.body.cancel();
    const has = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] ?? offset);
    throw sizeMismatch("", response, { has, size: descriptor.size });
  }
  if (response.status > 299) throw await statusError(response);
  try {
    return checkLength(response, job);
  } catch (error) {
    response.body.cancel();
    throw error;
  }
}

function checkLength(response: Response, { descriptor, offset }: BlobJob): Response {
  const encoding = response.headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw failedPrecondition(`${shownUrl(response.url)} answers with content encoding "${encoding}", which was not asked for`);
  const has = announcedSize(response);
  if (has !== undefined && has !== descriptor.size) {
    throw sizeMismatch("", response, { has, size: descriptor.size });
  }
  if (response.status !== 206) return offset === 0 ? response : { ...response, body: skipping(response.body, offset) };
  const start = Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN);
  if (start !== offset) throw unavailable(`${shownUrl(response.url)} answers range ${offset}- with "${response.headers.get("content-range") ?? ""}"`);
  return response;
}

// The whole blob's length as the registry tells it, whichever way.
function announcedSize(response: Response): number | undefined {
  const text = response.status === 206 ? /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] : response.headers.get("content-length");
  return text === undefined || text === null ? undefined : Number(text);
}

// A server that knows no ranges sends everything again: what we have is dropped.
function skipping(body: Response["body"], bytes: number): Response["body"] {
  async function* rest(): AsyncGenerator<Buffer[]> {
    let toSkip = bytes;
    for await (const batch of body) {
      const kept: Buffer[] = [];
      for (const chunk of batch) {
        const drop = Math.min(toSkip, chunk.length);
        toSkip -= drop;
        if (drop < chunk.length) kept.push(chunk.subarray(drop));
      }
      if (kept.length > 0) yield kept;
    }
  }
  return { ...body, [Symbol.asyncIterator]: rest };
}

export function sizeMismatch(what: string, response: Response, { has, size }: { has: number; size: number }): Error {
  const prefix = what === "" ? "" : `${what}: `;
  return failedPrecondition(`${prefix}${shownUrl(response.url)} failed size validation: ${has} != ${size}`);
}

export function tooLong(what: string, response: Response, size: number): Error {
  return failedPrecondition(`${what}: ${shownUrl(response.url)} failed size validation: more than the ${size} bytes of its descriptor`);
}

/** Says which blob an error is about, once. */
export function named(what: string, error: unknown): Error {
  const message = messageOf(error);
  return message.startsWith(what) ? (error as Error) : createError(errorClassOf(error), `${what}: ${message}`, { verbatim: true, cause: error });
}
