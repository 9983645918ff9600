import { timestampOf, type CollectionService, type stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import type { Handlers } from "@stevedore/rpc";
import { kindOf, type MarkInput, type NamespacedRef } from "./graph.ts";
import { expiryOf } from "./labels.ts";
import { explain, type Chain } from "./mark.ts";
import { listNodes } from "./nodes.ts";
import { preview, type Measure } from "./preview.ts";
import { readOwnRecords } from "./own-records.ts";
import type { ResourceOwner } from "./resource-owner.ts";
import type { Scheduler } from "./scheduler.ts";

export interface WhyDeps {
  store: MetadataStore;
  owners: readonly ResourceOwner[];
  scheduler: Pick<Scheduler, "outlook" | "collectNow">;
  /** How much disk a blob, snapshot or ingest takes. */
  measure: Measure;
}

const DIGEST_BEGINNING = /^(?:sha(?:256|384|512):)?[a-f0-9]{6,}$/;

/** The handlers of `stevedore.v1.Collection`: the collector's own marking, asked about one thing. */
export function createCollectionHandlers({ store, owners, scheduler, measure }: WhyDeps): Handlers<typeof CollectionService> {
  const readAll = async (): Promise<MarkInput> => {
    const own = readOwnRecords(store);
    const listed = await Promise.all(owners.map((owner) => listNodes(owner)));
    return { nodes: own.nodes.concat(...listed), leases: own.leases, now: Date.now() };
  };
  return {
    preview: async ({ without }) => preview(await readAll(), { without: without.map((name) => ({ namespace: name.namespace ?? "", kind: name.kind ?? "", key: name.key ?? "" })), measure }),
    async collect() {
      const { removed, freedBytes } = await scheduler.collectNow();
      return { removed, freedBytes };
    },
    async why({ key, namespace, kind }) {
      if (key === "") throw invalidArgument("key must not be empty");
      const input = await readAll();
      const asked = resourcesOf(input).filter((ref) => isMeant(ref, { key, namespace, kind }));
      const { nextMs, changes } = scheduler.outlook();
      return {
        findings: asked.map((ref) => ({ ...nameOf(ref), chains: explain(input, ref).map((chain) => encodeChain(input, chain)) })),
        nextCollection: nextMs === undefined ? null : timestampOf(new Date(nextMs)),
        changesUntilCollection: changes,
      };
    },
  };
}

function resourcesOf({ nodes, leases }: MarkInput): NamespacedRef[] {
  return [...nodes, ...leases.map(({ namespace, id }) => ({ namespace, kind: "lease", key: id }))];
}

function isMeant(ref: NamespacedRef, asked: { key: string; namespace: string; kind: string }): boolean {
  if (asked.namespace !== "" && ref.namespace !== asked.namespace) return false;
  if (asked.kind !== "" && ref.kind !== asked.kind && kindOf(ref) !== asked.kind) return false;
  if (ref.key === asked.key) return true;
  if (ref.kind !== "content" || !DIGEST_BEGINNING.test(asked.key)) return false;
  return ref.key.startsWith(asked.key) || ref.key.slice(ref.key.indexOf(":") + 1).startsWith(asked.key);
}

function nameOf({ namespace, kind, key }: NamespacedRef): NamespacedRef {
  return { namespace, kind, key };
}

// A lease is told as the root that it is, with what it holds as the first link.
function encodeChain(input: MarkInput, { root, edges }: Chain): stevedore.v1.IChain {
  const links = edges.map(({ by, to: { kind, key } }) => ({ by, kind, key }));
  const lease = root.why.startsWith("lease ") ? root.why.slice("lease ".length) : undefined;
  const { kind, key } = root.of;
  const until = untilOf(input, lease === undefined ? root.of : { namespace: root.of.namespace, kind: "lease", key: lease });
  return {
    ...(lease === undefined ? { kind, key, why: root.why, links } : { kind: "lease", key: lease, why: "lease", links: [{ by: "resource", kind, key }, ...links] }),
    until: until === undefined ? null : timestampOf(new Date(until)),
  };
}

function untilOf({ nodes, leases }: MarkInput, { namespace, kind, key }: NamespacedRef): number | undefined {
  if (kind === "lease") return expiryOf(leases.find((lease) => lease.namespace === namespace && lease.id === key)?.labels);
  const node = nodes.find((one) => one.namespace === namespace && one.kind === kind && one.key === key);
  return kind === "image" ? expiryOf(node?.labels) : node?.expireAtMs;
}
