import { existsSync, readdirSync, rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { createError, messageOf, unavailable } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { ReadFailure } from "./file-system.ts";
import { findKeeper, isInUse, isMounted, startKeeper, unmountShown } from "./keeper.ts";
import { isLazy, lazyPath, readRecord, type LazyBlob } from "./layer-directory.ts";
import type { KeptJob } from "./unpack-kept.ts";
import { removeKept, type KeptShared } from "./kept-streams.ts";
import type { AttachedLayer } from "./open-layers.ts";
import type { FromLazyWorker, LazyWorkerOptions, ToLazyWorker } from "./protocol.ts";

/** The layers that are shown out of blobs: their mount, who keeps it, and the thread that answers the kernel. */
export interface LazyLayers {
  /** Goes on with what an earlier life has shown. */
  resume(): Promise<void>;
  /** Makes an empty snapshot show a blob's files. @throws InvalidArgument, DataLoss, FailedPrecondition when it has to be unpacked; Unavailable */
  attach(id: number, layer: LazyBlob & { parents: readonly number[] }): Promise<AttachedLayer>;
  /** The layer's own directory has all of its files: whoever has it mounted is served from there. */
  arrived(id: number): void;
  /** Resolves when no container reads from them for a moment, or after a while. */
  quiet(): Promise<void>;
  /** What of a layer its readers have had inflated; undefined when nothing can be taken from there. */
  kept(id: number): Promise<KeptJob | undefined>;
  /** What was kept of it does not fit: it is unpacked without. */
  distrustKept(id: number): void;
  status(): LazyStatus;
  /** Ends the mount, unless a container lives on it. */
  close(): Promise<void>;
  /** Ends the thread and leaves the mount with its keeper, as death does. */
  abandon(): Promise<void>;
}

export interface LazyLayersOptions extends LazyWorkerOptions {
  /** Where they are mounted. */
  shown: string;
  /** The keeper's. */
  socket: string;
}

export interface LazyStatus {
  mountpoint: string;
  mounted: boolean;
  /** 0 when it is not there. */
  keeperPid: number;
  serving: boolean;
  inUse: boolean;
  /** Those whose files are not on disk. */
  layers: { id: number; namespace: string; digest: string }[];
  failedReads: number;
  lastFailure: string;
}

interface Waiting<T> {
  resolve(result: T): void;
  reject(error: unknown): void;
}

// The kernel may ask for many files at once that all fail for one reason.
const QUIET_MS = 1000;

export function createLazyLayers({ log }: { log: Logger }, { shown, socket, ...options }: LazyLayersOptions): LazyLayers {
  const { directory } = options;
  const waiting = new Map<number, Waiting<AttachedLayer>>();
  const listening = new Map<number, (kept?: KeptShared) => void>();
  let nextRequest = 1;
  let isServing = false;
  let failedReads = 0;
  let lastFailure = "";
  let worker: Worker | undefined;
  let serving: PromiseWithResolvers<void> | undefined;
  let quietUntil = 0;
  let isClosed = false;

  const post = (message: ToLazyWorker): void => worker?.postMessage(message);
  const startWorker = (): void => {
    if (worker !== undefined) return;
    const started = new Worker(new URL("./worker.ts", import.meta.url), { workerData: options });
    worker = started;
    started.on("message", receive);
    started.on("error", (error) => log.error("the thread that shows lazy layers ended", { error: messageOf(error), stack: (error as Error).stack }));
    started.on("exit", () => {
      worker = undefined;
      for (const { reject } of waiting.values()) reject(unavailable("the thread that shows lazy layers ended"));
      waiting.clear();
      for (const resolve of listening.values()) resolve();
      listening.clear();
      isServing = false;
      serving?.reject(unavailable("the thread that shows lazy layers ended"));
      // The keeper has what was not answered: it is asked again of the next one.
      if (!isClosed) setTimeout(() => void restart(), 100).unref();
    });
  };
  const receive = (message: FromLazyWorker): void => {
    if (message.kind === "serving") {
      isServing = true;
      serving?.resolve();
    } else if (message.kind === "lost") void remount(message.error);
    else if (message.kind === "failure") tellFailure(message.failure);
    else if (message.kind === "quiet" || message.kind === "kept") {
      listening.get(message.request)?.(message.kind === "kept" ? message.shared : undefined);
      listening.delete(message.request);
    } else {
      const asked = waiting.get(message.request);
      waiting.delete(message.request);
      if (message.kind === "attached") asked?.resolve(message.result);
      else asked?.reject(createError(message.errorClass, message.message, { verbatim: true }));
    }
  };
  const tellFailure = (failure: ReadFailure): void => {
    failedReads++;
    lastFailure = `${failure.path} of ${failure.layer}: ${failure.error}`;
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    log.error("a file of an image that has not arrived can't be read; whoever wants it gets EIO, and the next who asks tries again", { ...failure });
  };
  const restart = async (): Promise<void> => {
    serving = undefined;
    await serve().catch((error: unknown) => log.error("lazy layers are not shown", { error: messageOf(error) }));
  };
  const remount = async (why: string): Promise<void> => {
    if (isClosed) return;
    isServing = false;
    log.error("the keeper of lazy layers is gone: containers that live on them lose their files, others are not touched", { error: why });
    unmountShown(shown);
    try {
      startKeeper({ mountpoint: shown, socket });
      post({ kind: "serve", socket });
    } catch (error) {
      log.error("lazy layers are not shown", { error: messageOf(error) });
      serving?.reject(error);
      serving = undefined;
    }
  };
  // A mount that is there is gone on with, if its keeper lives.
  const serve = (): Promise<void> => {
    if (serving !== undefined) return serving.promise;
    serving = Promise.withResolvers<void>();
    const { promise } = serving;
    promise.catch(() => undefined);
    try {
      startWorker();
      if (!isMounted(shown)) startKeeper({ mountpoint: shown, socket });
      post({ kind: "serve", socket });
    } catch (error) {
      serving.reject(error);
      serving = undefined;
    }
    return promise;
  };
  const abandon = async (): Promise<void> => {
    isClosed = true;
    await worker?.terminate();
  };
  return {
    abandon,
    async resume() {
      const wasMounted = isMounted(shown);
      const lazy = lazyIds(directory);
      // Nobody knows any more what of it is whole.
      for (const id of lazy) removeKept(directory, id);
      // Without a mount of old nobody asks for these any more: they are ordinary layers.
      if (!wasMounted) for (const id of lazy) if (!isLazy(directory, id)) rmSync(lazyPath(directory, id), { recursive: true, force: true });
      if (wasMounted || lazy.some((id) => isLazy(directory, id))) await serve();
    },
    async attach(id, layer) {
      await serve();
      const request = nextRequest++;
      return new Promise<AttachedLayer>((resolve, reject) => {
        waiting.set(request, { resolve, reject });
        post({ kind: "attach", request, layer: { ...layer, id } });
      });
    },
    arrived: (id) => post({ kind: "arrived", id }),
    async quiet() {
      if (worker === undefined) return;
      const request = nextRequest++;
      await new Promise<void>((resolve) => {
        listening.set(request, () => resolve());
        post({ kind: "quiet", request });
      });
    },
    async kept(id) {
      if (worker === undefined) return undefined;
      const request = nextRequest++;
      const shared = await new Promise<KeptShared | undefined>((resolve) => {
        listening.set(request, resolve);
        post({ kind: "kept", request, id });
      });
      return shared === undefined ? undefined : { directory, id, shared };
    },
    distrustKept: (id) => post({ kind: "distrust-kept", id }),
    status() {
      const layers = lazyIds(directory).filter((id) => isLazy(directory, id)).map((id) => ({ id, ...readRecord(directory, id) }));
      return {
        mountpoint: shown,
        mounted: isMounted(shown),
        keeperPid: findKeeper(socket) ?? 0,
        serving: isServing,
        inUse: isInUse(shown),
        layers: layers.map(({ id, namespace, digest }) => ({ id, namespace, digest })),
        failedReads,
        lastFailure,
      };
    },
    async close() {
      await abandon();
      if (isMounted(shown) && !isInUse(shown)) unmountShown(shown);
    },
  };
}

function lazyIds(directory: string): number[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => existsSync(lazyPath(directory, id)));
}
