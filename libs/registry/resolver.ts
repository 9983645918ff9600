import { failedPrecondition, invalidArgument, isError, messageOf, notFound } from "@stevedore/errors";
import { type Descriptor, MAX_DOCUMENT_BYTES, digestOf, digestProblem, isIndexType, isManifestType, isSchema1Type, parseDigest } from "@stevedore/oci";
import { type ClientContext, hostsFor, MANIFEST_ACCEPT, retryFor } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { statusError } from "./status-error.ts";
import type { Response } from "./transport.ts";
import { isBrokenConnection, shownUrl } from "./transport-error.ts";

export interface ResolveOptions {
  signal?: AbortSignal | undefined;
  /** The document is wanted next: it is asked for at once, by GET, of hosts that may be pulled from. */
  withDocument?: boolean;
}

export interface ResolvedReference {
  descriptor: Descriptor;
  /** Its bytes, which have its digest, where they came along. */
  document?: Buffer;
}

/**
 * What a reference stands for: asked of each host in turn, by HEAD, and by GET where HEAD says too little or the document is wanted.
 * The error of the host that got furthest is thrown; NotFound `REF: not found` when all say so.
 */
export async function resolveReference(context: ClientContext, { signal, withDocument = false }: ResolveOptions = {}): Promise<ResolvedReference> {
  const { reference, text } = context;
  const hosts = hostsFor(context, reference.digest === undefined ? "resolve" : "pull");
  if (hosts.length === 0) throw notFound("no resolve hosts", { hint: `no host configured for ${reference.host} may resolve` });
  let failure: unknown;
  for (const [i, host] of hosts.entries()) {
    try {
      return await resolveAt(context, { host, isLast: i === hosts.length - 1, signal, byGet: withDocument && host.capabilities.has("pull") });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      context.log.debug("resolve failed at host", { reference: text, host: host.host, error: messageOf(error) });
      if (failure === undefined || isError(failure, "notFound")) failure = error;
    }
  }
  throw failure;
}

interface At {
  host: RegistryHost;
  isLast: boolean;
  signal: AbortSignal | undefined;
  byGet: boolean;
}

function resolveAt(context: ClientContext, at: At): Promise<ResolvedReference> {
  return at.byGet ? resolveByGet(context, at) : resolveByHead(context, at);
}

async function resolveByHead(context: ClientContext, at: At): Promise<ResolvedReference> {
  const response = await ask(context, at, "HEAD");
  const { status } = response;
  // Some registries know no HEAD; a GET tells whether the thing is there.
  if (status === 400 || status === 405 || status === 501) return resolveByGet(context, at);
  await checkStatus(context, response);
  response.body.cancel();
  const size = Number(response.headers.get("content-length") ?? Number.NaN);
  const mediaType = mediaTypeOf(response);
  const digest = checkedDigest(context, response);
  if (digest === undefined || !Number.isSafeInteger(size) || size <= 0 || !isKnown(mediaType)) return resolveByGet(context, at);
  return { descriptor: { mediaType, digest, size } };
}

async function resolveByGet(context: ClientContext, at: At): Promise<ResolvedReference> {
  const response = await ask(context, at, "GET");
  await checkStatus(context, response);
  const announced = checkedDigest(context, response);
  const length = Number(response.headers.get("content-length") ?? 0);
  if (length > MAX_DOCUMENT_BYTES) {
    response.body.cancel();
    throw invalidArgument(`${context.text}: ${length} bytes is too long for a document`, { hint: `at most ${MAX_DOCUMENT_BYTES}` });
  }
  let body: Buffer | undefined;
  try {
    body = await response.body.collect(MAX_DOCUMENT_BYTES);
  } catch (error) {
    // Whoever fetches the document goes on where it breaks off.
    if (!at.byGet || !isBrokenConnection(error)) throw error;
    return resolveByHead(context, { ...at, byGet: false });
  }
  if (body === undefined) throw invalidArgument(`${context.text}: manifest is longer than ${MAX_DOCUMENT_BYTES} bytes`);
  const expected = context.reference.digest ?? announced;
  const digest = digestOf(body, expected === undefined ? "sha256" : parseDigest(expected).algorithm);
  if (expected !== undefined && digest !== expected) {
    throw failedPrecondition(`${context.text}: content from ${shownUrl(response.url)} has digest ${digest}, expected ${expected}`);
  }
  const mediaType = mediaTypeOf(response);
  return { descriptor: { mediaType: isKnown(mediaType) ? mediaType : (declaredType(body) ?? mediaType), digest, size: body.length }, document: body };
}

function ask(context: ClientContext, at: At, method: "HEAD" | "GET"): Promise<Response> {
  const { repository, digest, tag } = context.reference;
  return context.requester({
    host: at.host,
    method,
    path: `${repository}/manifests/${digest ?? tag}`,
    headers: { accept: MANIFEST_ACCEPT, "accept-encoding": "identity" },
    retry: retryFor(context, at.isLast),
    signal: at.signal,
  });
}

async function checkStatus(context: ClientContext, response: Response): Promise<void> {
  if (response.status === 404) {
    response.body.cancel();
    throw notFound(context.text);
  }
  if (response.status > 299) throw await statusError(response);
}

// A registry that answers a digest with another one is wrong; one that announces nonsense is not believed.
function checkedDigest({ reference, text }: ClientContext, response: Response): string | undefined {
  const announced = response.headers.get("docker-content-digest") ?? "";
  if (reference.digest === undefined) return digestProblem(announced) === undefined ? announced : undefined;
  const sameAlgorithm = announced.split(":")[0] === parseDigest(reference.digest).algorithm;
  if (sameAlgorithm && announced !== reference.digest) {
    response.body.cancel();
    throw failedPrecondition(`${text}: ${response.url.host} answers with digest ${announced}, expected ${reference.digest}`);
  }
  return reference.digest;
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
}

function isKnown(mediaType: string): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType) || isSchema1Type(mediaType);
}

function declaredType(body: Buffer): string | undefined {
  try {
    const { mediaType } = JSON.parse(body.toString()) as { mediaType?: unknown };
    return typeof mediaType === "string" ? mediaType : undefined;
  } catch {
    return undefined;
  }
}
