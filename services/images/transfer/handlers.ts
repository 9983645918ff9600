import { setTimeout as sleep } from "node:timers/promises";
import { containerd, type google, TransferService, messageTypeOf, typeNameOf } from "@stevedore/api";
import { isError, unimplemented, unknownTypeUrl } from "@stevedore/errors";
import { createKeyedLock, createLimiter } from "@stevedore/locks";
import { createTransport } from "@stevedore/registry";
import type { CallContext, Handlers } from "@stevedore/rpc";
import { exportImages } from "./archive/export.ts";
import { importArchive } from "./archive/import.ts";
import { receiveBytes, sendBytes, sendToTheEnd } from "./byte-stream.ts";
import { fromDescriptor } from "./convert.ts";
import type { Scope, Shared, TransferDeps } from "./deps.ts";
import { namesFor, saveArchived, saveImages } from "./destination.ts";
import { createImageVerifier } from "./image-verifier.ts";
import { createArrivals, type Arrivals } from "./lazy/arrivals.ts";
import { placeLayers } from "./lazy/place-layers.ts";
import { fetchTails } from "./lazy/tails.ts";
import { withOwnLease } from "./own-lease.ts";
import { createProgress, type Progress } from "./progress.ts";
import { pull } from "./pull.ts";
import { createPullEvents, type PullObserver } from "./pull-events.ts";
import { push } from "./push.ts";
import { registrySource } from "./registry-source.ts";
import { localSource } from "./source.ts";
import { attachStream } from "./streams.ts";
import { transferTree } from "./tree.ts";

const { ImageExportStream, ImageImportStream, ImageStore, OCIRegistry } = containerd.types.transfer;
const PREFIX = "containerd.types.transfer.";
/** The snapshotter that can show layers before they have arrived. */
const LAZY = "lazy";

const PREPARED_AHEAD = 2;
const READING_MS = 100;

type Operation = (scope: Scope, request: Request) => Promise<void>;

const OPERATIONS: Record<string, Operation> = {
  "OCIRegistry ImageStore": pullImage,
  "ImageStore OCIRegistry": pushImage,
  "ImageStore ImageStore": tagImage,
  "ImageImportStream ImageStore": importImages,
  "ImageStore ImageExportStream": exportToStream,
  "ImageImportStream ImageExportStream": echo,
};

/** What all transfers of a process share. Its transport's connections are the caller's to close. */
export function createShared({ config }: Pick<TransferDeps, "config">): Shared {
  return {
    transport: createTransport(),
    verify: createImageVerifier(config.verifier),
    downloads: createLimiter(config.maxConcurrentDownloads),
    uploads: createLimiter(config.maxConcurrentUploads),
    unpacks: createLimiter(config.maxConcurrentUnpacks),
    prepared: createLimiter(config.maxConcurrentUnpacks + PREPARED_AHEAD),
    chains: createKeyedLock(),
    blobs: createKeyedLock(),
    fetching: new Map(),
  };
}

/** The Transfer service: pull, push, tag, import, export and echo; and what arrives behind it. Dispose of it to close its connections to registries. */
export function createTransferHandlers(deps: TransferDeps, shared = createShared(deps)): Handlers<typeof TransferService> & AsyncDisposable & { arrivals: Arrivals | undefined } {
  const { lazy } = deps;
  const arrivals = lazy === undefined ? undefined : createArrivals({ deps, lazy, shared });
  if (lazy !== undefined && arrivals !== undefined) {
    shared.placeLayers = async (scope, image) => {
      if (image.snapshotter === LAZY) await placeLayers(scope, { arrivals, lazy }, image);
    };
    shared.expectLayers = ({ call: { signal } }, { layers, source: { fetcher }, snapshotters }) =>
      snapshotters.includes(LAZY) ? fetchTails(layers, { fetcher, signal }) : undefined;
  }
  return {
    async transfer(request, context) {
      const operation = OPERATIONS[`${shortName(request.source)} ${shortName(request.destination)}`];
      if (operation === undefined) {
        for (const end of [request.source, request.destination]) requireKnownType(end);
        throw unimplemented(`method Transfer not implemented for ${request.source?.type_url ?? ""} to ${request.destination?.type_url ?? ""}`, { verbatim: true });
      }
      // Streams of the client's that we are still attached to are let go at the end.
      const done = new AbortController();
      try {
        const what = describePull(request);
        await withLease(scopeOf({ deps, shared, context, done: done.signal }), what, (scope) => operation(scope, request));
        await deps.abandoned.goneOnWith(context.namespace, what);
      } finally {
        done.abort(new DOMException("the transfer is over", "AbortError"));
      }
      return {};
    },
    arrivals,
    async [Symbol.asyncDispose]() {
      await arrivals?.stop();
      await shared.transport[Symbol.asyncDispose]();
    },
  };
}

// A known type that is only no end of a transfer is another matter.
function requireKnownType(any: google.protobuf.IAny | null | undefined): void {
  if (messageTypeOf(typeNameOf(any)) === undefined) throw unknownTypeUrl(any?.type_url ?? "");
}

function shortName(any: google.protobuf.IAny | null | undefined): string {
  const name = typeNameOf(any);
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

function scopeOf({ deps, shared, context, done }: { deps: TransferDeps; shared: Shared; context: CallContext; done: AbortSignal }): Scope {
  const { namespace, lease, requestId, log } = context;
  const signal = AbortSignal.any([context.signal, done]);
  return { deps, shared, log, ownsLease: false, call: { namespace, requestId, signal, ...(lease === undefined ? {} : { lease }) } };
}

const MAX_WHAT = 1024;

/** What is pulled, as a label has room for it; empty for what can't be gone on with. */
function describePull({ source }: Request): string {
  return shortName(source) === "OCIRegistry" ? OCIRegistry.decode(bytesOf(source)).reference.slice(0, MAX_WHAT) : "";
}

// Without a lease of the client's the transfer has one of its own.
async function withLease(scope: Scope, what: string, task: (scope: Scope) => Promise<void>): Promise<void> {
  if (scope.call.lease !== undefined) return task(scope);
  await withOwnLease(scope, { what }, task);
}

type Request = containerd.services.transfer.v1.TransferRequest;

async function pullImage(scope: Scope, { source, destination, options }: Request): Promise<void> {
  const registry = OCIRegistry.decode(bytesOf(source));
  const observer = createPullEvents({ announce: scope.deps.announce, namespace: scope.call.namespace, reference: registry.reference });
  try {
    await withProgress(scope, { id: options?.progressStream, root: () => registry.reference, observer }, async (inner, progress) => {
      await pull(inner, { source: registrySource(inner, registry), store: ImageStore.decode(bytesOf(destination)), progress, observer });
    });
    await observer.end();
  } catch (error) {
    await observer.end(error);
    throw error;
  }
}

async function pushImage(scope: Scope, { source, destination, options }: Request): Promise<void> {
  const registry = OCIRegistry.decode(bytesOf(destination));
  const store = ImageStore.decode(bytesOf(source));
  await withProgress(scope, { id: options?.progressStream, root: () => store.name }, async (inner, progress) => {
    await push(inner, { registry: () => registrySource(inner, registry), store, progress });
  });
}

async function tagImage(scope: Scope, { source, destination }: Request): Promise<void> {
  const { name } = ImageStore.decode(bytesOf(source));
  const { image } = await scope.deps.images.get({ name }, scope.call);
  await saveImages(scope, ImageStore.decode(bytesOf(destination)), fromDescriptor(image?.target));
}

async function importImages(scope: Scope, { source, destination, options }: Request): Promise<void> {
  const { stream: id, forceCompress: compress } = ImageImportStream.decode(bytesOf(source));
  const store = ImageStore.decode(bytesOf(destination));
  await withProgress(scope, { id: options?.progressStream, root: () => store.name }, async (inner, progress) => {
    progress.status("Importing");
    const stream = attachStream(inner, id);
    const { index, manifests } = await importArchive(inner, receiveBytes(stream), { compress }).finally(() => stream.close());
    await transferTree(inner, { source: localSource, descriptor: index, store, progress });
    // An archive whose index nobody named is kept by its images' names alone.
    const saved = namesFor(store, index).length === 0 ? [] : await saveImages(inner, store, index);
    for (const manifest of manifests) saved.push(...(await saveArchived(inner, store, manifest)));
    for (const image of saved) progress.status("saved", image);
    progress.completed("Completed import");
    // A client forgets what it hasn't shown when the answer comes, and the names of what was imported are nowhere else: `nerdctl load`.
    if (options?.progressStream) await sleep(READING_MS, undefined, { signal: inner.call.signal });
  });
}

async function exportToStream(scope: Scope, { source, destination, options }: Request): Promise<void> {
  const message = ImageExportStream.decode(bytesOf(destination));
  const store = ImageStore.decode(bytesOf(source));
  await withProgress(scope, { id: options?.progressStream, root: () => store.name }, async (inner, progress) => {
    progress.status("Exporting");
    const stream = attachStream(inner, message.stream);
    await sendToTheEnd(stream, exportImages(inner, { store, message })).finally(() => stream.close());
    progress.completed("Completed export");
  });
}

async function echo(scope: Scope, { source, destination }: Request): Promise<void> {
  const from = attachStream(scope, ImageImportStream.decode(bytesOf(source)).stream);
  const to = attachStream(scope, ImageExportStream.decode(bytesOf(destination)).stream);
  await sendBytes(to, receiveBytes(from)).finally(() => Promise.all([from.close(), to.close()]));
}

function bytesOf(any: google.protobuf.IAny | null | undefined): Uint8Array {
  return any?.value ?? new Uint8Array();
}

// A progress stream that does not exist is the client's mistake; one that breaks later only costs the progress.
async function withProgress(scope: Scope, { id, root, observer }: { id: string | null | undefined; root: () => string; observer?: PullObserver }, task: (scope: Scope, progress: Progress) => Promise<void>): Promise<void> {
  const stream = id ? attachStream(scope, id) : undefined;
  const abort = new AbortController();
  stream?.failed.catch((error: unknown) => { if (isError(error, "notFound")) abort.abort(error); });
  const signal = AbortSignal.any([scope.call.signal, abort.signal]);
  await using progress = createProgress({ stream, root, ...(observer === undefined ? {} : { observer }) });
  try {
    await task({ ...scope, call: { ...scope.call, signal } }, progress);
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  }
}
