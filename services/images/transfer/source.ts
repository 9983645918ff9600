import type { containerd } from "@stevedore/api";
import { parseImageReference } from "@stevedore/oci";
import { createRegistryClient, loadHosts, type Fetcher, type Resolved } from "@stevedore/registry";
import { createCredentials } from "./credentials.ts";
import type { Scope } from "./deps.ts";

/** Where an image comes from. */
export interface Source {
  /** As progress messages name it: `OCI Registry (REF)`. */
  title: string;
  /** For `distribution.source` labels. */
  host: string;
  repository: string;
  fetcher: Fetcher;
  resolve(): Promise<Resolved>;
}

/** The source that an `OCIRegistry` message describes. */
export function registrySource(scope: Scope, message: containerd.types.transfer.IOCIRegistry): Source {
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
    ...(resolver.authStream ? { credentials: createCredentials(scope, resolver.authStream) } : {}),
  });
  return {
    title: `OCI Registry (${text})`,
    host: reference.host,
    repository: reference.repository,
    fetcher: client.fetcher(),
    resolve: () => client.resolve({ signal }),
  };
}
