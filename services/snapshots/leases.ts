import type { LeasesService } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";

/** A snapshot, and the lease that a call names; without one nothing is done. */
export interface LeasedSnapshot {
  namespace: string;
  lease: string | undefined;
  snapshotter: string;
  key: string;
}

/** Ties snapshots to leases, which the images service keeps. */
export interface Leases {
  /** To be done before the record is made, so that no collection falls in between. @throws NotFound `lease does not exist` */
  add(snapshot: LeasedSnapshot): Promise<void>;
  /** Unties; a lease that is gone is no error. */
  remove(snapshot: LeasedSnapshot): Promise<void>;
}

export function createLeases({ client }: { client: Client<typeof LeasesService> }): Leases {
  const request = ({ lease = "", snapshotter, key }: LeasedSnapshot) => ({ id: lease, resource: { type: `snapshots/${snapshotter}`, id: key } });
  return {
    async add(snapshot) {
      if (snapshot.lease === undefined) return;
      await client.addResource(request(snapshot), { namespace: snapshot.namespace }).catch((error: unknown) => {
        throw isError(error, "notFound") ? notFound("lease does not exist", { cause: error }) : error;
      });
    },
    async remove(snapshot) {
      if (snapshot.lease === undefined) return;
      await client.deleteResource(request(snapshot), { namespace: snapshot.namespace }).catch((error: unknown) => {
        if (!isError(error, "notFound")) throw error;
      });
    },
  };
}
