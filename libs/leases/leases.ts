import type { LeasesService } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";

/** Who asks, and how: the namespace of a call, and the lease that it names. */
export interface Scope {
  namespace: string;
  lease?: string | undefined;
  /** The caller has told the lease already. */
  leaseHeld?: boolean;
  /** The call does not wait for the disk, nor has the lease to. */
  deferred?: boolean;
}

export interface LeasedResource {
  /** `content`, `ingests`, `snapshots/<snapshotter>`. */
  type: string;
  id: string;
}

/** Ties resources to the lease of a call; a call without a lease does nothing. */
export interface Leases {
  /** To be called before the record is made, so that no collection falls in between. @throws NotFound `lease does not exist` */
  add(scope: Scope, resource: LeasedResource): Promise<void>;
  /** Unties; a lease that is gone is no error. */
  remove(scope: Scope, resource: LeasedResource): Promise<void>;
}

export function createLeases({ client }: { client: Client<typeof LeasesService> }): Leases {
  return {
    async add({ namespace, lease, leaseHeld, deferred = false }, resource) {
      if (lease === undefined || leaseHeld === true) return;
      await client.addResource({ id: lease, resource }, { namespace, deferred }).catch((error: unknown) => {
        throw isError(error, "notFound") ? notFound("lease does not exist", { cause: error }) : error;
      });
    },
    async remove({ namespace, lease, leaseHeld, deferred = false }, resource) {
      if (lease === undefined || leaseHeld === true) return;
      await client.deleteResource({ id: lease, resource }, { namespace, deferred }).catch((error: unknown) => {
        if (!isError(error, "notFound")) throw error;
      });
    },
  };
}
