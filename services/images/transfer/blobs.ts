import { readFile } from "node:fs/promises";
import { isError, wrapError } from "@stevedore/errors";
import { addSource, type Descriptor, ingestRefOf, sourceLabelKey } from "@stevedore/oci";
import type { Scope } from "./deps.ts";
import { type Ingest, openIngest } from "./ingest.ts";
import type { BlobProgress } from "./progress.ts";
import type { Source } from "./source.ts";

/** Where a blob of content lies on disk. */
export async function locate({ deps, call }: Scope, digest: string): Promise<string> {
  return (await deps.ingests.locate({ digest }, call)).path;
}

/** Adds labels to a blob, leaving the others; a blob that has them already is left alone. */
export async function addLabels({ deps, call }: Scope, digest: string, labels: Record<string, string>): Promise<void> {
  const { info } = await deps.content.info({ digest }, call);
  const missing = Object.entries(labels).filter(([key, value]) => info?.labels?.[key] !== value);
  if (missing.length > 0) await setLabels({ deps, call }, digest, Object.fromEntries(missing));
}

/** Sets labels of a blob without looking. */
export async function setLabels({ deps, call }: Pick<Scope, "deps" | "call">, digest: string, labels: Record<string, string>): Promise<void> {
  const paths = Object.keys(labels).map((key) => `labels.${key}`);
  await deps.content.update({ info: { digest, labels }, updateMask: { paths } }, call);
}

/** Notes on a blob that was there already that this repository has it too. */
export async function addSourceLabel({ deps, call }: Scope, digest: string, { origin }: Source): Promise<void> {
  if (origin === undefined) return;
  const key = sourceLabelKey(origin.host);
  const { info } = await deps.content.info({ digest }, call);
  const value = addSource(info?.labels?.[key], origin.repository);
  if (info?.labels?.[key] !== value) await setLabels({ deps, call }, digest, { [key]: value });
}

/** The labels of a blob that say which repositories have it. */
export async function readSourceLabels({ deps, call }: Scope, digest: string): Promise<Record<string, string>> {
  const { info } = await deps.content.info({ digest }, call);
  return Object.fromEntries(Object.entries(info?.labels ?? {}).filter(([key]) => key.startsWith(sourceLabelKey(""))));
}

export function sourceLabels({ origin }: Source): Record<string, string> {
  return origin === undefined ? {} : { [sourceLabelKey(origin.host)]: origin.repository };
}

/** A small blob that was read. */
export interface Document {
  bytes: Buffer;
  /** Resolves when it is in the store. */
  stored: Promise<void>;
  /** The store had it already. */
  wasThere: boolean;
}

interface DocumentOptions {
  source: Source;
  descriptor: Descriptor;
  progress: BlobProgress;
  /** Its GC labels. */
  labelsOf: (bytes: Buffer) => Record<string, string>;
}

/** A small blob that has to be read: from the store, or fetched and verified; what it names can be fetched while it is being stored. */
export async function fetchDocument(scope: Scope, options: DocumentOptions): Promise<Document> {
  const { source, descriptor, labelsOf } = options;
  const { signal } = scope.call;
  const ingest = await openIngest(scope, { ref: ingestRefOf(descriptor), descriptor, restart: true }).catch((error: unknown) => {
    if (!isError(error, "alreadyExists")) throw notFetched(descriptor, error);
  });
  if (ingest?.path !== undefined) {
    const { bytes, labels } = await readDocument(scope, options).catch(async (error: unknown) => {
      await ingest[Symbol.asyncDispose]();
      throw notFetched(descriptor, error);
    });
    const stored = storeDocument(scope, options, { ingest, bytes, labels });
    // Whoever relies on it hears of a failure.
    stored.catch(() => undefined);
    return { bytes, stored, wasThere: false };
  }
  if (ingest !== undefined) await commitDocument(ingest, descriptor, sourceLabels(source));
  const bytes = await readFile(await locate(scope, descriptor.digest), { signal });
  await noteExisting(scope, options, labelsOf(bytes));
  return { bytes, stored: Promise.resolve(), wasThere: true };
}

// Its record is somebody else's: it gets what it lacks of ours.
async function noteExisting(scope: Scope, { source, descriptor: { digest }, progress }: DocumentOptions, labels: Record<string, string>): Promise<void> {
  await addLabels(scope, digest, labels);
  await addSourceLabel(scope, digest, source);
  progress.exists();
}

async function readDocument({ call: { signal } }: Scope, { source, descriptor, labelsOf }: DocumentOptions): Promise<{ bytes: Buffer; labels: Record<string, string> }> {
  const bytes = await source.fetcher.read(descriptor, { signal });
  return { bytes, labels: labelsOf(bytes) };
}

async function storeDocument(scope: Scope, options: DocumentOptions, { ingest, bytes, labels }: { ingest: Ingest; bytes: Buffer; labels: Record<string, string> }): Promise<void> {
  const { source, descriptor, progress } = options;
  const isOurs = await commitDocument(ingest, descriptor, { ...sourceLabels(source), ...labels }, [bytes]);
  if (isOurs) progress.complete();
  else await noteExisting(scope, options, labels);
}

/** False when somebody else was faster. */
async function commitDocument(ingest: Ingest, descriptor: Descriptor, labels: Record<string, string>, batch: readonly Uint8Array[] = []): Promise<boolean> {
  await using open = ingest;
  try {
    if (batch.length > 0) await open.append(batch);
    await open.commit(labels);
    return true;
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw notFetched(descriptor, error);
    return false;
  }
}

function notFetched(descriptor: Descriptor, error: unknown): Error {
  return wrapError(`failed to fetch ${ingestRefOf(descriptor)}`, error);
}
