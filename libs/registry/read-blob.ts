import { messageOf } from "@stevedore/errors";
import { type BlobJob, type BlobSource, named, openAt, sizeMismatch, sourcesOf, tooLong } from "./blob-source.ts";
import type { ClientContext } from "./context.ts";
import { rateOfStall, type StallLimits, watchRate } from "./rate-watch.ts";
import { waitBeforeRetry } from "./retry.ts";
import type { Response } from "./transport.ts";
import { isBrokenConnection } from "./transport-error.ts";

export interface ReadJob extends BlobJob {
  /** Told of the first answer. One that knows no ranges sends all: what it returns is where to stop then. */
  onAnswer?: (answer: { isPartial: boolean }) => number;
}

// Less than one byte in any window.
const ANY_RATE = 1e-9;

/**
 * A stretch of a blob, in order. A transfer that breaks is resumed by range, at the next host when this one can't; one that stalls is
 * at the next host at once. Slowness is borne where there is no other host, or all are slow.
 */
export async function* readBlob(context: ClientContext, job: ReadJob): AsyncGenerator<Buffer[]> {
  const { descriptor, signal } = job;
  const what = `blob ${descriptor.digest}`;
  const sources = sourcesOf(context, descriptor);
  const slow = new Set<string>();
  let position = job.offset;
  let { end } = job;
  for (let failures = 0; position < end; ) {
    const { response, source } = await openAt(context, { sources, job: { ...job, offset: position, end } });
    if (position === job.offset) end = job.onAnswer?.({ isPartial: response.status === 206 }) ?? end;
    const before = position;
    let broken: unknown;
    try {
      for await (const batch of batchesOf(response, limitsFor(job.stall, { sources, slow }))) {
        const kept = keepUntil(batch, end - position);
        for (const chunk of kept.chunks) position += chunk.length;
        if (kept.isCut && end === descriptor.size) throw tooLong(what, response, descriptor.size);
        if (kept.chunks.length > 0) yield kept.chunks;
        if (position === end && end < descriptor.size) return;
      }
      // The end came early and in order: what is missing is asked for once more by range.
      broken = position < end ? sizeMismatch(what, response, { has: position, size: descriptor.size }) : undefined;
    } catch (error) {
      if (!isBrokenConnection(error) && rateOfStall(error) === undefined) throw error;
      broken = error;
    }
    if (broken === undefined) return;
    failures = position > before ? 1 : failures + 1;
    if (failures >= context.retry.attempts) {
      sources.splice(sources.indexOf(source), 1);
      if (sources.length === 0) throw named(what, broken);
      failures = 0;
    }
    const rate = rateOfStall(broken);
    if (rate === undefined) {
      context.log.warn("transfer broke, resuming", { digest: descriptor.digest, host: response.url.host, offset: position, size: descriptor.size, error: messageOf(broken) });
      await waitBeforeRetry(context.retry, Math.max(1, failures), { signal });
      continue;
    }
    slow.add(source.host.host);
    moveBehind(sources, source);
    const next = sources[0]?.host.host ?? source.host.host;
    context.log.warn("transfer stalled, going on elsewhere", { digest: descriptor.digest, host: source.host.host, rate, offset: position, next });
    job.onStall?.({ digest: descriptor.digest, host: source.host.host, rate, offset: position, next });
  }
}

function batchesOf(response: Response, limits: StallLimits | undefined): AsyncIterable<Buffer[]> {
  return limits === undefined ? response.body : watchRate(response.body, limits);
}

// Silence is never borne. Slowness is, once every host has shown it: then it is the way there.
function limitsFor(stall: StallLimits | undefined, { sources, slow }: { sources: readonly BlobSource[]; slow: ReadonlySet<string> }): StallLimits | undefined {
  if (stall === undefined || stall.minBytesPerSecond === 0) return undefined;
  const hosts = new Set(sources.map(({ host }) => host.host));
  const isBorne = hosts.size === 1 || [...hosts].every((host) => slow.has(host));
  return isBorne ? { ...stall, minBytesPerSecond: ANY_RATE } : stall;
}

function moveBehind(sources: BlobSource[], { host }: BlobSource): void {
  const same = sources.filter((source) => source.host === host);
  const others = sources.filter((source) => source.host !== host);
  sources.splice(0, sources.length, ...others, ...same);
}

function keepUntil(batch: Buffer[], room: number): { chunks: Buffer[]; isCut: boolean } {
  let left = room;
  for (const [i, chunk] of batch.entries()) {
    if (chunk.length > left) return { chunks: [...batch.slice(0, i), ...(left > 0 ? [chunk.subarray(0, left)] : [])], isCut: true };
    left -= chunk.length;
  }
  return { chunks: batch, isCut: false };
}
