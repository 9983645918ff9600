import type { containerd } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import { parseImageReference } from "@stevedore/oci";
import { createDockerCredentials, createRegistryClient, firstCredentials, loadHosts, type Fetcher, type Pusher, type PusherOptions, type Resolved } from "@stevedore/registry";
import { createCredentials } from "./credentials.ts";
import type { Scope } from "./deps.ts";

/** Where blobs come from. */
export interface Source {
  /** For `distribution.source` labels and errors; absent when they come from no registry. */
  origin?: { host: string; repository: string };
  /** What it was made of: how it can be asked again later. */
  registry?: containerd.types.transfer.IOCIRegistry;
  fetcher: Fetcher;
}

/** A registry's repository, which is also where an image can be pushed to. */
export interface RegistrySource extends Source {
  origin: { host: string; repository: string };
  /** As progress messages name it: `OCI Registry (REF)`. */
  title: string;
  resolve(): Promise<Resolved>;
  pusher(options: PusherOptions): Pusher;
}

/** What has been stored already: asking for anything else is NotFound. */
export const localSource: Source = {
  fetcher: {
    open: ({ digest }) => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(notFound(`content digest ${digest}`)) }) }),
    async range({ digest }) { throw notFound(`content digest ${digest}`); },
    async read({ digest }) { throw notFound(`content digest ${digest}`); },
  },
};

/** The repository that an `OCIRegistry` message describes. */
export function registrySource(scope: Scope, message: containerd.types.transfer.IOCIRegistry): RegistrySource {
  const { deps, shared, log, call: { signal } } = scope;
  const text = message.reference ?? "";
  const reference = parseImageReference(text);
  const resolver = message.resolver ?? {};
  const client = createRegistryClient({
    reference: text,
    hosts: loadHosts({
      host: reference.host,
      hostDirs: resolver.hostDir ? [resolver.hostDir] : deps.config.hostDirs,
      defaultScheme: resolver.defaultScheme ?? "",
    }),
    transport: shared.transport,
    log,
    headers: resolver.headers ?? {},
    credentials: firstCredentials(
      resolver.authStream ? createCredentials(scope, resolver.authStream) : undefined,
      deps.config.dockerConfig === undefined ? undefined : createDockerCredentials({ file: deps.config.dockerConfig }),
    ),
  });
  return {
    title: `OCI Registry (${text})`,
    origin: { host: reference.host, repository: reference.repository },
    registry: message,
    fetcher: client.fetcher(),
    resolve: () => client.resolve({ signal }),
    pusher: (options) => client.pusher(options),
  };
}
