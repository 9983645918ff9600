import { edgesOf, FLAT, FULL, rootsOf, type Edge, type LeaseNode, type MarkInput, type NamespacedRef, type Root } from "./graph.ts";
import { isExpired, type Ref } from "./labels.ts";

/** True for what has to stay. */
export type IsKept = (namespace: string, ref: Ref) => boolean;

interface Vertex {
  marks: number;
  hard: Vertex[];
  labelled: Vertex[];
}

/** Decides what is in use, by containerd's rules: what is reached from a root. */
export function mark(input: MarkInput): IsKept {
  const vertices = createVertices<Vertex>(() => ({ marks: 0, hard: [], labelled: [] }));
  for (const { from, to, hard } of edgesOf(input)) (hard ? vertices.at(from).hard : vertices.at(from).labelled).push(vertices.at(to));
  const pending: [Vertex, number][] = [];
  const reach = (vertex: Vertex, flag: number): void => {
    if ((vertex.marks & (flag | FULL)) !== 0) return;
    vertex.marks |= flag;
    pending.push([vertex, flag]);
  };
  for (const { of, flag } of rootsOf(input)) reach(vertices.at(of), flag);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [vertex, flag] = next;
    for (const held of vertex.hard) reach(held, flag);
    if (flag === FULL) for (const held of vertex.labelled) reach(held, FULL);
  }
  return (namespace, ref) => (vertices.find({ namespace, kind: ref.kind, key: ref.key })?.marks ?? 0) !== 0;
}

/** Why something is kept: a root, and the edges that lead from it. */
export interface Chain {
  readonly root: Root;
  /** From the root to what was asked; empty for a root itself. */
  readonly edges: readonly Edge[];
}

interface Arrivals {
  /** Edges that lead here. */
  edges: Edge[];
  roots: Root[];
  /** For each flag, the edge by which the search went on from here towards what was asked. */
  next: Map<number, Edge | undefined>;
}

/** What keeps a record: for every root that reaches it one of the shortest ways, nearest root first. Nothing: it is garbage. */
export function explain(input: MarkInput, asked: NamespacedRef): Chain[] {
  const vertices = createVertices<Arrivals>(() => ({ edges: [], roots: [], next: new Map() }));
  for (const edge of edgesOf(input)) vertices.at(edge.to).edges.push(edge);
  for (const root of rootsOf(input)) vertices.at(root.of).roots.push(root);
  const chains: Chain[] = [];
  const told = new Set<string>();
  const queue: { at: NamespacedRef; flag: number }[] = [];
  const visit = (at: NamespacedRef, flag: number, next: Edge | undefined): void => {
    const { next: seen } = vertices.at(at);
    if (seen.has(flag)) return;
    seen.set(flag, next);
    queue.push({ at, flag });
  };
  visit(asked, FULL, undefined);
  visit(asked, FLAT, undefined);
  for (let i = 0; i < queue.length; i++) {
    const { at, flag } = queue[i]!;
    const here = vertices.at(at);
    for (const root of here.roots) {
      const name = JSON.stringify([root.of.namespace, root.of.kind, root.of.key, root.why]);
      if (root.flag !== flag || told.has(name)) continue;
      told.add(name);
      chains.push({ root, edges: followEdges(vertices, at, flag) });
    }
    for (const edge of here.edges) if (flag === FULL || edge.hard) visit(edge.from, flag, edge);
  }
  return chains;
}

function followEdges(vertices: Vertices<Arrivals>, from: NamespacedRef, flag: number): Edge[] {
  const edges: Edge[] = [];
  for (let at = from; ; ) {
    const edge = vertices.at(at).next.get(flag);
    if (edge === undefined) return edges;
    edges.push(edge);
    at = edge.to;
  }
}

/** The leases whose time is over. */
export function expiredLeases(leases: readonly LeaseNode[], now: number): LeaseNode[] {
  return leases.filter(({ labels }) => isExpired(labels, now));
}

interface Vertices<V> {
  /** The vertex of a record, made when it is new: an edge may lead to what does not exist. */
  at(ref: NamespacedRef): V;
  find(ref: NamespacedRef): V | undefined;
}

function createVertices<V>(make: () => V): Vertices<V> {
  // Three levels of maps instead of joined strings: no separator could be told from a character of a key.
  const spaces = new Map<string, Map<string, Map<string, V>>>();
  return {
    at({ namespace, kind, key }) {
      return getOrMake(getOrMake(getOrMake(spaces, namespace, () => new Map()), kind, () => new Map<string, V>()), key, make);
    },
    find: ({ namespace, kind, key }) => spaces.get(namespace)?.get(kind)?.get(key),
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
