import { failedPrecondition, isError, wrapError } from "@stevedore/errors";
import { freeBuffer } from "@stevedore/linux";
import { type Descriptor, ingestRefOf, isLayerType } from "@stevedore/oci";
import { addSourceLabel, locate, sourceLabels } from "./blobs.ts";
import { blobKey, type Growing, type Scope } from "./deps.ts";
import { abortIngest, type Ingest, keepIngest, openIngest } from "./ingest.ts";
import type { BlobProgress } from "./progress.ts";
import type { Source } from "./source.ts";

/** A blob on its way into the store, readable as a file while it grows. */
export interface Download extends Growing {
  readonly descriptor: Descriptor;
  /** Where the bytes are by now; waits until there is a file. The name changes when the blob is stored. */
  path(): Promise<string>;
  /** Resolves when the blob is verified and stored. */
  readonly stored: Promise<void>;
  /** What has arrived is no layer: if it isn't stored, nobody shall go on from it. */
  distrust(): void;
}

export interface DownloadOptions {
  source: Source;
  descriptor: Descriptor;
  progress: BlobProgress;
  /** Nobody else has the bytes that the source gives: their memory is given back when they are written. */
  ownsBytes?: boolean;
}

/** Starts fetching a blob; waits for its turn among the downloads of this process. */
export function startDownload(scope: Scope, options: DownloadOptions): Download {
  const state = createState(scope, options.descriptor);
  const stored = run(scope, options, state).then(
    () => state.finish(),
    (error: unknown) => { throw state.fail(error); },
  );
  stored.catch(() => {});
  return Object.assign(state.view, { stored });
}

// Who comes second waits, and then finds the blob in the store; or goes on with it, when the first one failed or was given up.
async function run(scope: Scope, options: DownloadOptions, state: State): Promise<void> {
  const { shared, call: { signal } } = scope;
  const key = blobKey(scope, options.descriptor.digest);
  const waiting = new AbortController();
  void mirror(shared.fetching.get(key), options.progress, waiting.signal);
  try {
    await shared.blobs.run(key, async () => {
      waiting.abort();
      shared.fetching.set(key, state.view);
      await fetchBlob(scope, options, state).finally(() => shared.fetching.delete(key));
    }, signal);
  } finally {
    waiting.abort();
  }
}

// Somebody else's bytes are ours as well: a client that waits for them sees them arrive.
async function mirror(other: Growing | undefined, progress: BlobProgress, until: AbortSignal): Promise<void> {
  for (let seen = 0; other !== undefined && !until.aborted && !other.ended; seen = other.available) {
    if (other.available > 0) progress.downloading(other.available);
    // Its failure is told to its own client.
    if (!(await other.grown(seen).then(() => true, () => false))) return;
  }
}

async function fetchBlob(scope: Scope, options: DownloadOptions, state: State): Promise<void> {
  const { source, descriptor, progress } = options;
  try {
    // A turn is for the network: while content verifies and syncs, the next download runs.
    await using ingest = await scope.shared.downloads.run(() => receive(scope, options, state), scope.call.signal);
    await ingest.commit(sourceLabels(source));
    progress.complete();
  } catch (error) {
    if (isError(error, "alreadyExists")) {
      await addSourceLabel(scope, descriptor.digest, source);
      progress.exists();
      return;
    }
    // Wrong bytes must not be resumed from; a broken transfer's right ones may.
    if (isError(error, "failedPrecondition") || state.isDistrusted) await abortIngest(scope, ingestRefOf(descriptor));
    throw wrapError(`failed to fetch ${isLayerType(descriptor.mediaType) ? "layer" : "blob"} ${descriptor.digest} from ${source.origin?.host ?? "the store"}`, error);
  }
}

// Opens the blob's ingest and fills it; nothing is to be fetched where the store has the bytes from another namespace.
async function receive(scope: Scope, { source, descriptor, progress, ownsBytes = false }: DownloadOptions, state: State): Promise<Ingest> {
  const target = { ref: ingestRefOf(descriptor), descriptor };
  const ingest = await openIngest(scope, target);
  try {
    if (ingest.path === undefined) return ingest;
    if (ingest.length > descriptor.size) throw failedPrecondition(`the ingest has ${ingest.length} bytes, the descriptor ${descriptor.size}`);
    state.open(ingest.path, ingest.length);
    const signal = AbortSignal.any([scope.call.signal, ingest.broken]);
    const { deps: { config: { rangeBytes, stall } }, shared } = scope;
    const ranges = { bytes: rangeBytes, turn: () => shared.downloads.tryTake() };
    for await (const batch of source.fetcher.open(descriptor, { offset: ingest.length, signal, ranges, stall, onStall: (stalled) => progress.stalled(stalled) })) {
      await ingest.append(batch);
      if (ownsBytes) batch.forEach(freeBuffer);
      state.grow(ingest.length);
      progress.downloading(ingest.length);
    }
    state.end();
    return ingest;
  } catch (thrown) {
    const error: unknown = ingest.broken.aborted && !scope.call.signal.aborted ? ingest.broken.reason : thrown;
    await ingest[Symbol.asyncDispose]();
    // On a full disk what is half there is in the way; be it that of another layer, which ended this one.
    const isFull = [error, scope.call.signal.reason].some((reason) => isError(reason, "resourceExhausted"));
    if (ingest.length > 0 && !state.isDistrusted && !isFull && !isError(error, "failedPrecondition")) await keepIngest(scope, target);
    throw error;
  }
}

interface State {
  view: Omit<Download, "stored">;
  open(path: string, available: number): void;
  grow(available: number): void;
  end(): void;
  readonly isDistrusted: boolean;
  /** The blob is in the store. */
  finish(): void;
  fail(error: unknown): unknown;
}

function createState(scope: Scope, descriptor: Descriptor): State {
  let path: string | undefined;
  let available = 0;
  let ended = false;
  let isStored = false;
  let isDistrusted = false;
  let failure: { error: unknown } | undefined;
  let change = Promise.withResolvers<void>();
  const notify = (): void => {
    const { resolve } = change;
    change = Promise.withResolvers<void>();
    resolve();
  };
  const until = async (reached: () => boolean): Promise<void> => {
    while (failure === undefined && !reached()) await change.promise;
    if (failure !== undefined) throw failure.error;
  };
  const end = (): void => {
    ended = true;
    available = descriptor.size;
    notify();
  };
  return {
    view: {
      descriptor,
      async path() {
        await until(() => path !== undefined || isStored);
        return isStored ? locate(scope, descriptor.digest) : (path as string);
      },
      get available() { return available; },
      get ended() { return ended; },
      grown: (seen) => until(() => ended || available > seen),
      distrust() { isDistrusted = true; },
    },
    get isDistrusted() { return isDistrusted; },
    open(at, length) { path = at; available = length; notify(); },
    grow(length) { available = length; notify(); },
    end,
    finish() { isStored = true; end(); },
    fail(error) { failure = { error }; notify(); return error; },
  };
}
