import type { Reader } from "@stevedore/metadata";
import { containerNamespaces, listContainers, type ContainerFields } from "../containers/container-records.ts";
import { RESTART_LABELS } from "./policy.ts";

export interface ContainerKey {
  namespace: string;
  id: string;
}

/**
 * The containers that carry the status label. Kept in memory, so that a look at them costs nothing where a host holds
 * thousands of containers that nobody wants restarted; what they want is read from their records.
 */
export interface RestartCandidates {
  /** A container's record was written; undefined: it is gone. */
  noteStored(namespace: string, id: string, container: ContainerFields | undefined): void;
  list(): ContainerKey[];
}

export function createRestartCandidates(containers: Reader): RestartCandidates {
  const candidates = new Map<string, ContainerKey>();
  const noteStored: RestartCandidates["noteStored"] = (namespace, id, container) => {
    const key = `${namespace}/${id}`;
    if (container?.labels?.[RESTART_LABELS.status] === undefined) candidates.delete(key);
    else candidates.set(key, { namespace, id });
  };
  for (const namespace of containerNamespaces(containers)) {
    for (const container of listContainers(containers, namespace)) noteStored(namespace, container.id, container);
  }
  return { noteStored, list: () => [...candidates.values()] };
}
