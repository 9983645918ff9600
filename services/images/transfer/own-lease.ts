import { isError, messageOf } from "@stevedore/errors";
import { TRANSFER_LABEL } from "./abandoned.ts";
import { cleanupCall, type Scope } from "./deps.ts";

const LEASE_HOURS = 24;

/**
 * Runs a task under a lease of ours: it keeps what arrives from being collected before the image refers to it. Its label
 * says what for, so that one which outlives the process can be found.
 */
export async function withOwnLease(scope: Scope, { id, what }: { id: string; what: string }, task: (scope: Scope) => Promise<void>): Promise<void> {
  const { leases } = scope.deps;
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  await leases.create({ id, labels: { "containerd.io/gc.expire": expire, [TRANSFER_LABEL]: what } }, scope.call);
  try {
    await task({ ...scope, ownsLease: true, call: { ...scope.call, lease: id } });
  } finally {
    await leases.delete({ id }, cleanupCall(scope)).catch((error: unknown) => {
      if (!isError(error, "notFound")) scope.log.warn("lease not deleted, it expires by itself", { lease: id, error: messageOf(error) });
    });
  }
}
