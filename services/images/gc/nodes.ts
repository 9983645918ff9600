import { dateOf } from "@stevedore/api";
import type { Node } from "./graph.ts";
import type { Resource, ResourceOwner } from "./resource-owner.ts";

/** The records of an owner as the marker takes them: all, or those that were written since an epoch began. */
export async function listNodes(owner: ResourceOwner, epoch?: number): Promise<Node[]> {
  return (await owner.list(epoch)).map(nodeOf);
}

function nodeOf({ namespace, kind, key, labels, refs, root, lease, expireAt }: Resource): Node {
  return {
    namespace: namespace ?? "",
    kind: kind ?? "",
    key: key ?? "",
    labels: labels ?? {},
    refs: (refs ?? []).map((ref) => ({ kind: ref.kind ?? "", key: ref.key ?? "" })),
    root: root === true,
    ...(lease == null || lease === "" ? {} : { lease }),
    ...(expireAt == null ? {} : { expireAtMs: dateOf(expireAt).getTime() }),
  };
}
