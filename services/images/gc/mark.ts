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
  /** A lease that holds it without naming it (mounts). */
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

/** True for what has to stay. */
export type IsKept = (namespace: string, ref: Ref) => boolean;

// What marks a node decides how far its mark goes: a flat lease keeps a snapshot with its parents and an image with
// its target, and does not follow labels. A node that both reach is followed in full.
const FULL = 1;
const FLAT = 2;

interface Vertex {
  marks: number;
  hard: Vertex[];
  labelled: Vertex[];
}

/**
 * Decides what is in use, by containerd's rules (core/metadata/gc.go). Roots are leases that have not expired,
 * images that have not expired, containers and sandboxes, ingests until they expire, and what is labelled as a root.
 * Edges are what records hold and what their labels say. Everything stays within its namespace.
 */
export function mark(input: MarkInput): IsKept {
  const vertices = createVertices();
  addEdges(vertices, input);
  const pending: [Vertex, number][] = [];
  const reach = (vertex: Vertex, flag: number): void => {
    if ((vertex.marks & (flag | FULL)) !== 0) return;
    vertex.marks |= flag;
    pending.push([vertex, flag]);
  };
  for (const [vertex, flag] of rootsOf(vertices, input)) reach(vertex, flag);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [vertex, flag] = next;
    for (const held of vertex.hard) reach(held, flag);
    if (flag === FULL) for (const held of vertex.labelled) reach(held, FULL);
  }
  return (namespace, ref) => (vertices.find(namespace, ref)?.marks ?? 0) !== 0;
}

interface Vertices {
  /** The vertex of a record, made when it is new: an edge may lead to what does not exist. */
  at(namespace: string, ref: Ref): Vertex;
  find(namespace: string, ref: Ref): Vertex | undefined;
}

function createVertices(): Vertices {
  // Three levels of maps instead of joined strings: no separator could be told from a character of a key.
  const spaces = new Map<string, Map<string, Map<string, Vertex>>>();
  return {
    at(namespace, { kind, key }) {
      const vertices = getOrMake(getOrMake(spaces, namespace, () => new Map()), kind, () => new Map<string, Vertex>());
      return getOrMake(vertices, key, () => ({ marks: 0, hard: [], labelled: [] }));
    },
    find: (namespace, { kind, key }) => spaces.get(namespace)?.get(kind)?.get(key),
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function addEdges(vertices: Vertices, { nodes, now }: MarkInput): void {
  const conditions: { from: Vertex; namespace: string; ref: ConditionalRef }[] = [];
  const usedAt = new Map<Vertex, number[]>();
  for (const node of nodes) {
    const { namespace } = node;
    const vertex = vertices.at(namespace, node);
    const { refs, backRefs, conditional, usedAtMs } = parseGcLabels(node.labels);
    for (const ref of node.refs) vertex.hard.push(vertices.at(namespace, ref));
    for (const ref of refs) vertex.labelled.push(vertices.at(namespace, ref));
    for (const ref of backRefs) vertices.at(namespace, ref).labelled.push(vertex);
    for (const ref of conditional) conditions.push({ from: vertex, namespace, ref });
    if (usedAtMs !== undefined) getOrMake(usedAt, vertex, () => []).push(usedAtMs);
  }
  for (const { from, namespace, ref } of conditions) {
    const snapshot = vertices.at(namespace, ref);
    if (usedAt.get(snapshot)?.some((ms) => ref.holds(now - ms))) from.labelled.push(snapshot);
  }
}

function* rootsOf(vertices: Vertices, { nodes, leases, now }: MarkInput): Iterable<[Vertex, number]> {
  const live = new Set(leases.filter(({ labels }) => !isExpired(labels, now)).map(({ namespace, id }) => `${namespace}/${id}`));
  for (const node of nodes) if (isRoot(node, now) || live.has(`${node.namespace}/${node.lease}`)) yield [vertices.at(node.namespace, node), FULL];
  for (const { namespace, labels, resources } of leases) {
    if (isExpired(labels, now)) continue;
    const flat = isFlat(labels);
    // An ingest has no labels that a flat lease could leave out: what it expects is kept in full.
    for (const ref of resources) yield [vertices.at(namespace, ref), flat && ref.kind !== "ingest" ? FLAT : FULL];
  }
}

function isRoot(node: Node, now: number): boolean {
  if (node.root === true || node.kind === "container" || node.kind === "sandbox") return true;
  if (node.kind === "image") return !isExpired(node.labels, now);
  if (node.kind === "ingest") return node.expireAtMs !== undefined && node.expireAtMs >= now;
  return parseGcLabels(node.labels).root;
}
