import type { Logger } from "@stevedore/log";
import { type Descriptor, parseImageReference, parseReference } from "@stevedore/oci";
import type { CredentialsSource } from "./credentials.ts";
import type { ClientContext } from "./context.ts";
import { createFetcher, type Fetcher } from "./fetcher.ts";
import type { RegistryHost } from "./host.ts";
import { createPusher, type Pusher, type PusherOptions } from "./pusher.ts";
import { listReferrers, type ReferrersOptions } from "./referrers.ts";
import { createRequester } from "./requester.ts";
import { resolveReference, type ResolvedReference, type ResolveOptions } from "./resolver.ts";
import { DEFAULT_RETRY, type RetryPolicy } from "./retry.ts";
import type { Transport } from "./transport.ts";

export interface RegistryClientOptions {
  /** `host/repository:tag`, `…@digest` or both; neither where something is only pushed, by its digest. */
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

export interface Resolved extends ResolvedReference {
  /** The reference, as given. */
  name: string;
}

/** One reference's registry, for the time of one pull or push. */
export interface RegistryClient {
  readonly reference: string;
  /** Throws NotFound `REF: not found`, Unauthenticated `pull access denied, …`, Unavailable `failed to do request: …`. */
  resolve(options?: ResolveOptions): Promise<Resolved>;
  fetcher(): Fetcher;
  /** What refers to a digest of the repository: signatures, SBOMs, attestations. Empty when nothing does, or the registry can't say. */
  referrers(digest: string, options?: ReferrersOptions): Promise<Descriptor[]>;
  /** Throws NotFound when no host of the registry may be pushed to. */
  pusher(options: PusherOptions): Pusher;
}

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const reference = parseReference(options.reference);
  const { hosts, log } = options;
  const contextFor = (action: "pull" | "push", others: readonly string[] = []): ClientContext => ({
    reference,
    text: options.reference,
    hosts,
    requester: createRequester({
      transport: options.transport,
      registry: reference.host,
      reference: options.reference,
      repository: reference.repository,
      scopes: (repository) => [`repository:${repository}:${action === "push" ? "pull,push" : "pull"}`, ...others],
      action,
      headers: options.headers ?? {},
      credentials: options.credentials,
    }),
    retry: options.retry ?? DEFAULT_RETRY,
    log,
  });
  const context = contextFor("pull");
  return {
    reference: options.reference,
    resolve: async (resolveOptions) => {
      parseImageReference(options.reference);
      return { name: options.reference, ...(await resolveReference(context, resolveOptions)) };
    },
    fetcher: () => createFetcher(context),
    referrers: (digest, referrersOptions) => listReferrers(context, digest, referrersOptions),
    pusher: (pusherOptions) => createPusher(
      contextFor("push", (pusherOptions.mountFrom ?? []).map((from) => `repository:${from}:pull`)),
      pusherOptions,
    ),
  };
}
