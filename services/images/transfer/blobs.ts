import { readFile } from "node:fs/promises";
import { isError, wrapError } from "@stevedore/errors";
import { addSource, type Descriptor, ingestRefOf, sourceLabelKey } from "@stevedore/oci";
import type { Scope } from "./deps.ts";
import { openIngest } from "./ingest.ts";
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

/** A small blob that has to be read: from the store, or fetched, verified and stored. `labelsOf` gives its GC labels. */
export async function fetchDocument(
  scope: Scope,
  { source, descriptor, progress, labelsOf }: { source: Source; descriptor: Descriptor; progress: BlobProgress; labelsOf: (bytes: Buffer) => Record<string, string> },
): Promise<Buffer> {
  const { signal } = scope.call;
  try {
    await using ingest = await openIngest(scope, { ref: ingestRefOf(descriptor), descriptor, restart: true });
    if (ingest.path !== undefined) {
      const bytes = await source.fetcher.read(descriptor, { signal });
      await ingest.append([bytes]);
      await ingest.commit({ ...sourceLabels(source), ...labelsOf(bytes) });
      progress.complete();
      return bytes;
    }
    await ingest.commit(sourceLabels(source));
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw wrapError(`failed to fetch ${ingestRefOf(descriptor)}`, error);
  }
  const bytes = await readFile(await locate(scope, descriptor.digest), { signal });
  await addLabels(scope, descriptor.digest, labelsOf(bytes));
  await addSourceLabel(scope, descriptor.digest, source);
  progress.exists();
  return bytes;
}
