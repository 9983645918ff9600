import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { stevedore } from "@stevedore/api";
import { isError, messageOf, unavailable } from "@stevedore/errors";
import type { Descriptor } from "@stevedore/oci";
import { createMessageQueue } from "@stevedore/rpc";
import { cleanupCall, type Scope } from "./deps.ts";
import { held } from "./own-lease.ts";
import { writeAll } from "./write-all.ts";

type Request = stevedore.v1.IIngestWriteRequest;
type Reply = stevedore.v1.IIngestWriteReply;

/** An open ingest of content: we append to its file, content hashes behind us. While it is open, nobody else has its ref. */
export interface Ingest extends AsyncDisposable {
  /** The file; undefined when the store has the bytes already (from another namespace): commit at once. */
  readonly path: string | undefined;
  /** Bytes in the file. */
  readonly length: number;
  /** Fires when content has given the ingest up, or died: waiting for more bytes is vain. Its reason is the error. */
  readonly broken: AbortSignal;
  append(batch: readonly Uint8Array[]): Promise<void>;
  /** Verifies and publishes; gives the digest. Throws FailedPrecondition when size or digest differ; AlreadyExists when somebody was faster. */
  commit(labels: Record<string, string>): Promise<string>;
}

export interface IngestTarget {
  ref: string;
  /** What is to come; an empty digest accepts any. */
  descriptor: Descriptor;
  /** Drop what an earlier attempt left behind. */
  restart?: boolean;
}

// Content hashes behind us as far as it is told: often enough that it is not far behind in the end, and that others see the ingest grow.
const TELL_BYTES = 4 << 20;
const TELL_MS = 50;

/**
 * Opens (or resumes) an ingest. Waits while another transfer has the ref, as containerd's clients do.
 * Throws AlreadyExists when the namespace has the blob.
 */
export async function openIngest(scope: Scope, target: IngestTarget): Promise<Ingest> {
  for (let bound = 16; ; bound = Math.min(bound * 2, 2048)) {
    try {
      return await openOnce(scope, target);
    } catch (error) {
      if (!isError(error, "unavailable") || !messageOf(error).includes("locked")) throw error;
      await sleep(Math.random() * bound, undefined, { signal: scope.call.signal });
    }
  }
}

async function openOnce(scope: Scope, { ref, descriptor, restart = false }: IngestTarget): Promise<Ingest> {
  const resources = [{ type: "ingests", id: ref }, { type: "content", id: descriptor.digest }];
  const dialogue = startDialogue({ deps: scope.deps, call: descriptor.digest === "" ? scope.call : await held(scope, resources) });
  let file: FileHandle | undefined;
  try {
    const total = descriptor.size;
    const expected = descriptor.digest;
    const first = await dialogue.ask({ ref, total, expected });
    const path = first.path || undefined;
    let length = first.offset ?? 0;
    if (restart && path !== undefined && length > 0) length = (await dialogue.ask({ truncate: true })).offset ?? 0;
    if (path !== undefined) file = await open(path, "r+");
    dialogue.stream();
    let told = length;
    let telling: NodeJS.Timeout | undefined;
    const tell = (): void => {
      clearTimeout(telling);
      telling = undefined;
      told = length;
      dialogue.send({ available: length });
    };
    return {
      path,
      get length() { return length; },
      broken: dialogue.broken,
      async append(batch) {
        dialogue.broken.throwIfAborted();
        length += await writeAll(file as FileHandle, batch, { position: length, what: "ingest" });
        if (length - told >= TELL_BYTES) tell();
        else telling ??= setTimeout(tell, TELL_MS);
      },
      async commit(labels) {
        clearTimeout(telling);
        await file?.close();
        file = undefined;
        return dialogue.commit({ commit: true, total, expected, labels, available: length });
      },
      async [Symbol.asyncDispose]() {
        clearTimeout(telling);
        dialogue.end();
        await file?.close();
      },
    };
  } catch (error) {
    dialogue.end();
    await file?.close();
    throw error;
  }
}

interface Dialogue {
  /** One request, one reply; only before `stream`. */
  ask(request: Request): Promise<Reply>;
  /** From now on replies come on their own: how far content has hashed. */
  stream(): void;
  send(request: Request): void;
  commit(request: Request): Promise<string>;
  readonly broken: AbortSignal;
  end(): void;
}

function startDialogue({ deps, call }: Pick<Scope, "deps" | "call">): Dialogue {
  const abort = new AbortController();
  const requests = createMessageQueue<Request>();
  const replies = deps.ingests.write(requests, { ...call, signal: AbortSignal.any([call.signal, abort.signal]) })[Symbol.asyncIterator]();
  const committed = Promise.withResolvers<string>();
  committed.promise.catch(() => {});
  const broken = new AbortController();
  const next = async (): Promise<Reply> => {
    const { value, done } = await replies.next();
    if (done === true) throw unavailable("content ended the ingest");
    return value as Reply;
  };
  const pump = async (): Promise<void> => {
    try {
      let reply = await next();
      while (reply.committed !== true) reply = await next();
      committed.resolve(reply.digest ?? "");
    } catch (error) {
      broken.abort(error);
      committed.reject(error);
    }
  };
  return {
    ask: (request) => (requests.push(request), next()),
    stream: () => void pump(),
    send: (request) => requests.push(request),
    commit: (request) => (requests.push(request), committed.promise),
    broken: broken.signal,
    end() {
      requests.end();
      abort.abort(new DOMException("ingest closed", "AbortError"));
    },
  };
}

/**
 * Lets an ingest outlive the transfer's own lease, so that the next pull can go on from it: opened without a lease, it
 * gets content's expiry of a day.
 */
export async function keepIngest(scope: Scope, target: IngestTarget): Promise<void> {
  if (!scope.ownsLease) return;
  const { namespace, requestId } = scope.call;
  const call = { namespace, signal: AbortSignal.timeout(10_000), ...(requestId === undefined ? {} : { requestId }) };
  try {
    await using _ingest = await openIngest({ ...scope, call }, target);
  } catch (error) {
    scope.log.debug("ingest not kept", { ref: target.ref, error: messageOf(error) });
  }
}

/** Throws away what an ingest holds, so that nobody resumes from wrong bytes. */
export async function abortIngest(scope: Scope, ref: string): Promise<void> {
  try {
    await scope.deps.content.abort({ ref }, cleanupCall(scope));
  } catch (error) {
    if (!isError(error, "notFound")) scope.log.warn("ingest not aborted", { ref, error: messageOf(error) });
  }
}
