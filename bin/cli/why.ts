import { parseArgs } from "node:util";
import { CollectionService, dateOf, type stevedore } from "@stevedore/api";
import { DEFAULT_STATE } from "@stevedore/config";
import { invalidArgument, isError, unavailable } from "@stevedore/errors";
import { createClient } from "@stevedore/rpc";
import { describeArrival, readLazyState, type ArrivalState } from "./lazy-state.ts";
import { connectService } from "./service-channel.ts";

type Reply = stevedore.v1.IWhyReply;
type Finding = stevedore.v1.IFinding;
type Chain = stevedore.v1.IChain;

/** `stevedore why RESOURCE`: what keeps it alive. Exit code 1 when nothing has that name. */
export async function why(args: string[]): Promise<number> {
  const options = { json: { type: "boolean" }, namespace: { type: "string", short: "n", default: "" }, kind: { type: "string", default: "" }, state: { type: "string", default: DEFAULT_STATE } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [key, ...more] = positionals;
  if (key === undefined || more.length > 0) throw invalidArgument("why takes the name of one resource", { hint: "a digest, or the name or id of an image, snapshot, container, lease, ingest, mount or sandbox" });
  const reply = await ask(values.state, { key, namespace: values.namespace, kind: values.kind });
  const findings = reply.findings ?? [];
  const arriving = ((await readLazyState(values.state))?.arrivals ?? []).filter((arrival) => isMeant(arrival, { key, namespace: values.namespace }));
  process.stdout.write(values.json === true ? `${JSON.stringify(toJson(reply, arriving), undefined, 2)}\n` : render(key, reply, arriving));
  return findings.length > 0 || arriving.length > 0 ? 0 : 1;
}

const DIGEST_BEGINNING = /^(?:sha(?:256|384|512):)?[a-f0-9]{6,}$/;

// By its blob, also the beginning of its digest, the blob's ingest, its snapshot or its image.
function isMeant({ namespace: of, digest, chainId, reference }: ArrivalState, { key, namespace }: { key: string; namespace: string }): boolean {
  if (namespace !== "" && of !== namespace) return false;
  if ([chainId, reference, digest, `layer-${digest}`].includes(key)) return true;
  return DIGEST_BEGINNING.test(key) && (digest.startsWith(key) || digest.slice(digest.indexOf(":") + 1).startsWith(key));
}

async function ask(state: string, request: stevedore.v1.IWhyRequest): Promise<Reply> {
  const channel = await connectService(state, "images");
  try {
    return await createClient(CollectionService, channel).why(request, { timeoutMs: 60_000 });
  } catch (error) {
    throw isError(error, "unavailable") ? unavailable(`the images service of the host in ${state} does not answer`, { hint: "is it up? `stevedore status` tells; --state names another host", cause: error }) : error;
  } finally {
    await channel.close();
  }
}

function render(key: string, reply: Reply, arriving: readonly ArrivalState[]): string {
  const findings = reply.findings ?? [];
  if (findings.length === 0 && arriving.length === 0) return `nothing is called ${JSON.stringify(key)}\n`;
  return [...findings.map((finding) => renderFinding(finding, reply)), ...arriving.map((arrival) => renderArrival(arrival))].join("\n");
}

function renderArrival(arrival: ArrivalState): string {
  const { digest, namespace, reference, snapshotter, chainId } = arrival;
  return `layer ${digest} of ${reference} in namespace ${namespace} is arriving\n  ${describeArrival(arrival)}\n  as long as ${snapshotter} snapshot ${chainId} is wanted, which is shown meanwhile\n`;
}

function renderFinding({ namespace, kind, key, chains }: Finding, reply: Reply): string {
  const lines = [`${kind} ${key} in namespace ${namespace}`];
  if ((chains ?? []).length === 0) lines.push(`  nothing keeps it: ${whenItGoes(reply)}`);
  for (const chain of chains ?? []) lines.push(...renderChain(chain));
  return `${lines.join("\n")}\n`;
}

function renderChain({ kind, key, why: reason, until, links }: Chain): string[] {
  const cause = reason === kind ? "" : `, by its label ${reason}`;
  const end = until == null ? "" : `, until ${dateOf(until).toISOString()}`;
  const root = `  kept by ${kind} ${key}${cause}${end}`;
  return [root, ...(links ?? []).map((link) => `    → ${link.kind} ${link.key}  (${link.by})`)];
}

function whenItGoes({ nextCollection, changesUntilCollection }: Reply): string {
  if (nextCollection != null) return `it goes with the next collection, at ${dateOf(nextCollection).toISOString()}`;
  const changes = Number(changesUntilCollection);
  return `it goes with the next collection, which comes with a deletion${changes > 0 ? ` or ${changes} more change${changes === 1 ? "" : "s"}` : ""}`;
}

function toJson({ findings, nextCollection, changesUntilCollection }: Reply, arriving: readonly ArrivalState[]): unknown {
  return {
    ...(arriving.length === 0 ? {} : { arriving }),
    findings: (findings ?? []).map(({ chains, ...finding }) => ({
      ...finding,
      kept: (chains ?? []).length > 0,
      chains: (chains ?? []).map(({ until, ...chain }) => ({ ...chain, ...(until == null ? {} : { until: dateOf(until).toISOString() }) })),
    })),
    ...(nextCollection == null ? {} : { nextCollection: dateOf(nextCollection).toISOString() }),
    changesUntilCollection: Number(changesUntilCollection ?? 0),
  };
}
