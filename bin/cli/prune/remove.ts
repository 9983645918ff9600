import { isError, messageOf } from "@stevedore/errors";
import type { HostClient } from "../host-client.ts";
import type { Candidate } from "./candidates.ts";

/** Removes candidates, containers first; gives what was left because somebody began to use it meanwhile, or could not be removed. */
export async function removeCandidates(host: HostClient, candidates: readonly Candidate[]): Promise<{ candidate: Candidate; reason: string }[]> {
  const left: { candidate: Candidate; reason: string }[] = [];
  const order = { container: 0, image: 1, lease: 2 };
  for (const candidate of candidates.toSorted((a, b) => order[a.kind] - order[b.kind])) {
    try {
      await REMOVERS[candidate.kind](host, candidate);
    } catch (error) {
      if (!isError(error, "notFound")) left.push({ candidate, reason: messageOf(error) });
    }
  }
  return left;
}

const REMOVERS: Record<Candidate["kind"], (host: HostClient, candidate: Candidate) => Promise<void>> = {
  async container(host, { namespace, key }) {
    const call = { ...host.call, namespace };
    // An ended task is deleted; one that was started meanwhile refuses, and the container stays.
    await host.tasks.delete({ containerId: key }, call).catch((error: unknown) => {
      if (!isError(error, "notFound")) throw error;
    });
    await host.containers.delete({ id: key }, call);
  },
  async image(host, { namespace, key, target }) {
    // Only while it is what was looked at.
    await host.images.delete({ name: key, ...(target === undefined ? {} : { target }) }, { ...host.call, namespace });
  },
  async lease(host, { namespace, key }) {
    await host.leases.delete({ id: key }, { ...host.call, namespace });
  },
};
