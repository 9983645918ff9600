import { failedPrecondition, isError, messageOf, notFound } from "@stevedore/errors";
import { type Descriptor, type Index, MAX_DOCUMENT_BYTES, MediaType, parseIndex } from "@stevedore/oci";
import { type ClientContext, hostsFor, retryFor } from "./context.ts";
import type { RegistryHost } from "./host.ts";
import { statusError } from "./status-error.ts";
import type { Response } from "./transport.ts";
import { shownUrl } from "./transport-error.ts";

export interface ReferrersOptions {
  /** Only those of these artifact types; all when empty. */
  artifactTypes?: readonly string[];
  signal?: AbortSignal | undefined;
}

// A registry that pages for ever is not followed for ever.
const MAX_PAGES = 100;

/**
 * What a registry has that refers to a digest: its referrers API, or the index under the tag `sha256-…` where it has no such API
 * (distribution spec 1.1). Hosts are asked as their capability `referrers` says. Nothing anywhere is an empty list.
 */
export async function listReferrers(context: ClientContext, digest: string, { artifactTypes = [], signal }: ReferrersOptions = {}): Promise<Descriptor[]> {
  const hosts = hostsFor(context, "referrers");
  const forTags = hosts.length > 0 ? hosts : hostsFor(context, "resolve");
  if (forTags.length === 0) throw notFound("no referrers hosts", { hint: `no host configured for ${context.reference.host} may be asked for referrers` });
  const query = artifactTypes.map((type) => `artifactType=${encodeURIComponent(type)}`).join("&");
  const { repository } = context.reference;
  const ask = (path: string, among: readonly RegistryHost[]): Promise<Answers> => firstAnswer(context, among, signal, (at) => readPages(context, at, path));
  const byApi = await ask(`${repository}/referrers/${digest}${query === "" ? "" : `?${query}`}`, hosts);
  if (byApi.descriptors !== undefined) return filtered(byApi.descriptors, artifactTypes);
  const byTag = await ask(`${repository}/manifests/${tagOf(digest)}`, forTags);
  const failure = byTag.descriptors === undefined ? (byApi.failure ?? byTag.failure) : undefined;
  if (failure !== undefined) throw failure;
  return filtered(byTag.descriptors ?? [], artifactTypes);
}

interface At {
  host: RegistryHost;
  isLast: boolean;
  signal: AbortSignal | undefined;
}

interface Answers {
  /** Undefined: no host has such a thing. */
  descriptors: Descriptor[] | undefined;
  /** Of the first host that failed otherwise than by not having it. */
  failure: unknown;
}

async function firstAnswer(context: ClientContext, hosts: readonly RegistryHost[], signal: AbortSignal | undefined, ask: (at: At) => Promise<Descriptor[]>): Promise<Answers> {
  let failure: unknown;
  for (const [i, host] of hosts.entries()) {
    try {
      return { descriptors: await ask({ host, isLast: i === hosts.length - 1, signal }), failure: undefined };
    } catch (error) {
      if (signal?.aborted === true) throw error;
      context.log.debug("no referrers from host", { reference: context.text, host: host.host, error: messageOf(error) });
      if (!isError(error, "notFound")) failure ??= error;
    }
  }
  return { descriptors: undefined, failure };
}

async function readPages(context: ClientContext, at: At, path: string): Promise<Descriptor[]> {
  const descriptors: Descriptor[] = [];
  let next: string | URL | undefined = path;
  for (let page = 0; next !== undefined; page++) {
    if (page === MAX_PAGES) throw failedPrecondition(`${context.text}: referrers come in more than ${MAX_PAGES} pages`);
    const response: Response = await context.requester({
      host: at.host,
      method: "GET",
      path: next,
      headers: { accept: `${MediaType.ociIndex}, ${MediaType.dockerIndex}`, "accept-encoding": "identity" },
      retry: retryFor(context, at.isLast),
      signal: at.signal,
    });
    descriptors.push(...(await readIndex(context, response)).manifests);
    next = nextPage(response);
  }
  return descriptors;
}

async function readIndex(context: ClientContext, response: Response): Promise<Index> {
  const where = shownUrl(response.url);
  if (response.status === 404) {
    response.body.cancel();
    throw notFound(`content at ${where} not found`, { verbatim: true });
  }
  if (response.status > 299) throw await statusError(response);
  const body = await response.body.collect(MAX_DOCUMENT_BYTES);
  if (body === undefined) throw failedPrecondition(`${context.text}: the referrers at ${where} are longer than ${MAX_DOCUMENT_BYTES} bytes`);
  return parseIndex(body, `referrers at ${where}`);
}

// RFC 8288: <URL>; rel="next"
function nextPage(response: Response): URL | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next\b/.exec(response.headers.get("link") ?? "")?.[1];
  return target === undefined || !URL.canParse(target, response.url) ? undefined : new URL(target, response.url);
}

function tagOf(digest: string): string {
  const [algorithm = "", encoded = ""] = digest.split(":");
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`;
}

// Registries need not filter, and the index under a tag has everything.
function filtered(descriptors: readonly Descriptor[], artifactTypes: readonly string[]): Descriptor[] {
  return descriptors.filter(({ artifactType }) => artifactTypes.length === 0 || artifactTypes.includes(artifactType ?? ""));
}
