import { setTimeout as delay } from "node:timers/promises";
import { createError, isError } from "@stevedore/errors";
import type { Descriptor } from "@stevedore/oci";
import type { Fetcher } from "@stevedore/registry";
import type { QuietTurns } from "./quiet-turns.ts";
import type { SpareFile } from "./spare-file.ts";

/** Where bytes of a blob are, at their own offsets. */
export interface Place {
  path: string;
  /** How far they go on. */
  end: number;
}

export interface WantedBytes {
  offset: number;
  length: number;
  /** So many behind them are likely to be wanted next. */
  ahead: number;
  /** What was there of them is not the blob's. */
  again: boolean;
}

/** A blob that comes in by ranges: what somebody waits for before its turn, the rest in order. What came before its turn is not fetched again. */
export interface Pieces {
  /** Has these bytes in a file. @throws what the registry says; ResourceExhausted when the disk is full */
  locate(wanted: WantedBytes): Promise<Place>;
  /** The blob from an offset on, for its ingest. @throws what the registry says */
  inOrder(offset: number, signal: AbortSignal): AsyncGenerator<Buffer[]>;
  /** Takes bytes that came another way, as far as they are whole pieces. @throws ResourceExhausted when the disk is full */
  add(offset: number, bytes: Buffer): Promise<void>;
  /** Fetches the beginning, which is likely to be wanted soon. @throws what the registry says */
  prefetch(bytes: number): Promise<void>;
  /** Bytes that came before their turn, from `offset` on. */
  keptFrom(offset: number): number;
  /** Forgets what came: the blob turned out to be another one. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface PiecesOptions {
  descriptor: Descriptor;
  spare: SpareFile;
  fetcher(): Fetcher;
  /** The file in which the blob grows in order; undefined at once when it has not come so far. */
  grown(end: number): Promise<Place | undefined> | undefined;
  /** Of one request at most, of those at once that nobody waits for; 0: they come one after the other. */
  rangeBytes: number;
  turns: QuietTurns;
  /** Leave for one more request at once. */
  turn(): (() => void) | undefined;
}

/** Blobs are kept account of in pieces of this length. */
const PIECE = 256 << 10;
/** Asked for at a time at least: what lies behind a file is mostly wanted next, and a request costs as much as many bytes. */
const WINDOW = 1 << 20;
const MOST = 4 << 20;
const AHEAD_AT_ONCE = 2;
/** A request that nobody waits for is to be over in this time, lest it stand in the way of one that somebody does; beside twice the time that its answer takes to begin. */
const PACE_SECONDS = 0.25;
/** Where so many bytes a second come, there is room for both. */
const FAST = 8 << 20;
/** So long what is on its way already is waited for; then it is asked for once more. */
const PATIENCE_MS = 2000;
/** Of one request where there is one at a time: what it costs to ask again is small beside it. */
const MOST_ALONE = 16 << 20;
/** Where ranges are refused all of a sudden: what is there already is skipped by giving a request up when it is worth a new one. */
const WORTH_SKIPPING = 2 << 20;

/** A stretch of pieces that is on its way. */
interface Run {
  first: number;
  /** Exclusive. */
  last: number;
  bytes: Promise<Buffer>;
  /** Resolves when it is in the spare file. */
  keep(): Promise<void>;
}

export function createPieces({ descriptor, spare, fetcher, grown, rangeBytes, turns, turn }: PiecesOptions): Pieces {
  const { size } = descriptor;
  const count = Math.ceil(size / PIECE);
  const stop = new AbortController();
  const runs = new Set<Run>();
  let here = new Uint8Array(count);
  let distrusted = new Set<number>();
  let rate = WINDOW / PACE_SECONDS;
  /** The shortest time that a request has taken, in seconds: hardly more than an answer's way. */
  let latency = 0;
  let aheadRuns = 0;
  const startOf = (piece: number): number => Math.min(piece * PIECE, size);
  const pieceAt = (offset: number): number => Math.floor(offset / PIECE);
  const piecesUntil = (offset: number): number => Math.ceil(Math.min(offset, size) / PIECE);
  const runOf = (piece: number): Run | undefined => [...runs].find(({ first, last }) => first <= piece && piece < last);
  const endOfHere = (piece: number): number => {
    let last = piece;
    while (last < count && here[last] === 1) last++;
    return last;
  };
  const isMissing = (piece: number): boolean => piece < count && here[piece] !== 1 && runOf(piece) === undefined;
  // From a missing piece on, as far as nothing is there or on its way.
  const stretch = (first: number, bytes: number): { first: number; last: number } => {
    let last = first + 1;
    while (last < first + Math.max(1, Math.floor(bytes / PIECE)) && isMissing(last)) last++;
    return { first, last };
  };
  const start = ({ first, last }: { first: number; last: number }): Run => {
    const offset = startOf(first);
    const length = startOf(last) - offset;
    const since = performance.now();
    const state = here;
    const bytes = fetcher().range(descriptor, { offset, length, signal: stop.signal }).then((all) => {
      const seconds = Math.max(1, performance.now() - since) / 1000;
      rate = (rate + length / seconds) / 2;
      latency = latency === 0 ? seconds : Math.min(latency, seconds);
      return all;
    });
    bytes.catch(() => undefined);
    let kept: Promise<void> | undefined;
    const keep = async (): Promise<void> => {
      const all = await bytes;
      stop.signal.throwIfAborted();
      await spare.write(all, offset);
      state.fill(1, first, last);
    };
    const run = { first, last, bytes, keep: () => (kept ??= keep()) };
    runs.add(run);
    return run;
  };
  const bring = async (run: Run): Promise<void> => {
    try {
      await run.keep();
    } finally {
      runs.delete(run);
    }
  };
  // Without the latency the requests to a far registry would become shorter and shorter, and slower for it.
  const pace = (most: number): number => Math.min(most, Math.max(PIECE, rate * (PACE_SECONDS + 2 * latency)));
  const lookAhead = (from: number, bytes: number): void => {
    for (let piece = piecesUntil(from); piece < piecesUntil(from + bytes) && aheadRuns < AHEAD_AT_ONCE; piece++) {
      if (!isMissing(piece)) continue;
      aheadRuns++;
      void bring(start(stretch(piece, Math.min(pace(MOST), from + bytes - startOf(piece))))).catch(() => undefined).finally(() => { aheadRuns--; });
    }
  };
  const fetchUrgently = (first: number, last: number): Promise<void> => turns.urgent(() => bring(start({ first, last })));
  // Until none of these pieces is missing; what is on its way for somebody else is waited for.
  const complete = async (first: number, last: number): Promise<void> => {
    let patience = true;
    for (let piece = first; (piece = endOfHere(piece)) < last; ) {
      const run: Run | undefined = patience ? runOf(piece) : undefined;
      const growing = run !== undefined || distrusted.has(piece) ? undefined : grown(startOf(piece + 1));
      // Nothing is awaited between looking for a run and starting one.
      const stored = growing === undefined ? undefined : await growing;
      if (stored === undefined && growing !== undefined && runOf(piece) !== undefined) continue;
      if (stored !== undefined) {
        await spare.copy(stored.path, startOf(piece), startOf(piece + 1) - startOf(piece));
        here[piece] = 1;
      } else if (run === undefined) {
        const end = patience ? stretch(piece, Math.max(WINDOW, Math.min(MOST, (last - piece) * PIECE))).last : Math.min(last, piece + MOST / PIECE);
        await fetchUrgently(piece, Math.min(end, count));
      } else {
        const waited: Promise<boolean> = run.keep().then(() => true, () => false);
        patience = await Promise.race([waited, delay(PATIENCE_MS, false, { ref: false })]);
      }
    }
  };
  const forget = (first: number, last: number): void => {
    here.fill(0, first, last);
    for (let piece = first; piece < last; piece++) distrusted.add(piece);
  };

  async function* fromSpare(position: number): AsyncGenerator<Buffer[]> {
    const end = startOf(endOfHere(pieceAt(position)));
    for (let at = position; at < end; at += WINDOW) yield [await spare.read(at, Math.min(WINDOW, end - at))];
  }
  // By one request, as long as what comes is not there already.
  async function* byOne(position: number, signal: AbortSignal): AsyncGenerator<Buffer[]> {
    let at = position;
    for await (const batch of fetcher().open(descriptor, { offset: position, signal })) {
      yield batch;
      for (const { length } of batch) at += length;
      await turns.quiet();
      if (startOf(endOfHere(pieceAt(at))) - at >= WORTH_SKIPPING) return;
    }
  }
  return {
    async locate({ offset, length, ahead, again }) {
      const first = pieceAt(offset);
      const last = piecesUntil(offset + length);
      if (again) forget(first, last);
      let isTrusted = true;
      for (let piece = first; piece < last; piece++) isTrusted &&= !distrusted.has(piece);
      const stored = isTrusted ? await grown(offset + length) : undefined;
      if (stored !== undefined) return stored;
      const completed = complete(first, last);
      lookAhead(startOf(last), ahead);
      await completed;
      return { path: spare.path, end: startOf(endOfHere(first)) };
    },
    async add(offset, bytes) {
      const first = Math.ceil(offset / PIECE);
      const end = offset + bytes.length;
      const last = end >= size ? count : pieceAt(end);
      if (first >= last) return;
      const state = here;
      await spare.write(bytes.subarray(startOf(first) - offset, startOf(last) - offset), startOf(first));
      state.fill(1, first, last);
    },
    async prefetch(bytes) {
      const end = piecesUntil(bytes);
      for (;;) {
        const fetched: Promise<void>[] = [];
        for (let piece = 0; piece < end && fetched.length < AHEAD_AT_ONCE; piece++) {
          if (isMissing(piece)) fetched.push(bring(start(stretch(piece, Math.min(pace(MOST), (end - piece) * PIECE)))));
        }
        if (fetched.length === 0) return;
        await Promise.all(fetched);
        stop.signal.throwIfAborted();
      }
    },
    async *inOrder(offset, signal) {
      const own = new Set<Run>();
      let byRanges = true;
      const most = rangeBytes > 0 ? Math.min(MOST, rangeBytes) : MOST_ALONE;
      // What is fetched is known beforehand, so that nothing of it is fetched for a reader meanwhile.
      const runAhead = (position: number): void => {
        for (let piece = pieceAt(position); piece < count && startOf(piece) - position < Math.max(1, 2 * rangeBytes); piece++) {
          if (!isMissing(piece)) continue;
          // The download has a turn of its own.
          const release = piece === pieceAt(position) ? () => undefined : turn();
          if (release === undefined) return;
          const run = start(stretch(piece, pace(most)));
          own.add(run);
          run.bytes.then(release, release);
        }
      };
      try {
        for (let position = offset; position < size; ) {
          signal.throwIfAborted();
          const piece = pieceAt(position);
          let part: AsyncGenerator<Buffer[]> | Buffer[][];
          let used: Run | undefined;
          if (here[piece] !== 1 && byRanges && rate < FAST) await turns.quiet();
          if (here[piece] === 1) part = fromSpare(position);
          else if (!byRanges) part = byOne(position, signal);
          else {
            runAhead(position);
            used = runOf(piece);
            if (used === undefined) throw createError("internal", `blob ${descriptor.digest}: nobody fetches what comes at ${position}`);
            try {
              part = [[(await abortable(used.bytes, signal)).subarray(position - startOf(used.first))]];
            } catch (error) {
              runs.delete(used);
              if (own.delete(used) === false) continue;
              if (!isError(error, "failedPrecondition")) throw error;
              byRanges = false;
              continue;
            }
          }
          for await (const batch of part) {
            yield batch;
            for (const bytes of batch) position += bytes.length;
          }
          // Until it is in the file that grows, somebody may wait for it here.
          if (used !== undefined && own.delete(used)) runs.delete(used);
        }
      } finally {
        for (const run of own) runs.delete(run);
      }
    },
    keptFrom(offset) {
      let bytes = 0;
      for (let piece = pieceAt(offset); piece < count; piece++) if (here[piece] === 1) bytes += startOf(piece + 1) - Math.max(offset, startOf(piece));
      return bytes;
    },
    async reset() {
      here = new Uint8Array(count);
      distrusted = new Set();
      runs.clear();
      await spare.remove();
    },
    async close() {
      stop.abort(new DOMException("the blob is not wanted any more", "AbortError"));
      await spare.remove();
    },
  };
}

async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
