import { createError, errorClassOf, failedPrecondition, invalidArgument, messageOf, notFound, unavailable } from "@stevedore/errors";
import { type Descriptor, MAX_DOCUMENT_BYTES, digestOf, isIndexType, isManifestType, isNonDistributableType, parseDigest } from "@stevedore/oci";
import type { Fetcher } from "./client.ts";
import { type ClientContext, hostsFor, MANIFEST_ACCEPT, retryFor } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { waitBeforeRetry } from "./retry.ts";
import { statusError } from "./status-error.ts";
import type { Response } from "./transport.ts";
import { isBrokenConnection, shownUrl } from "./transport-error.ts";

export function createFetcher(context: ClientContext): Fetcher {
  return {
    open: (descriptor, { offset = 0, signal } = {}) => readFrom(context, { descriptor, offset, signal }),
    read: (descriptor, { signal } = {}) => readWhole(context, descriptor, signal),
  };
}

interface Job {
  descriptor: Descriptor;
  offset: number;
  signal: AbortSignal | undefined;
}

/** One place where a blob may be: a host and a path, or the whole URL of a foreign layer. */
interface Source {
  host: RegistryHost;
  path: string | URL;
}

async function* readFrom(context: ClientContext, job: Job): AsyncGenerator<Buffer[]> {
  const { descriptor, signal } = job;
  const what = `blob ${descriptor.digest}`;
  const sources = sourcesOf(context, descriptor);
  let position = job.offset;
  for (let failures = 0; position < descriptor.size; ) {
    const { response, source } = await openAt(context, { sources, job: { ...job, offset: position } });
    const before = position;
    let broken: unknown;
    try {
      for await (const batch of response.body) {
        for (const chunk of batch) position += chunk.length;
        if (position > descriptor.size) throw tooLong(what, response, descriptor.size);
        yield batch;
      }
      // The end came early and in order: what is missing is asked for once more by range.
      broken = position < descriptor.size ? sizeMismatch(what, response, { has: position, size: descriptor.size }) : undefined;
    } catch (error) {
      if (!isBrokenConnection(error)) throw error;
      broken = error;
    }
    if (broken === undefined) return;
    failures = position > before ? 1 : failures + 1;
    if (failures >= context.retry.attempts) {
      sources.splice(sources.indexOf(source), 1);
      if (sources.length === 0) throw named(what, broken);
      failures = 0;
    }
    context.log.warn("transfer broke, resuming", { digest: descriptor.digest, host: response.url.host, offset: position, size: descriptor.size, error: messageOf(broken) });
    await waitBeforeRetry(context.retry, Math.max(1, failures), { signal });
  }
}

async function readWhole(context: ClientContext, descriptor: Descriptor, signal: AbortSignal | undefined): Promise<Buffer> {
  if (descriptor.size > MAX_DOCUMENT_BYTES) {
    throw invalidArgument(`${descriptor.digest}: ${descriptor.size} bytes is too long for a document`, { hint: `at most ${MAX_DOCUMENT_BYTES}` });
  }
  const chunks: Buffer[] = [];
  for await (const batch of readFrom(context, { descriptor, offset: 0, signal })) chunks.push(...batch);
  const bytes = Buffer.concat(chunks);
  const digest = digestOf(bytes, parseDigest(descriptor.digest).algorithm);
  if (digest !== descriptor.digest) {
    throw failedPrecondition(`content from ${context.reference.locator} has digest ${digest}, expected ${descriptor.digest}`);
  }
  return bytes;
}

function sourcesOf(context: ClientContext, descriptor: Descriptor): Source[] {
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

// Tries the sources in order; the error of the one that got furthest is thrown, `content at URL not found` when all say so.
async function openAt(context: ClientContext, { sources, job }: { sources: readonly Source[]; job: Job }): Promise<{ response: Response; source: Source }> {
  const what = `blob ${job.descriptor.digest}`;
  let failure: unknown;
  for (const [i, source] of sources.entries()) {
    const isLast = !sources.slice(i + 1).some(({ host }) => host !== source.host);
    try {
      return { response: await request(context, { source, job, isLast }), source };
    } catch (error) {
      if (job.signal?.aborted === true) throw error;
      if (failure === undefined || errorClassOf(failure) === "notFound") failure = error;
    }
  }
  throw failure === undefined ? notFound(`${what}: no host of ${context.reference.host} serves pulls`) : named(what, failure);
}

async function request(context: ClientContext, { source, job, isLast }: { source: Source; job: Job; isLast: boolean }): Promise<Response> {
  const { descriptor, offset, signal } = job;
  const accept = isManifestType(descriptor.mediaType) || isIndexType(descriptor.mediaType) ? `${descriptor.mediaType}, ${MANIFEST_ACCEPT}` : "*/*";
  // Asked for byte 0 without a range: some registries and caches answer ranges only reluctantly.
  const range: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
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
  if (response.status === 416) {
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

function checkLength(response: Response, { descriptor, offset }: Job): Response {
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

function sizeMismatch(what: string, response: Response, { has, size }: { has: number; size: number }): Error {
  const prefix = what === "" ? "" : `${what}: `;
  return failedPrecondition(`${prefix}${shownUrl(response.url)} failed size validation: ${has} != ${size}`);
}

function tooLong(what: string, response: Response, size: number): Error {
  return failedPrecondition(`${what}: ${shownUrl(response.url)} failed size validation: more than the ${size} bytes of its descriptor`);
}

function named(what: string, error: unknown): Error {
  const message = messageOf(error);
  return message.startsWith(what) ? (error as Error) : createError(errorClassOf(error), `${what}: ${message}`, { verbatim: true, cause: error });
}
