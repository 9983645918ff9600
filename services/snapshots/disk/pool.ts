import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { canceled, createError, internal, messageOf } from "@stevedore/errors";
import type { Usage } from "../snapshotter.ts";
import type { DiskJobs, FromWorker, JobKind, ToWorker } from "./protocol.ts";

export interface JobOptions {
  /** Gives the job up: it ends at once, with whatever it has made so far left in place. */
  signal?: AbortSignal;
  onProgress?: (bytes: number) => void;
}

/** A job that is under way. */
export interface RunningJob<K extends JobKind> {
  readonly result: Promise<DiskJobs[K]["result"]>;
  /** An unpacking's file is complete up to `available`; `end`: and will not grow. */
  grow(available: number, end: boolean): void;
}

/** Threads for work on directories, so that the service goes on answering; they end when there is nothing to do. */
export interface DiskPool extends AsyncDisposable {
  start<K extends JobKind>(kind: K, job: DiskJobs[K]["job"], options?: JobOptions): RunningJob<K>;
  measure(directory: string): Promise<Usage>;
  /** What `upper` takes that `lower` has not. */
  measureChanges(lower: string, upper: string): Promise<Usage>;
  copy(source: string, target: string): Promise<void>;
  /** Makes `target` the same file as `source`: a reflink, or a copy with its holes. */
  clone(source: string, target: string): Promise<void>;
  /** Makes an EROFS image of a directory. */
  image(directory: string, output: string): Promise<void>;
  /** As `adopt`, for an EROFS image on other images; without xattrs. */
  adoptImage(image: string, lowers: readonly string[]): Promise<void>;
  /** Makes one EROFS image that shows others, the lowest first; an empty file where that can't be. */
  mergeImages(images: readonly string[], output: string): Promise<void>;
  /** Gives an EROFS image a dm-verity hash tree. */
  protectImage(image: string): Promise<void>;
  /** Copies owner, mode and xattrs of a layer's implied directories from the first of `lowers` that has them; then measures the layer. */
  adopt(directory: string, lowers: readonly string[]): Promise<Usage>;
  close(): Promise<void>;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onProgress: JobOptions["onProgress"];
}

interface Thread {
  worker: Worker;
  pending: Map<number, Pending>;
  idle: NodeJS.Timeout | undefined;
}

export interface DiskPoolOptions {
  /** Most threads; as many as processors when absent. */
  threads?: number;
  /** A thread that had nothing to do for so long is ended. */
  idleMs?: number;
}

export function createDiskPool({ threads: most = availableParallelism(), idleMs = 60_000 }: DiskPoolOptions = {}): DiskPool {
  const threads = new Set<Thread>();
  let nextId = 1;
  const end = async (thread: Thread): Promise<void> => {
    threads.delete(thread);
    clearTimeout(thread.idle);
    await thread.worker.terminate();
  };
  const take = (): Thread => {
    const least = [...threads].toSorted((a, b) => a.pending.size - b.pending.size)[0];
    if (least !== undefined && (least.pending.size === 0 || threads.size >= most)) return least;
    return startThread(threads);
  };
  const start: DiskPool["start"] = (kind, job, { signal, onProgress } = {}) => {
    const thread = take();
    clearTimeout(thread.idle);
    thread.worker.ref();
    const id = nextId++;
    const post = (message: ToWorker): void => void (thread.pending.has(id) && thread.worker.postMessage(message));
    const result = new Promise<unknown>((resolve, reject) => thread.pending.set(id, { resolve, reject, onProgress }));
    const cancel = (): void => post({ id, kind: "cancel" });
    post({ id, kind, job } as ToWorker);
    if (signal?.aborted === true) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    const settled = result.finally(() => {
      signal?.removeEventListener("abort", cancel);
      thread.pending.delete(id);
      if (thread.pending.size > 0) return;
      // An idle thread keeps no process alive.
      thread.worker.unref();
      thread.idle = setTimeout(() => void end(thread), idleMs);
      thread.idle.unref();
    });
    return { result: settled as Promise<never>, grow: (available, ended) => post({ id, kind: "grow", available, end: ended }) };
  };
  const close = async (): Promise<void> => {
    await Promise.all([...threads].map(end));
  };
  return {
    start,
    measure: (directory) => start("measure", { directory }).result,
    measureChanges: (lower, upper) => start("measure-changes", { lower, upper }).result,
    clone: (source, target) => start("clone", { source, target }).result,
    copy: (source, target) => start("copy", { source, target }).result,
    image: (directory, output) => start("image", { directory, output }).result,
    adoptImage: (image, lowers) => start("adopt-image", { image, lowers }).result,
    mergeImages: (images, output) => start("merge-images", { images, output }).result,
    protectImage: (image) => start("protect-image", { image }).result,
    adopt: (directory, lowers) => start("adopt", { directory, lowers }).result,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function startThread(threads: Set<Thread>): Thread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  const thread: Thread = { worker, pending: new Map(), idle: undefined };
  const fail = (error: unknown): void => {
    threads.delete(thread);
    for (const { reject } of thread.pending.values()) reject(error);
  };
  worker.on("message", (message: FromWorker) => {
    const waiting = thread.pending.get(message.id);
    if (message.kind === "progress") waiting?.onProgress?.(message.bytes);
    else if (message.kind === "done") waiting?.resolve(message.result);
    else waiting?.reject(createError(message.errorClass, message.message, { verbatim: true }));
  });
  worker.on("error", (error) => fail(internal(`disk thread: ${messageOf(error)}`, { cause: error })));
  worker.on("exit", () => fail(canceled("the service is stopping")));
  threads.add(thread);
  return thread;
}
