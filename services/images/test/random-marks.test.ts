import { expect, test } from "vitest";
import type { Ref } from "../gc/labels.ts";
import type { LeaseNode, Node } from "../gc/graph.ts";
import { mark } from "../gc/mark.ts";
import { createRandom, type Random } from "./random.ts";

const NOW = Date.parse("2026-06-01T12:00:00Z");
const TIMES = ["2026-06-01T11:00:00Z", "2026-06-01T13:00:00Z", "never"];
const KINDS = ["content", "snapshot/overlayfs", "image", "ingest", "container"];
const gc = (name: string): string => `containerd.io/gc.${name}`;
const labelOf = (way: string, { kind }: Ref): string => gc(`${way}.${kind.replace("/", ".")}`);

interface Graph {
  nodes: Node[];
  leases: LeaseNode[];
  /** Edges as they were drawn: from, to, and whether a label makes them. */
  edges: { from: Node; to: Node; labelled: boolean }[];
}

function drawGraph(random: Random): Graph {
  const nodes = Array.from({ length: 5 + random.below(30) }, (_, i) => drawNode(random, i));
  const edges: Graph["edges"] = [];
  for (const from of nodes) {
    for (let i = random.below(3); i > 0; i--) {
      const to = random.pick(nodes.filter((node) => node.namespace === from.namespace));
      edges.push({ from, to, labelled: random.chance(0.6) });
      drawEdge(random, edges.at(-1)!);
    }
  }
  const leases = Array.from({ length: random.below(4) }, (_, i) => ({
    namespace: random.pick(["a", "b"]),
    id: `l${i}`,
    labels: { ...(random.chance(0.4) ? { [gc("flat")]: "" } : {}), ...(random.chance(0.3) ? { [gc("expire")]: random.pick(TIMES) } : {}) },
    resources: random.some(nodes).slice(0, 3),
  }));
  return { nodes, leases, edges };
}

function drawNode(random: Random, i: number): Node {
  const kind = random.pick(KINDS);
  const labels: Record<string, string> = {};
  if (kind === "image" && random.chance(0.7)) labels[gc("expire")] = random.pick(TIMES);
  if (!["image", "ingest", "container"].includes(kind) && random.chance(0.1)) labels[gc("root")] = "";
  const ingest = kind === "ingest" && random.chance(0.5) ? { expireAtMs: NOW + (random.chance(0.5) ? 1 : -1) } : {};
  return { namespace: random.pick(["a", "b"]), kind, key: `k${i}`, labels, refs: [], ...ingest };
}

// A label is on the holder, or as a back reference on what is held. Ingests have no labels, and nothing's label names them.
function drawEdge(random: Random, edge: Graph["edges"][number]): void {
  const { from, to } = edge;
  const label = (node: Node, name: string, key: string): void => void ((node.labels as Record<string, string>)[name] = key);
  edge.labelled &&= from.kind !== "ingest" && to.kind !== "ingest";
  if (!edge.labelled) (from.refs as Ref[]).push({ kind: to.kind, key: to.key });
  else if (random.chance(0.6)) label(from, `${labelOf("ref", to)}/${to.key}`, to.key);
  else label(to, `${labelOf("bref", from)}/${from.key}`, from.key);
}

/** The definition, slowly: whoever is kept in full keeps all it has; whoever is kept flat, what it holds without labels. */
function keptByDefinition({ nodes, leases, edges }: Graph): Set<Node> {
  const expired = (labels: Readonly<Record<string, string>>) => labels[gc("expire")] === TIMES[0];
  const full = new Set<Node>();
  const flat = new Set<Node>();
  for (const node of nodes) {
    const { kind, labels, expireAtMs } = node;
    const isRoot = kind === "container" || (kind === "image" && !expired(labels)) || (kind === "ingest" && (expireAtMs ?? 0) > NOW) || gc("root") in labels;
    if (isRoot) full.add(node);
  }
  for (const { namespace, labels, resources } of leases) {
    if (expired(labels)) continue;
    const held = nodes.filter((node) => node.namespace === namespace && resources.some(({ kind, key }) => kind === node.kind && key === node.key));
    for (const node of held) (gc("flat") in labels && node.kind !== "ingest" ? flat : full).add(node);
  }
  for (let size = -1; size !== full.size + flat.size; ) {
    size = full.size + flat.size;
    for (const { from, to, labelled } of edges) {
      if (full.has(from)) full.add(to);
      if (flat.has(from) && !labelled) flat.add(to);
    }
  }
  return new Set([...full, ...flat]);
}

test.each([1, 2, 3, 4])("random graphs are marked as the definition has it (seed %i)", (seed) => {
  const random = createRandom(seed);
  for (let round = 0; round < 300; round++) {
    const graph = drawGraph(random);
    const isKept = mark({ ...graph, now: NOW });
    const kept = graph.nodes.filter((node) => isKept(node.namespace, node));
    expect(kept.map(({ key }) => key), `round ${round}`).toEqual(graph.nodes.filter((node) => keptByDefinition(graph).has(node)).map(({ key }) => key));
  }
});
