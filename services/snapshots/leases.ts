import type { LeasesService } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";

/** Who asks: the namespace of a call, and the lease that it names. */
export interface Scope {
  namespace: string;
  lease: string | undefined;
}

/** Ties snapshots to the lease of a call; a call without a lease does nothing. */
export interface Leases {
  /** To be called before the record is made, so that no collection falls in between. @throws NotFound `lease does not exist` */
  add(scope: Scope, snapshotter: string, key: string): Promise<void>;
  /** Unties; a lease that is gone is no error. */
  remove(scope: Scope, snapshotter: string, key: string): Promise<void>;
}

export function createLeases(client: Client<typeof LeasesService>): Leases {
  const resourceOf = (snapshotter: string, id: string) => ({ type: `snapshots/${snapshotter}`, id });
  return {
    async add({ namespace, lease }, snapshotter, key) {
      if (lease === undefined) return;
      await client.addResource({ id: lease, resource: resourceOf(snapshotter, key) }, { namespace }).catch((error: unknown) => {
        throw isError(error, "notFound") ? notFound("lease does not exist", { cause: error }) : error;
      });
    },
    async remove({ namespace, lease }, snapshotter, key) {
      if (lease === undefined) return;
      await client.deleteResource({ id: lease, resource: resourceOf(snapshotter, key) }, { namespace }).catch((error: unknown) => {
        if (!isError(error, "notFound")) throw error;
      });
    },
  };
}
