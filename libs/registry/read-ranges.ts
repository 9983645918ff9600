import { errorClassOf } from "@stevedore/errors";
import type { ClientContext } from "./context.ts";
import { readBlob, type ReadJob } from "./read-blob.ts";

/** How one blob is fetched by several requests at once. */
export interface RangeOptions {
  /** Of one request. */
  bytes: number;
  /** Leave for one more request beside the first, to be given back by what it returns; undefined: not now. */
  turn(): (() => void) | undefined;
}

/** A range that is fetched before its bytes are wanted. */
interface Ahead {
  read(): AsyncGenerator<Buffer[]>;
  /** Gives its turn back; it goes on. */
  release(): void;
  readonly settled: Promise<void>;
}

// Refused for being a range, rather than for what is asked.
const NO_RANGES = new Set(["invalidArgument", "outOfRange", "unimplemented"]);

/**
 * A blob in order, as `readBlob` gives it, by several requests at once: the first goes straight through, those ahead of it wait in memory, each of
 * at most `bytes`. A registry that knows no ranges, or refuses more than one request, is read by one.
 */
export async function* readRanges(context: ClientContext, job: ReadJob, { bytes, turn }: RangeOptions): AsyncGenerator<Buffer[]> {
  const stop = new AbortController();
  const signal = job.signal === undefined ? stop.signal : AbortSignal.any([job.signal, stop.signal]);
  const ahead: Ahead[] = [];
  let next = job.offset;
  let mayRunAhead = false;
  const stretch = (): ReadJob => {
    const offset = next;
    next = Math.min(offset + bytes, job.end);
    return { ...job, offset, end: next, signal };
  };
  const runAhead = (): void => {
    while (mayRunAhead && next < job.end) {
      const release = turn();
      if (release === undefined) return;
      ahead.push(startAhead(context, { job: stretch(), release, onFailure: () => { mayRunAhead = false; } }));
    }
  };
  const onAnswer = ({ isPartial }: { isPartial: boolean }): number => {
    mayRunAhead = isPartial;
    const end = isPartial ? next : job.end;
    if (!isPartial) next = job.end;
    runAhead();
    return end;
  };
  try {
    let head = firstOrWhole(context, { first: { ...stretch(), onAnswer }, whole: { ...job, signal }, onRefused: () => { next = job.end; } });
    for (;;) {
      for await (const batch of head) {
        runAhead();
        yield batch;
      }
      const waiting = ahead.shift();
      if (waiting === undefined && next >= job.end) return;
      waiting?.release();
      runAhead();
      head = waiting?.read() ?? readBlob(context, stretch());
    }
  } finally {
    stop.abort(new DOMException("the reader went away", "AbortError"));
    await Promise.all(ahead.map(({ settled }) => settled));
  }
}

// Some registries and caches answer a range with an error: they are asked for the whole, as if ranges had never been thought of.
async function* firstOrWhole(context: ClientContext, { first, whole, onRefused }: { first: ReadJob; whole: ReadJob; onRefused: () => void }): AsyncGenerator<Buffer[]> {
  let has = 0;
  try {
    for await (const batch of readBlob(context, first)) {
      has += batch.length;
      yield batch;
    }
  } catch (error) {
    if (has > 0 || whole.offset > 0 || !NO_RANGES.has(errorClassOf(error))) throw error;
    onRefused();
    yield* readBlob(context, whole);
  }
}

function startAhead(context: ClientContext, { job, release, onFailure }: { job: ReadJob; release: () => void; onFailure: () => void }): Ahead {
  let batches: Buffer[][] = [];
  let position = job.offset;
  let failed = false;
  let done = false;
  let wake: (() => void) | undefined;
  let isReleased = false;
  const giveBack = (): void => {
    if (!isReleased) release();
    isReleased = true;
  };
  const settled = (async () => {
    try {
      for await (const batch of readBlob(context, job)) {
        batches.push(batch);
        for (const chunk of batch) position += chunk.length;
        wake?.();
      }
    } catch {
      // Its reader tries again by itself, patiently and alone; that one's error is the one to tell.
      failed = true;
      onFailure();
    } finally {
      done = true;
      giveBack();
      wake?.();
    }
  })();
  async function* read(): AsyncGenerator<Buffer[]> {
    for (;;) {
      const ready = batches;
      batches = [];
      yield* ready;
      if (batches.length > 0) continue;
      if (done) break;
      await new Promise<void>((resolve) => { wake = resolve; });
    }
    if (failed) yield* readBlob(context, { ...job, offset: position });
  }
  return { read, release: giveBack, settled };
}
