import { randomBytes } from "node:crypto";
import { isError, messageOf } from "@stevedore/errors";
import { TRANSFER_LABEL } from "../abandoned.ts";
import { cleanupCall, type Scope } from "../deps.ts";

const LEASE_HOURS = 24;

/** What arrives has nobody's lease: until the image's own records refer to it, one of ours keeps it. */
export async function underLease(scope: Scope, what: string, task: (lease: string) => Promise<void>): Promise<void> {
  const { deps: { leases } } = scope;
  const id = `arrival-${randomBytes(6).toString("base64url")}`;
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  await leases.create({ id, labels: { "containerd.io/gc.expire": expire, [TRANSFER_LABEL]: what } }, scope.call);
  try {
    await task(id);
  } finally {
    await leases.delete({ id }, cleanupCall(scope)).catch((error: unknown) => {
      if (!isError(error, "notFound")) scope.log.warn("lease not deleted, it expires by itself", { lease: id, error: messageOf(error) });
    });
  }
}
