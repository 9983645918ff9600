import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { internal, messageOf, outOfRange } from "@stevedore/errors";
import type { DigestAlgorithm } from "@stevedore/oci";
import type { Digester } from "./digester.ts";
import type { FileJobKind, FileJobs } from "./file-jobs.ts";
import type { HashReply, ThreadRequest } from "./hash-worker.ts";

/** Threads that hash files, and do what else takes many calls with them: several layers of an image at once. */
export interface HashPool extends AsyncDisposable {
  open(path: string, algorithm: DigestAlgorithm): Promise<Digester>;
  /** @throws the system's errors, with their `code` */
  run<K extends FileJobKind>(kind: K, job: FileJobs[K]): Promise<void>;
  close(): Promise<void>;
}

export interface HashPoolOptions {
  /** Most threads; as many as processors, at most 4, when absent. */
  threads?: number;
  /** A thread that had nothing to do for so long is ended. */
  idleMs?: number;
}

interface Thread {
  worker: Worker;
  files: number;
  pending: Map<number, { resolve(reply: HashReply): void; reject(error: unknown): void }>;
  idle: NodeJS.Timeout | undefined;
}

// Omit over a union would merge it: each kind of request keeps its own fields.
type Unnumbered<R> = R extends unknown ? Omit<R, "id"> : never;

/** Threads start with the first file and end when idle: a host that pulls nothing pays for none. */
export function createHashPool(options: HashPoolOptions = {}): HashPool {
  const most = options.threads ?? Math.min(4, availableParallelism());
  const idleMs = options.idleMs ?? 60_000;
  const threads = new Set<Thread>();
  let nextId = 1;

  const ask = (thread: Thread, request: Unnumbered<ThreadRequest>): Promise<HashReply> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      thread.pending.set(id, { resolve, reject });
      thread.worker.postMessage({ ...request, id });
    });
  const end = async (thread: Thread): Promise<void> => {
    threads.delete(thread);
    clearTimeout(thread.idle);
    await thread.worker.terminate();
  };
  const take = (): Thread => {
    const least = [...threads].sort((a, b) => a.files - b.files)[0];
    const thread = least === undefined || (least.files > 0 && threads.size < most) ? startThread(threads) : least;
    thread.files += 1;
    clearTimeout(thread.idle);
    return thread;
  };
  const giveBack = (thread: Thread): void => {
    thread.files -= 1;
    if (thread.files > 0) return;
    thread.idle = setTimeout(() => void end(thread), idleMs);
    thread.idle.unref();
  };

  const close = async (): Promise<void> => {
    await Promise.all([...threads].map(end));
  };
  return {
    async run(kind, job) {
      const thread = take();
      try {
        const { error } = await ask(thread, { kind, job } as Unnumbered<ThreadRequest>);
        if (error !== undefined) throw systemErrorOf(error);
      } finally {
        giveBack(thread);
      }
    },
    async open(path, algorithm) {
      const thread = take();
      const file = nextId++;
      const request = async (what: Unnumbered<ThreadRequest>): Promise<HashReply> => {
        const reply = await ask(thread, what);
        if (reply.error !== undefined) throw failureOf(path, reply.error);
        return reply;
      };
      try {
        const opened = await request({ kind: "open", file, path, algorithm });
        return createThreadDigester({ request, file, algorithm, opened, onClose: () => giveBack(thread) });
      } catch (error) {
        giveBack(thread);
        throw error;
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function startThread(threads: Set<Thread>): Thread {
  const worker = new Worker(new URL("./hash-worker.ts", import.meta.url));
  const thread: Thread = { worker, files: 0, pending: new Map(), idle: undefined };
  const fail = (error: unknown): void => {
    threads.delete(thread);
    for (const { reject } of thread.pending.values()) reject(error);
    thread.pending.clear();
  };
  worker.on("message", (reply: HashReply) => {
    const waiting = thread.pending.get(reply.id);
    thread.pending.delete(reply.id);
    waiting?.resolve(reply);
  });
  worker.on("error", (error) => fail(internal(`hashing thread: ${messageOf(error)}`, { cause: error })));
  worker.on("exit", (code) => fail(internal(`hashing thread ended with code ${code}`)));
  worker.unref();
  threads.add(thread);
  return thread;
}

interface ThreadDigesterParts {
  request(what: Unnumbered<ThreadRequest>): Promise<HashReply>;
  file: number;
  algorithm: DigestAlgorithm;
  opened: HashReply;
  onClose(): void;
}

function createThreadDigester({ request, file, algorithm, opened, onClose }: ThreadDigesterParts): Digester {
  let { offset, hex } = opened;
  let closed = false;
  const apply = (reply: HashReply): void => void ({ offset, hex } = reply);
  return {
    get offset() {
      return offset;
    },
    get digest() {
      return `${algorithm}:${hex}`;
    },
    advance: async (size) => apply(await request({ kind: "advance", file, to: size })),
    reset: async () => apply(await request({ kind: "reset", file })),
    close() {
      if (closed) return;
      closed = true;
      // A thread that has ended has closed the file with itself.
      request({ kind: "close", file }).catch(() => undefined);
      onClose();
    },
  };
}

function failureOf(path: string, error: NonNullable<HashReply["error"]>): Error {
  return error.code === undefined ? outOfRange(`${path} ${error.message}`) : systemErrorOf(error);
}

function systemErrorOf({ code, message }: NonNullable<HashReply["error"]>): Error {
  return Object.assign(new Error(message), { code });
}
