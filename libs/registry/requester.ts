import { unknownError } from "@stevedore/errors";
import { type Authorizer, createAuthorizer } from "./authorizer.ts";
import type { CredentialsSource } from "./credentials.ts";
import { apiUrl, repositoryAt, type RegistryHost, type TlsOptions } from "./host.ts";
import { isRetriedStatus, waitBeforeRetry, type RetryPolicy } from "./retry.ts";
import { isBrokenConnection, isPlainServer } from "./transport-error.ts";
import type { Response, SendOptions, Transport } from "./transport.ts";

export interface HostRequest {
  host: RegistryHost;
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Below the API's root: `library/busybox/manifests/latest`. A whole URL is asked with credentials only when it is at the
   * host itself (an upload's location), else without (a foreign layer's).
   */
  path: string | URL;
  headers: Record<string, string>;
  /** Called for each try: a stream can be read only once. */
  body?: () => Uint8Array | AsyncIterable<Uint8Array>;
  retry: RetryPolicy;
  signal: AbortSignal | undefined;
}

export interface RequesterOptions {
  transport: Transport;
  /** The registry's name in references. */
  registry: string;
  reference: string;
  /** The reference's repository: a host may call it by another name. */
  repository: string;
  /** What a token is asked for, where the repository is called so. */
  scopes: (repository: string) => readonly string[];
  /** What is done there, for the words of a refusal. */
  action: "pull" | "push";
  /** Sent to every host of the registry, but not where it redirects to. */
  headers: Readonly<Record<string, string>>;
  credentials: CredentialsSource | undefined;
}

/** Sends requests to a registry's hosts: authorized, redirected, repeated where that helps. Any status may come back. */
export type Requester = (request: HostRequest) => Promise<Response>;

const MAX_REDIRECTS = 10;
const USER_AGENT = "stevedore/0.1 (containerd-compatible)";

interface Shared extends RequesterOptions {
  /** Sends by http where the host has turned out to speak that. */
  send(host: RegistryHost, options: Omit<SendOptions, "body">, body: () => SendOptions["body"]): Promise<Response>;
}

export function createRequester(requesterOptions: RequesterOptions): Requester {
  const options: Shared = { ...requesterOptions, send: createSender(requesterOptions.transport) };
  const authorizers = new Map<string, Authorizer>();
  const authorizerOf = (host: RegistryHost): Authorizer => {
    const key = `${host.scheme}://${host.host}${host.path}`;
    const known = authorizers.get(key);
    if (known !== undefined) return known;
    const created = createAuthorizer({
      host: host.host,
      reference: options.reference,
      scopes: options.scopes(repositoryAt(host, options.repository)),
      action: options.action,
      credentials: options.credentials,
      // A token server elsewhere gets the credentials that are meant for it, but not the registry's client certificate.
      send: ({ body, ...request }) => options.send(host, {
        ...request,
        headers: { "user-agent": USER_AGENT, ...request.headers },
        tls: request.url.host === host.host ? host.tls : withoutClients(host.tls),
        dialTimeoutMs: host.dialTimeoutMs,
      }, () => body),
    });
    authorizers.set(key, created);
    return created;
  };
  return (request) => withRetries(request, () => authorized(options, request, authorizerOf(request.host)));
}

// What a host speaks is learned once for each requester: a registry may be given TLS at any time.
function createSender(transport: Transport): Shared["send"] {
  const plain = new Set<string>();
  return async (host, options, body) => {
    const { url } = options;
    const isFree = host.plainToo === true && url.protocol === "https:" && url.host === host.host;
    const asPlain = (): Promise<Response> => transport.send({ ...options, url: plainUrl(url), body: body() });
    if (isFree && plain.has(url.host)) return asPlain();
    try {
      return await transport.send({ ...options, body: body() });
    } catch (error) {
      if (!isFree || !isPlainServer(error)) throw error;
      plain.add(url.host);
      return asPlain();
    }
  };
}

function plainUrl(url: URL): URL {
  return new URL(url.href.replace(/^https:/, "http:"));
}

async function withRetries(request: HostRequest, once: () => Promise<Response>): Promise<Response> {
  const { retry, signal } = request;
  for (let attempt = 1; ; attempt++) {
    let retryAfter: string | undefined;
    try {
      const response = await once();
      if (!isRetriedStatus(response.status) || attempt >= retry.attempts) return response;
      retryAfter = response.headers.get("retry-after") ?? undefined;
      response.body.cancel();
    } catch (error) {
      if (!isBrokenConnection(error) || attempt >= retry.attempts) throw error;
    }
    await waitBeforeRetry(retry, attempt, { retryAfter, signal });
  }
}

async function authorized(options: Shared, request: HostRequest, authorizer: Authorizer): Promise<Response> {
  const url = request.path instanceof URL ? request.path : apiUrl(request.host, options.registry, pathAt(request.host, options.repository, request.path));
  if (!isHome(url, request.host)) return follow(options, request, { start: url, authorization: undefined });
  // Once without, once with what the challenge asked for, once more when that has expired meanwhile.
  for (let attempt = 1; ; attempt++) {
    const header = await authorizer.header();
    const response = await follow(options, request, { start: url, authorization: header });
    const isOwn = response.url.host === url.host;
    if (response.status !== 401 || !isOwn || attempt === 3) return response;
    if (!(await authorizer.learn(response, header))) return response;
  }
}

async function follow(options: Shared, request: HostRequest, from: { start: URL; authorization: string | undefined }): Promise<Response> {
  const { host, method, signal } = request;
  const { start, authorization } = from;
  let url = homeUrl(start, host);
  for (let hops = 0; ; hops++) {
    // What identifies us goes to the host it is meant for, never to where that host sends us.
    const isOwn = isHome(url, host);
    const response = await options.send(host, {
      url,
      method,
      headers: isOwn ? ownHeaders(options, request, authorization) : { "user-agent": USER_AGENT, ...request.headers },
      tls: isOwn ? host.tls : withoutClients(host.tls),
      dialTimeoutMs: host.dialTimeoutMs,
      signal,
    }, () => request.body?.());
    const location = response.headers.get("location");
    // 201 and 202 have a location too, which says where the thing is.
    if (response.status < 301 || response.status > 308 || response.status === 304 || location === null) return response;
    response.body.cancel();
    if (hops === MAX_REDIRECTS) throw unknownError(`${method} ${start.origin}${start.pathname}: stopped after ${MAX_REDIRECTS} redirects`);
    if (!URL.canParse(location, url)) throw unknownError(`${method} ${start.origin}${start.pathname}: redirected to "${location}", which is not a URL`);
    url = homeUrl(new URL(location, url), host);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw unknownError(`${method} ${start.origin}${start.pathname}: redirected to unsupported scheme "${url.protocol}"`);
  }
}

function pathAt(host: RegistryHost, repository: string, path: string): string {
  return path.startsWith(`${repository}/`) ? `${repositoryAt(host, repository)}${path.slice(repository.length)}` : path;
}

function isHome(url: URL, host: RegistryHost): boolean {
  return homeUrl(url, host).origin === originOf(host);
}

// Where either scheme will do, the one that is asked first stands for both.
function homeUrl(url: URL, host: RegistryHost): URL {
  return host.plainToo === true && url.protocol === "http:" && url.host === host.host ? new URL(url.href.replace(/^http:/, "https:")) : url;
}

function originOf({ scheme, host }: RegistryHost): string {
  return new URL(`${scheme}://${host}`).origin;
}

function ownHeaders(options: RequesterOptions, request: HostRequest, authorization: string | undefined): Record<string, string | string[]> {
  return {
    "user-agent": USER_AGENT,
    ...lowerCased(options.headers),
    ...request.host.headers,
    ...request.headers,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function withoutClients(tls: TlsOptions): TlsOptions {
  return tls.clients.length === 0 ? tls : { ...tls, clients: [] };
}
