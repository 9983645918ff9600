import { isError, messageOf } from "@stevedore/errors";
import type { LeaseResource } from "../lease-entry.ts";
import { TRANSFER_LABEL } from "./abandoned.ts";
import { cleanupCall, type Scope } from "./deps.ts";

const LEASE_HOURS = 24;

/**
 * Runs a task under a lease of ours: it keeps what arrives from being collected before the image refers to it. Its label
 * says what for, so that one which outlives the process can be found. Without an id it gets one.
 */
export async function withOwnLease(scope: Scope, { id: wanted = "", what }: { id?: string; what: string }, task: (scope: Scope) => Promise<void>): Promise<void> {
  const { leases } = scope.deps;
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  const { lease } = await leases.create({ id: wanted, labels: { "containerd.io/gc.expire": expire, [TRANSFER_LABEL]: what } }, scope.call);
  const id = lease?.id ?? wanted;
  try {
    await task({ ...scope, ownsLease: true, call: { ...scope.call, lease: id } });
  } finally {
    await leases.delete({ id }, cleanupCall(scope)).catch((error: unknown) => {
      if (!isError(error, "notFound")) scope.log.warn("lease not deleted, it expires by itself", { lease: id, error: messageOf(error) });
    });
  }
}

/**
 * Ties what is about to be made to the transfer's own lease: here, in one commit, instead of by a call of each service that makes it.
 * Returns the options for the calls that do. A client's lease is told by those services, of each thing when it is there.
 */
export async function held({ deps, call, ownsLease }: Pick<Scope, "deps" | "call" | "ownsLease">, resources: readonly LeaseResource[]): Promise<Scope["call"]> {
  const { namespace, lease, deferred = false } = call;
  if (!ownsLease || lease === undefined) return call;
  await Promise.all(resources.map((resource) => deps.leases.addResource({ id: lease, resource }, { namespace, deferred })));
  return { ...call, leaseHeld: true };
}
