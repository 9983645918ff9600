import path from "node:path";
import type { Timestamp } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import { createOutcome, type NamespaceOutcome } from "./outcome.ts";
import type { Labels, Source, SourceBlob, SourceImage, SourceLease, SourceNamespace } from "./source.ts";
import type { Target } from "./target.ts";

export interface BringOptions {
  /** containerd's root, where its blobs are. */
  root: string;
  /** Images of the same name with another target are taken from there. */
  overwrite: boolean;
  /** Writes nothing. */
  dryRun: boolean;
}

export interface BringDeps {
  source: Source;
  target: Target;
}

// Hashing has a thread for each processor over there, and each blob waits for some syncs besides.
const BLOBS_AT_ONCE = 8;
const LEASE_HOURS = 24;
const LEASE_LABEL = "stevedore/migration";

/** Brings one namespace. What is there already stays as it is, so that it may be repeated after whatever end. */
export async function bringNamespace({ source, target }: BringDeps, name: string, options: BringOptions): Promise<NamespaceOutcome> {
  const found = await source.read(name);
  const outcome = createOutcome(name, found.left);
  const work = { source, target, options, namespace: name, outcome };
  if (!options.dryRun) await bringLabels(work, found);
  const lease = options.dryRun ? undefined : await holdAll(work);
  await bringContent({ ...work, lease }, found.blobs);
  for (const image of found.images) await bringImage({ ...work, lease }, image);
  await bringLeases(work, found.leases);
  if (!options.dryRun) await letGo(work);
  return outcome;
}

interface Work extends BringDeps {
  options: BringOptions;
  namespace: string;
  outcome: NamespaceOutcome;
}

interface LeasedWork extends Work {
  /** Holds what no image or lease refers to yet. */
  lease: string | undefined;
}

async function bringLabels({ target, namespace }: Work, { labels }: SourceNamespace): Promise<void> {
  const { namespace: record } = await target.namespaces.get({ name: namespace });
  const missing = missingLabels(record?.labels, labels);
  const paths = Object.keys(missing).map((key) => `labels.${key}`);
  const created = await target.namespaces.create({ namespace: { name: namespace, labels } }).then(() => true, ifExists);
  if (!created && paths.length > 0) await target.namespaces.update({ namespace: { name: namespace, labels: missing }, updateMask: { paths } });
}

async function holdAll({ target, namespace, options }: Work): Promise<string> {
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  const { lease } = await target.leases.create({ labels: { [LEASE_LABEL]: options.root, "containerd.io/gc.expire": expire } }, { namespace });
  return lease?.id ?? "";
}

// Also the leases of migrations that were killed: what they held has been brought by now.
async function letGo({ target, namespace }: Work): Promise<void> {
  const { leases } = await target.leases.list({ filters: [`labels.${JSON.stringify(LEASE_LABEL)}`] }, { namespace });
  for (const { id } of leases ?? []) {
    await target.leases.delete({ id: id ?? "" }, { namespace }).catch((error: unknown) => {
      if (!isError(error, "notFound")) throw error;
    });
  }
}

async function bringContent(work: LeasedWork, blobs: readonly SourceBlob[]): Promise<void> {
  const here = await listHere(work);
  const waiting = [...blobs];
  const lane = async (): Promise<void> => {
    for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) await bringBlob(work, blob, here.get(blob.digest));
  };
  await Promise.all(Array.from({ length: BLOBS_AT_ONCE }, lane));
}

async function listHere({ target, namespace }: Work): Promise<Map<string, Labels>> {
  const here = new Map<string, Labels>();
  for await (const { info } of target.content.list({}, { namespace })) {
    for (const { digest, labels } of info) here.set(digest ?? "", { ...labels });
  }
  return here;
}

async function bringBlob(work: LeasedWork, blob: SourceBlob, here: Labels | undefined): Promise<void> {
  const { options, outcome } = work;
  const { content } = outcome;
  if (here !== undefined) return completeLabels(work, blob, here);
  if (!options.dryRun) {
    const how = await adopt(work, blob);
    if (how === undefined) return;
    if (how === "raced") return completeLabels(work, blob, undefined);
    content[how === "present" ? "shared" : how] += 1;
  }
  content.brought += 1;
  content.bytes += blob.size;
}

type Adopted = "present" | "cloned" | "linked" | "copied" | "raced";

/** How the blob came; undefined when it did not, which the outcome has then. */
async function adopt({ source, target, options, namespace, outcome, lease }: LeasedWork, blob: SourceBlob): Promise<Adopted | undefined> {
  const [algorithm = "", hex = ""] = blob.digest.split(":");
  const file = path.join(options.root, "io.containerd.content.v1.content", "blobs", algorithm, hex);
  try {
    const { how } = await target.ingests.adopt({ path: file, ...blob }, { namespace, ...(lease === undefined ? {} : { lease }) });
    return how as Adopted;
  } catch (error) {
    if (isError(error, "alreadyExists")) return "raced";
    // A daemon that runs collects garbage while it is read.
    if (isError(error, "notFound") && !(await source.hasBlob(namespace, blob.digest))) outcome.content.gone.push(blob.digest);
    else if (isError(error, "notFound") || isError(error, "dataLoss") || isError(error, "invalidArgument")) outcome.content.failed.push({ digest: blob.digest, problem: messageOf(error) });
    else throw error;
    return undefined;
  }
}

// Labels say what a blob keeps from being collected: those that the record here has not are added.
async function completeLabels({ target, options, namespace, outcome }: Work, blob: SourceBlob, here: Labels | undefined): Promise<void> {
  outcome.content.present += 1;
  const labels = missingLabels(here, blob.labels);
  const paths = Object.keys(labels).map((key) => `labels.${key}`);
  if (paths.length > 0 && !options.dryRun) await target.content.update({ info: { digest: blob.digest, labels }, updateMask: { paths } }, { namespace });
}

async function bringImage({ target, options, namespace, outcome, lease }: LeasedWork, image: SourceImage): Promise<void> {
  const { name, labels, target: descriptor } = image;
  const call = { namespace, ...(lease === undefined ? {} : { lease }) };
  const existing = await target.images.get({ name }, call).then(({ image: found }) => found, ifAbsent);
  const digestHere = existing?.target?.digest ?? undefined;
  const record = { image: { name, labels, target: descriptor }, sourceDateEpoch: laterThan1970(image.createdAt) };
  if (digestHere === descriptor.digest) outcome.images.present += 1;
  else if (digestHere === undefined) {
    if (!options.dryRun) await target.images.create(record, call);
    outcome.images.brought += 1;
  } else if (options.overwrite) {
    if (!options.dryRun) await target.images.update(record, call);
    outcome.images.overwritten += 1;
  } else outcome.images.conflicts.push({ image: name, here: digestHere, there: descriptor.digest });
}

async function bringLeases(work: Work, leases: readonly SourceLease[]): Promise<void> {
  const { target, options, namespace, outcome } = work;
  const { leases: listed } = await target.leases.list({}, { namespace });
  const here = new Set((listed ?? []).map(({ id }) => id));
  for (const lease of leases) {
    outcome.leases[here.has(lease.id) ? "present" : "brought"] += 1;
    if (!options.dryRun) await bringLease(work, lease);
  }
}

// Resources again also where the lease is there: the migration before may have been killed between the two.
async function bringLease({ target, namespace }: Work, { id, labels, resources }: SourceLease): Promise<void> {
  await target.leases.create({ id, labels }, { namespace }).then(() => true, ifExists);
  // Ingests are not brought: a lease of ours must not hold somebody's next one of that ref.
  for (const resource of resources.filter(({ type }) => type !== "ingests")) await target.leases.addResource({ id, resource }, { namespace });
}

function missingLabels(here: Labels | null | undefined, there: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(there).filter(([key]) => here?.[key] === undefined));
}

function laterThan1970(time: Timestamp): Timestamp | undefined {
  return time.seconds > 0 ? time : undefined;
}

function ifExists(error: unknown): false {
  if (isError(error, "alreadyExists")) return false;
  throw error;
}

function ifAbsent(error: unknown): undefined {
  if (isError(error, "notFound")) return undefined;
  throw error;
}
