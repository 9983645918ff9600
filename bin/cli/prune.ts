import { parseArgs } from "node:util";
import { CollectionService, type stevedore } from "@stevedore/api";
import { findNearest, parseDuration } from "@stevedore/config";
import { invalidArgument, isError, unavailable } from "@stevedore/errors";
import { createClient, type Client } from "@stevedore/rpc";
import { formatBytes, plural } from "./format.ts";
import { CLIENT_OPTIONS, openHost } from "./host-client.ts";
import { findCandidates, type Candidate, type Choice } from "./prune/candidates.ts";
import { removeCandidates } from "./prune/remove.ts";
import { renderTable } from "./table.ts";
import { connectService } from "./service-channel.ts";

const KINDS = ["images", "containers", "snapshots", "content", "leases", "all"] as const;
type Kind = (typeof KINDS)[number];

const OPTIONS = {
  ...CLIENT_OPTIONS,
  "dry-run": { type: "boolean", default: false },
  "all-namespaces": { type: "boolean", default: false },
  filter: { type: "string", multiple: true },
  "older-than": { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** Somebody who made a thing a moment ago is likely to be about to use it. */
const DEFAULT_AGE = "10m";

interface Plan {
  candidates: Candidate[];
  spared: number;
  /** What a collection removes besides. */
  unused: stevedore.v1.IUnusedResource[];
  bytes: number;
}

/** `stevedore prune [KIND]`: removes what nothing uses, and returns when its disk space is free; with `--dry-run` only says what, and how much. */
export async function prune(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const kind = kindOf(positionals);
  const age = parseDuration(values["older-than"] ?? DEFAULT_AGE);
  if (age === undefined || age < 0) throw invalidArgument(`--older-than: expected a duration, found ${JSON.stringify(values["older-than"])}`, { hint: "as 90s, 30m, 24h" });
  const filters = values.filter ?? [];
  if (filters.length > 0 && !["images", "containers", "leases"].includes(kind)) throw invalidArgument("--filter goes with images, containers or leases");
  const choice: Choice = {
    images: kind === "images" || kind === "all",
    containers: kind === "containers" || kind === "all",
    leases: kind === "leases" || kind === "all",
    filters,
    before: new Date(Date.now() - age),
    endless: kind === "leases" && values["older-than"] !== undefined,
  };
  await using host = await openHost(values);
  const namespaces = values["all-namespaces"] ? (await host.namespaces.list({}, host.call)).namespaces.map(({ name }) => name ?? "") : [host.call.namespace];
  const found = await Promise.all(namespaces.map((namespace) => findCandidates(host, namespace, choice)));
  const candidates = found.flatMap((one) => one.found);
  return await withCollection(values.state, async (collection) => {
    const { unused = [], bytes = 0 } = await collection.preview({ without: candidates.map(({ namespace, kind: of, key }) => ({ namespace, kind: of, key })) }, { timeoutMs: 600_000 });
    const plan: Plan = { candidates, spared: found.reduce((sum, { spared }) => sum + spared, 0), unused: unused ?? [], bytes: Number(bytes) };
    if (values["dry-run"]) {
      process.stdout.write(values.json ? `${JSON.stringify(toJson(plan), undefined, 2)}\n` : `${renderPlan(plan)}${renderSpared(plan)}`);
      return 0;
    }
    const left = await removeCandidates(host, candidates);
    const { removed, freedBytes } = await collection.collect({}, { timeoutMs: 600_000 });
    const gone = countAll(candidates.filter((candidate) => !left.some((one) => one.candidate === candidate)), removed ?? {});
    process.stdout.write(values.json ? `${JSON.stringify({ removed: gone, freedBytes: Number(freedBytes), left: left.map((one) => ({ ...nameOf(one.candidate), reason: one.reason })) }, undefined, 2)}\n` : `removed ${renderCounts(gone)}; ${formatBytes(Number(freedBytes))} freed\n${renderSpared(plan)}`);
    for (const { candidate, reason } of left) process.stderr.write(`${candidate.kind} ${candidate.key} stays: ${reason}\n`);
    return left.length === 0 ? 0 : 1;
  });
}

function kindOf(positionals: readonly string[]): Kind {
  const [name = "all", ...more] = positionals;
  if (more.length > 0) throw invalidArgument("prune takes one of images, containers, snapshots, content, leases, all");
  const kind = KINDS.find((one) => one === name);
  if (kind !== undefined) return kind;
  const near = findNearest(name, [...KINDS]);
  throw invalidArgument(`prune: unknown kind ${JSON.stringify(name)}`, { hint: near === undefined ? `there are ${KINDS.join(", ")}` : `did you mean ${near}?` });
}

async function withCollection<T>(state: string, task: (collection: Client<typeof CollectionService>) => Promise<T>): Promise<T> {
  const channel = await connectService(state, "images");
  try {
    return await task(createClient(CollectionService, channel));
  } catch (error) {
    throw isError(error, "unavailable") ? unavailable(`the images service of the host in ${state} does not answer`, { hint: "is it up? `stevedore status` tells; --state names another host", cause: error }) : error;
  } finally {
    await channel.close();
  }
}

function nameOf({ namespace, kind, key }: { namespace?: string | null; kind?: string | null; key?: string | null }): { namespace: string; kind: string; key: string } {
  return { namespace: namespace ?? "", kind: kind ?? "", key: key ?? "" };
}

function toJson({ candidates, unused, bytes, spared }: Plan): unknown {
  const removes = [...candidates.map((one) => ({ ...nameOf(one), bytes: 0, why: one.why })), ...unused.map((one) => ({ ...nameOf(one), bytes: Number(one.bytes ?? 0), why: "nothing keeps it" }))];
  return { removes, bytes, spared };
}

function renderPlan({ candidates, unused, bytes }: Plan): string {
  const rows = [
    ...candidates.map(({ namespace, kind, key, why }) => [namespace, kind, key, "", why]),
    ...unused.map((one) => [one.namespace ?? "", one.kind ?? "", one.key ?? "", Number(one.bytes ?? 0) === 0 ? "" : formatBytes(Number(one.bytes)), "nothing keeps it"]),
  ];
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[1] as string] = (counts[row[1] as string] ?? 0) + 1;
  if (rows.length === 0) return "nothing would go\n";
  return `${renderTable(["NAMESPACE", "KIND", "NAME", "SIZE", "WHY"], rows)}${renderCounts(counts)} would go, ${formatBytes(bytes)} on disk\n`;
}

function renderSpared({ spared }: Plan): string {
  return spared === 0 ? "" : `${spared} unused but younger than --older-than, left alone\n`;
}

function countAll(candidates: readonly Candidate[], removed: Record<string, number>): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(Object.entries(removed).map(([kind, count]) => [kind, Number(count)]));
  for (const { kind } of candidates) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const WORDS: Record<string, string> = { content: "blob" };

function renderCounts(counts: Record<string, number>): string {
  const parts = Object.entries(counts).map(([kind, count]) => (kind.startsWith("snapshot/") ? `${plural(count, "snapshot")} of ${kind.slice("snapshot/".length)}` : plural(count, WORDS[kind] ?? kind)));
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
