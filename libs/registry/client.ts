import type { Logger } from "@stevedore/log";
import { type Descriptor, parseImageReference } from "@stevedore/oci";
import type { CredentialsSource } from "./credentials.ts";
import type { ClientContext } from "./context.ts";
import { createFetcher } from "./fetcher.ts";
import type { RegistryHost } from "./host.ts";
import { createPusher } from "./pusher.ts";
import { listReferrers, type ReferrersOptions } from "./referrers.ts";
import { createRequester } from "./requester.ts";
import type { Stall, StallLimits } from "./rate-watch.ts";
import type { RangeOptions } from "./read-ranges.ts";
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

export interface OpenOptions {
  offset?: number;
  signal?: AbortSignal;
  /** Fetches what is larger than one range by several requests at once; the bytes still come in order. */
  ranges?: RangeOptions;
  /** A transfer that is slower goes on at another host, if there is one; one that is silent begins anew anyway. */
  stall?: StallLimits;
  onStall?: (stall: Stall) => void;
}

/** Reads blobs of one repository. */
export interface Fetcher {
  /**
   * The bytes of a blob from `offset` on, in batches of chunks. Broken transfers are resumed by range, other hosts are tried.
   * Throws when the registry's size is not the descriptor's; the digest is for the reader to check.
   */
  open(descriptor: Descriptor, options?: OpenOptions): AsyncIterable<Buffer[]>;
  /** Exactly these bytes of a blob, by a request for them alone. Throws FailedPrecondition where the registry serves no ranges. */
  range(descriptor: Descriptor, options: { offset: number; length: number; signal?: AbortSignal }): Promise<Buffer>;
  /** A whole small blob, its digest checked. Throws when it is longer than MAX_DOCUMENT_BYTES. */
  read(descriptor: Descriptor, options?: { signal?: AbortSignal }): Promise<Buffer>;
}

/** Writes into one repository. */
export interface Pusher {
  /** Whether the registry has the blob, or, for the `tagged` manifest, the tag with that digest. */
  has(descriptor: Descriptor, options?: { signal?: AbortSignal }): Promise<boolean>;
  /** Uploads a blob, or has it mounted from another repository of the registry. Broken uploads go on where the registry says that it is. */
  pushBlob(descriptor: Descriptor, blob: UploadedBlob): Promise<"uploaded" | "mounted">;
  /** Puts a manifest or index, under its tag when it is the `tagged` one. */
  pushManifest(descriptor: Descriptor, bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<void>;
}

export interface UploadedBlob {
  /** Opens so many bytes from an offset on; again for each try. */
  open: (range: { offset: number; length: number }) => AsyncIterable<Uint8Array>;
  /** Repositories of the same registry that may have it. */
  mountFrom?: readonly string[];
  signal?: AbortSignal;
}

export interface PusherOptions {
  /** The digest that gets the reference's tag; the others are known by digest only. */
  tagged: string;
  /** All repositories from which blobs may be mounted: reading them has to be authorized beforehand. */
  mountFrom?: readonly string[];
  /** Blobs that are longer go in pieces of this length; 64 MiB when absent. */
  chunkBytes?: number;
}

/** One reference's registry, for the time of one pull or push. */
export interface RegistryClient {
  readonly reference: string;
  /** Throws NotFound `REF: not found`, Unauthenticated `pull access denied, …`, Unavailable `failed to do request: …`. */
  resolve(options?: { signal?: AbortSignal }): Promise<Resolved>;
  fetcher(): Fetcher;
  /** What refers to a digest of the repository: signatures, SBOMs, attestations. Empty when nothing does, or the registry can't say. */
  referrers(digest: string, options?: ReferrersOptions): Promise<Descriptor[]>;
  /** Throws NotFound when no host of the registry may be pushed to. */
  pusher(options: PusherOptions): Pusher;
}

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const reference = parseImageReference(options.reference);
  const { hosts, log } = options;
  const contextFor = (actions: string, others: readonly string[] = []): ClientContext => ({
    reference,
    text: options.reference,
    hosts,
    requester: createRequester({
      transport: options.transport,
      registry: reference.host,
      reference: options.reference,
      repository: reference.repository,
      scopes: (repository) => [`repository:${repository}:${actions}`, ...others],
      headers: options.headers ?? {},
      credentials: options.credentials,
    }),
    retry: options.retry ?? DEFAULT_RETRY,
    log,
  });
  const context = contextFor("pull");
  return {
    reference: options.reference,
    resolve: async ({ signal } = {}) => ({ name: options.reference, descriptor: await resolveReference(context, signal) }),
    fetcher: () => createFetcher(context),
    referrers: (digest, referrersOptions) => listReferrers(context, digest, referrersOptions),
    pusher: (pusherOptions) => createPusher(
      contextFor("pull,push", (pusherOptions.mountFrom ?? []).map((from) => `repository:${from}:pull`)),
      pusherOptions,
    ),
  };
}
