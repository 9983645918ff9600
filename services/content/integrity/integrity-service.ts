import type { IntegrityService, stevedore } from "@stevedore/api";
import { invalidArgument, messageOf } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import { digestProblem } from "@stevedore/oci";
import type { Handlers } from "@stevedore/rpc";
import type { VerifyOptions } from "../stores/content-store.ts";
import type { Integrity } from "./integrity.ts";
import { listLost } from "./lost-blobs.ts";
import { BLOBS_PREFIX, getBlob, namespacesWith, pagesOfBlobs, type Info } from "../records.ts";
import type { Repairer } from "./repairer.ts";

export interface IntegrityServiceDeps {
  store: MetadataStore;
  integrity: Integrity;
  repairer: Pick<Repairer, "repair">;
}

type Reply = stevedore.v1.IVerifyContentReply;

/** The handlers of `stevedore.v1.Integrity`. */
export function createIntegrityService(deps: IntegrityServiceDeps): Handlers<typeof IntegrityService> {
  return {
    async *verify({ digests, repair }, { signal }) {
      for (const digest of digests) {
        const problem = digestProblem(digest);
        if (problem !== undefined) throw invalidArgument(`${digest}: ${problem}`);
      }
      const sums = { blobs: 0, bytes: 0 };
      const wanted = (digest: string): boolean => digests.length === 0 || digests.includes(digest);
      for await (const info of verifyAll(deps, wanted, { signal })) {
        sums.blobs += 1;
        sums.bytes += info.size;
      }
      const lost = Map.groupBy([...listLost(deps.store)].filter(({ lost: { digest } }) => wanted(digest)), ({ lost: { digest } }) => digest);
      for (const [digest, found] of lost) {
        const { size, problem, aside } = found[0]!.lost;
        const reply = { digest, size, problem: problem ?? "", aside: aside ?? "", namespaces: found.map(({ namespace }) => namespace) };
        yield repair ? { ...reply, ...(await repairNow(deps.repairer, digest)) } : reply;
      }
      yield sums;
    },
  };
}

/** Holds every wanted blob that has a record against its digest, one after the other; damaged ones are set aside. Gives what was read. */
export async function* verifyAll({ store, integrity }: Pick<IntegrityServiceDeps, "store" | "integrity">, wanted: (digest: string) => boolean, options: VerifyOptions): AsyncIterable<Info> {
  const seen = new Set<string>();
  for (const namespace of namespacesWith(store, BLOBS_PREFIX)) {
    for (const page of pagesOfBlobs(store, namespace)) {
      for (const { digest } of page) {
        if (seen.has(digest) || !wanted(digest)) continue;
        seen.add(digest);
        options.signal?.throwIfAborted();
        // It may have been deleted since the page was read.
        const info = getBlob(store, namespace, digest);
        if (info === undefined) continue;
        await integrity.check(info, options);
        yield info;
      }
    }
  }
}

async function repairNow(repairer: Pick<Repairer, "repair">, digest: string): Promise<Pick<Reply, "repairedFrom" | "repairProblem">> {
  return repairer.repair(digest).then(
    (repairedFrom) => ({ repairedFrom }),
    (error: unknown) => ({ repairProblem: messageOf(error) }),
  );
}
