import { isExpired, isFlat, parseGcLabels, type ConditionalRef, type Ref } from "./labels.ts";

/** A record as the marker sees it. The same record may come more than once, seen at different times: all that it ever held counts. */
export interface Node extends Ref {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What it holds beside its labels: image → target, snapshot → parent, container → snapshot, ingest → expected digest. */
  readonly refs: readonly Ref[];
  /** Kept by itself, whatever refers to it. */
  readonly root?: boolean;
  /** Ingests without a lease: kept until then (milliseconds since 1970). */
  readonly expireAtMs?: number;
  /** Lives as long as this lease. */
  readonly lease?: string;
}

/** A lease with what it holds. */
export interface LeaseNode {
  readonly namespace: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly resources: readonly Ref[];
}

export interface MarkInput {
  readonly nodes: readonly Node[];
  readonly leases: readonly LeaseNode[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface NamespacedRef extends Ref {
  readonly namespace: string;
}

// What marks a node decides how far its mark goes: a flat lease keeps a snapshot with its parents and an image with
// its target, and does not follow labels. A node that both reach is followed in full.
export const FULL = 1;
export const FLAT = 2;

/** What keeps its target as long as its source is kept. `by` says how: a label's name, or what kind of record it is in. */
export interface Edge {
  readonly from: NamespacedRef;
  readonly to: NamespacedRef;
  readonly by: string;
  /** False for labels, which a flat lease does not follow. */
  readonly hard: boolean;
}

/** What is kept by itself, and why. */
export interface Root {
  readonly of: NamespacedRef;
  readonly flag: number;
  readonly why: string;
}

// What a record holds by itself, in a word; anything else is told by its kind.
const HARD: Record<string, string> = { image: "target", snapshot: "parent", container: "snapshot", ingest: "expected" };

/**
 * Every edge between records, by containerd's rules (core/metadata/gc.go). References in labels count on content, snapshots,
 * images, containers and sandboxes, conditions on content and images alone, back references on anything. All stay within a namespace.
 */
export function* edgesOf({ nodes, now }: Pick<MarkInput, "nodes" | "now">): Iterable<Edge> {
  const conditions: { from: NamespacedRef; ref: ConditionalRef; by: string }[] = [];
  const usedAt = new Map<string, number[]>();
  for (const node of nodes) {
    const { namespace } = node;
    for (const ref of node.refs) yield { from: node, to: { namespace, kind: ref.kind, key: ref.key }, by: HARD[kindOf(node)] ?? "record", hard: true };
    const { refs, backRefs, conditional, usedAtMs } = parseGcLabels(node.labels);
    if (FOLLOWED.has(kindOf(node))) for (const { label, ...ref } of refs) yield { from: node, to: { namespace, kind: ref.kind, key: ref.key }, by: label, hard: false };
    for (const { label, ...ref } of backRefs) yield { from: { namespace, kind: ref.kind, key: ref.key }, to: node, by: label, hard: false };
    if (node.kind === "content" || node.kind === "image") for (const ref of conditional) conditions.push({ from: node, ref, by: ref.label });
    if (usedAtMs !== undefined && kindOf(node) === "snapshot") pushTo(usedAt, idOf(node), usedAtMs);
  }
  for (const { from, ref, by } of conditions) {
    const to = { namespace: from.namespace, kind: ref.kind, key: ref.key };
    if (usedAt.get(idOf(to))?.some((ms) => ref.holds(now - ms)) === true) yield { from, to, by, hard: false };
  }
}

const FOLLOWED = new Set(["content", "snapshot", "image", "container", "sandbox"]);

/** Roots: leases and images that have not expired, containers and sandboxes, ingests until they expire, what is labelled as a root. */
export function* rootsOf({ nodes, leases, now }: MarkInput): Iterable<Root> {
  const live = new Set<string>();
  for (const { namespace, id, labels, resources } of leases) {
    if (isExpired(labels, now)) continue;
    const flat = isFlat(labels);
    live.add(idOf({ namespace, kind: "lease", key: id }));
    yield { of: { namespace, kind: "lease", key: id }, flag: FULL, why: "lease" };
    // Ingests have no labels that a flat lease could leave out: what they expect is kept in full.
    for (const ref of resources) yield { of: { namespace, kind: ref.kind, key: ref.key }, flag: flat && ref.kind !== "ingest" ? FLAT : FULL, why: `lease ${id}` };
  }
  for (const node of nodes) {
    const why = node.lease !== undefined && live.has(idOf({ namespace: node.namespace, kind: "lease", key: node.lease })) ? `lease ${node.lease}` : rootReason(node, now);
    if (why !== undefined) yield { of: node, flag: FULL, why };
  }
}

function rootReason(node: Node, now: number): string | undefined {
  if (node.root === true || node.kind === "container" || node.kind === "sandbox") return node.kind;
  if (node.kind === "image") return isExpired(node.labels, now) ? undefined : "image";
  if (node.kind === "ingest") return node.expireAtMs !== undefined && node.expireAtMs >= now ? "ingest" : undefined;
  if (kindOf(node) !== "content" && kindOf(node) !== "snapshot") return undefined;
  return parseGcLabels(node.labels).root;
}

/** `snapshot` for `snapshot/overlayfs`. */
export function kindOf({ kind }: Ref): string {
  const slash = kind.indexOf("/");
  return slash < 0 ? kind : kind.slice(0, slash);
}

// Length first: no separator could be told from a character of a key.
function idOf({ namespace, kind, key }: NamespacedRef): string {
  return `${namespace.length}.${kind.length}.${namespace}${kind}${key}`;
}

function pushTo(map: Map<string, number[]>, key: string, value: number): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
