import type { containerd } from "@stevedore/api";
import { parseReference } from "@stevedore/oci";
import { createDockerCredentials, createRegistryClient, firstCredentials, loadHosts } from "@stevedore/registry";
import { createCredentials } from "./credentials.ts";
import type { Scope } from "./deps.ts";
import type { RegistrySource } from "./source.ts";

/** The repository that an `OCIRegistry` message describes. */
export function registrySource(scope: Scope, message: containerd.types.transfer.IOCIRegistry): RegistrySource {
  const { deps, shared, log, call: { signal } } = scope;
  const text = message.reference ?? "";
  const reference = parseReference(text);
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
    resolve: (options) => client.resolve({ ...options, signal }),
    pusher: (options) => client.pusher(options),
  };
}
