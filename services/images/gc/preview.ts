import type { stevedore } from "@stevedore/api";
import type { MarkInput, NamespacedRef } from "./graph.ts";
import { expiredLeases, mark } from "./mark.ts";

/** Gives the bytes on disk of a blob, snapshot or ingest; 0 for anything else, and for what is gone by now. */
export type Measure = (ref: NamespacedRef) => Promise<number>;

const MEASURED_AT_ONCE = 16;

/** What a collection would remove: the collector's own mark, over all records but those that are thought of as removed. */
export async function preview(input: MarkInput, { without, measure }: { without: readonly NamespacedRef[]; measure: Measure }): Promise<stevedore.v1.IPreviewReply> {
  const removed = new Set(without.map(idOf));
  const nodes = input.nodes.filter((node) => !removed.has(idOf(node)));
  const leases = input.leases.filter(({ namespace, id }) => !removed.has(idOf({ namespace, kind: "lease", key: id })));
  const isKept = mark({ nodes, leases, now: input.now });
  const unused = new Map<string, NamespacedRef>();
  const keptBlobs = new Set<string>();
  for (const { namespace, kind, key } of nodes) {
    const ref = { namespace, kind, key };
    if (!isKept(namespace, ref)) unused.set(idOf(ref), ref);
    else if (kind === "content") keptBlobs.add(key);
  }
  for (const { namespace, id } of expiredLeases(leases, input.now)) unused.set(idOf({ namespace, kind: "lease", key: id }), { namespace, kind: "lease", key: id });
  const refs = [...unused.values()];
  const sizes = await measureAll(refs, measure);
  const counted = new Set<string>();
  let bytes = 0;
  for (const [i, { kind, key }] of refs.entries()) {
    // Namespaces share a blob's file.
    if (kind === "content" && (keptBlobs.has(key) || counted.has(key))) continue;
    if (kind === "content") counted.add(key);
    bytes += sizes[i] ?? 0;
  }
  return { unused: refs.map((ref, i) => ({ ...ref, bytes: sizes[i] ?? 0 })), bytes };
}

async function measureAll(refs: readonly NamespacedRef[], measure: Measure): Promise<number[]> {
  const sizes: number[] = Array.from({ length: refs.length }, () => 0);
  let next = 0;
  await Promise.all(Array.from({ length: MEASURED_AT_ONCE }, async () => {
    for (let i = next++; i < refs.length; i = next++) sizes[i] = await measure(refs[i] as NamespacedRef);
  }));
  return sizes;
}

// JSON: no separator could be told from a character of a key.
function idOf({ namespace, kind, key }: NamespacedRef): string {
  return JSON.stringify([namespace, kind, key]);
}
