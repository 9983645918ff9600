import type { Logger } from "@stevedore/log";
import { type Descriptor, parseImageReference } from "@stevedore/oci";
import type { CredentialsSource } from "./credentials.ts";
import { createFetcher } from "./fetcher.ts";
import type { RegistryHost } from "./host.ts";
import { createRequester } from "./requester.ts";
import { resolveReference } from "./resolver.ts";
import { DEFAULT_RETRY, type RetryPolicy } from "./retry.ts";
import type { Transport } from "./transport.ts";

export interface RegistryClientOptions {
  /** `host/repository:tag`, `…@digest` or both. */
  reference: string;
  /** In the order in which to try them: see `loadHosts`. */
  hosts: readonly RegistryHost[];
  transport: Transport;
  log: Logger;
  credentials?: CredentialsSource;
  /** Sent to every host of the registry. */
  headers?: Readonly<Record<string, string>>;
  retry?: RetryPolicy;
}

export interface Resolved {
  /** The reference, as given. */
  name: string;
  descriptor: Descriptor;
}

/** Reads blobs of one repository. */
export interface Fetcher {
  /**
   * The bytes of a blob from `offset` on, in batches of chunks. Broken transfers are resumed by range, other hosts are tried.
   * Throws when the registry's size is not the descriptor's; the digest is for the reader to check.
   */
  open(descriptor: Descriptor, options?: { offset?: number; signal?: AbortSignal }): AsyncIterable<Buffer[]>;
  /** A whole small blob, its digest checked. Throws when it is longer than MAX_DOCUMENT_BYTES. */
  read(descriptor: Descriptor, options?: { signal?: AbortSignal }): Promise<Buffer>;
}

/** One reference's registry, for the time of one pull (or push, to come). */
export interface RegistryClient {
  readonly reference: string;
  /** Throws NotFound `REF: not found`, Unauthenticated `pull access denied, …`, Unavailable `failed to do request: …`. */
  resolve(options?: { signal?: AbortSignal }): Promise<Resolved>;
  fetcher(): Fetcher;
}

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const reference = parseImageReference(options.reference);
  const { hosts, log } = options;
  const requester = createRequester({
    transport: options.transport,
    registry: reference.host,
    reference: options.reference,
    scopes: [`repository:${reference.repository}:pull`],
    headers: options.headers ?? {},
    credentials: options.credentials,
  });
  const context = { reference, text: options.reference, hosts, requester, retry: options.retry ?? DEFAULT_RETRY, log };
  return {
    reference: options.reference,
    resolve: async ({ signal } = {}) => ({ name: options.reference, descriptor: await resolveReference(context, signal) }),
    fetcher: () => createFetcher(context),
  };
}
