import type { RepairsService } from "@stevedore/api";
import { isError, messageOf, notFound } from "@stevedore/errors";
import { type Descriptor, MAX_DOCUMENT_BYTES, MediaType, parseImageReference, sourceLabelKey } from "@stevedore/oci";
import type { Handlers } from "@stevedore/rpc";
import type { Scope, Shared, TransferDeps } from "./deps.ts";
import { startDownload } from "./download.ts";
import { createProgress } from "./progress.ts";
import { registrySource } from "./registry-source.ts";

/** Fetches blobs of which only the digest is known, from where their labels say that they came. */
export function createRepairsHandlers(deps: TransferDeps, shared: Shared): Handlers<typeof RepairsService> {
  return {
    async fetch({ digest, size, labels }, { namespace, requestId, log, signal }) {
      const scope: Scope = { deps, shared, log, ownsLease: false, call: { namespace, requestId, signal } };
      const repositories = await listRepositories(scope, labels);
      if (repositories.length === 0) throw notFound(`a registry that has ${digest}`, { hint: "no label names one: import or pull its image again" });
      return { source: await fetchFromAny(scope, repositories, { digest, size: Number(size) }, labels) };
    },
  };
}

type Labels = Readonly<Record<string, string>>;

/** `HOST/REPOSITORY` of each source. The labels have hosts without their ports: images of the namespace tell those. */
async function listRepositories({ deps, call }: Scope, labels: Labels): Promise<string[]> {
  const { images } = await deps.images.list({}, call);
  const hosts = new Set((images ?? []).flatMap(({ name }) => hostOf(name ?? "")));
  const found = Object.entries(labels).flatMap(([key, value]) => {
    const label = key.startsWith(sourceLabelKey("")) ? key.slice(sourceLabelKey("").length) : undefined;
    if (label === undefined) return [];
    const known = [...hosts].filter((host) => sourceLabelKey(host) === key);
    const candidates = known.length > 0 ? known : [label];
    return candidates.flatMap((host) => value.split(",").filter(Boolean).map((repository) => `${host}/${repository}`));
  });
  return [...new Set(found)];
}

function hostOf(name: string): string[] {
  try {
    return [parseImageReference(name).host];
  } catch {
    // A name of a client's own.
    return [];
  }
}

async function fetchFromAny(scope: Scope, repositories: readonly string[], blob: { digest: string; size: number }, labels: Labels): Promise<string> {
  let worst: unknown;
  for (const repository of repositories) {
    for (const mediaType of mediaTypesFor(blob.size, labels)) {
      try {
        await fetchAs(scope, repository, { ...blob, mediaType });
        return repository;
      } catch (error) {
        scope.log.debug("a lost blob is not there", { repository, mediaType, error: messageOf(error) });
        // What may yet work is the more interesting: it is tried again.
        if (worst === undefined || isError(worst, "notFound")) worst = error;
      }
    }
  }
  throw worst;
}

async function fetchAs(scope: Scope, repository: string, descriptor: Descriptor): Promise<void> {
  const source = registrySource(scope, { reference: `${repository}@${descriptor.digest}` });
  await using progress = createProgress({ stream: undefined, root: () => repository });
  await startDownload(scope, { source, descriptor, progress: progress.blob(descriptor, []) }).stored;
}

// Registries have manifests elsewhere than blobs, and give them only as what they are.
function mediaTypesFor(size: number, labels: Labels): string[] {
  const documents = [MediaType.ociIndex, MediaType.ociManifest, MediaType.dockerIndex, MediaType.dockerManifest];
  if (size > MAX_DOCUMENT_BYTES) return [BLOB];
  return Object.keys(labels).some((key) => key.startsWith("containerd.io/gc.ref.content")) ? [...documents, BLOB] : [BLOB, ...documents];
}

const BLOB = "application/octet-stream";
