import type { containerd } from "@stevedore/api";
import { invalidArgument, isError, notFound, wrapError } from "@stevedore/errors";
import { isSchema1Type } from "@stevedore/oci";
import type { Scope } from "./deps.ts";
import { saveImages } from "./destination.ts";
import type { Progress } from "./progress.ts";
import type { PullObserver } from "./pull-events.ts";
import type { RegistrySource, Source } from "./source.ts";
import { transferTree } from "./tree.ts";

/** Pulls an image: resolves it, fetches and unpacks it, and saves its record when everything is there. */
export async function pull(scope: Scope, options: { source: RegistrySource; store: containerd.types.transfer.IImageStore; progress: Progress; observer: PullObserver }): Promise<void> {
  const { source, store, progress, observer } = options;
  progress.status(`Resolving from ${source.title}`);
  const withDocument = !(await isKnown(scope, store.name ?? ""));
  const { name, descriptor, document } = await source.resolve({ withDocument }).catch((error: unknown) => { throw wrapError("failed to resolve image", error); });
  if (isSchema1Type(descriptor.mediaType)) throw invalidArgument("schema 1 image manifests are no longer supported");
  await scope.shared.verify({ name, descriptor, signal: scope.call.signal, log: scope.log });
  observer.resolved();
  progress.status(`Pulling from ${source.title}`);
  progress.status("fetching image content", { name, descriptor });
  await transferTree(scope, { source: document === undefined ? source : withRead(source, { digest: descriptor.digest, bytes: document }), descriptor, store, progress });
  const saved = await saveImages(scope, store, descriptor).catch((error: unknown) => { throw wrapError("failed to store image", error); });
  if (saved.length === 0) throw notFound("no image name found");
  for (const image of saved) progress.status("saved", image);
  progress.completed(`Completed pull from ${source.title}`);
}

// What is here under that name is mostly what the registry has as well: then a HEAD is enough, which registries that count pulls do not count.
async function isKnown({ deps, call }: Scope, name: string): Promise<boolean> {
  if (name === "") return false;
  try {
    await deps.images.get({ name }, call);
    return true;
  } catch (error) {
    if (isError(error, "notFound")) return false;
    throw error;
  }
}

/** The same source, of which one document has been read and verified already. */
function withRead(source: Source, { digest, bytes }: { digest: string; bytes: Buffer }): Source {
  const { fetcher } = source;
  return { ...source, fetcher: { ...fetcher, read: (descriptor, options) => (descriptor.digest === digest ? Promise.resolve(bytes) : fetcher.read(descriptor, options)) } };
}
