import type { Logger } from "@stevedore/log";
import { MediaType, type Reference } from "@stevedore/oci";
import type { Capability, RegistryHost } from "./host.ts";
import type { Requester } from "./requester.ts";
import type { RetryPolicy } from "./retry.ts";

/** What resolving and fetching of one reference share. */
export interface ClientContext {
  reference: Reference;
  /** The reference as given. */
  text: string;
  hosts: readonly RegistryHost[];
  requester: Requester;
  retry: RetryPolicy;
  log: Logger;
}

export const MANIFEST_ACCEPT = [MediaType.dockerManifest, MediaType.dockerIndex, MediaType.ociManifest, MediaType.ociIndex, "*/*"].join(", ");

export function hostsFor(context: ClientContext, capability: Capability): RegistryHost[] {
  return context.hosts.filter((host) => host.capabilities.has(capability));
}

/** Only the last host is asked patiently: while there is another one, asking that is quicker. */
export function retryFor(context: ClientContext, isLast: boolean): RetryPolicy {
  return isLast ? context.retry : { ...context.retry, attempts: 1 };
}
