import { failedPrecondition, invalidArgument } from "@stevedore/errors";
import { type Descriptor, MAX_DOCUMENT_BYTES, digestOf, parseDigest } from "@stevedore/oci";
import type { ClientContext } from "./context.ts";
import type { Stall, StallLimits } from "./rate-watch.ts";
import { readBlob, type ReadJob } from "./read-blob.ts";
import { type RangeOptions, readRanges } from "./read-ranges.ts";

export interface OpenOptions {
  offset?: number;
  signal?: AbortSignal;
  /** Fetches what is larger than one range by several requests at once; the bytes still come in order. */
  ranges?: RangeOptions;
  /** A transfer that is slower goes on at another host, if there is one; one that is silent begins anew anyway. */
  stall?: StallLimits;
  onStall?: (stall: Stall) => void;
}

/** Reads blobs of one repository. */
export interface Fetcher {
  /**
   * The bytes of a blob from `offset` on, in batches of chunks. Broken transfers are resumed by range, other hosts are tried.
   * Throws when the registry's size is not the descriptor's; the digest is for the reader to check.
   */
  open(descriptor: Descriptor, options?: OpenOptions): AsyncIterable<Buffer[]>;
  /** Exactly these bytes of a blob, by a request for them alone. Throws FailedPrecondition where the registry serves no ranges. */
  range(descriptor: Descriptor, options: { offset: number; length: number; signal?: AbortSignal }): Promise<Buffer>;
  /** A whole small blob, its digest checked. Throws when it is longer than MAX_DOCUMENT_BYTES. */
  read(descriptor: Descriptor, options?: { signal?: AbortSignal }): Promise<Buffer>;
}

export function createFetcher(context: ClientContext): Fetcher {
  return {
    open(descriptor, { offset = 0, signal, ranges, stall, onStall } = {}) {
      const job = { descriptor, offset, end: descriptor.size, signal, stall, onStall };
      return ranges !== undefined && ranges.bytes > 0 && descriptor.size - offset > ranges.bytes ? readRanges(context, job, ranges) : readBlob(context, job);
    },
    range: (descriptor, { offset, length, signal }) => readRange(context, { descriptor, offset, end: offset + length, signal }),
    read: (descriptor, { signal } = {}) => readWhole(context, descriptor, signal),
  };
}

async function readRange(context: ClientContext, job: ReadJob): Promise<Buffer> {
  const { descriptor, offset, end } = job;
  const chunks: Buffer[] = [];
  let isAll = offset === 0 && end >= descriptor.size;
  // One who sends all is not heard out.
  const onAnswer = ({ isPartial }: { isPartial: boolean }): number => {
    isAll ||= isPartial;
    return isAll ? end : offset;
  };
  for await (const batch of readBlob(context, { ...job, onAnswer })) chunks.push(...batch);
  if (!isAll) throw failedPrecondition(`blob ${descriptor.digest}: ${context.reference.locator} serves no ranges`);
  return Buffer.concat(chunks);
}

async function readWhole(context: ClientContext, descriptor: Descriptor, signal: AbortSignal | undefined): Promise<Buffer> {
  if (descriptor.size > MAX_DOCUMENT_BYTES) {
    throw invalidArgument(`${descriptor.digest}: ${descriptor.size} bytes is too long for a document`, { hint: `at most ${MAX_DOCUMENT_BYTES}` });
  }
  const chunks: Buffer[] = [];
  for await (const batch of readBlob(context, { descriptor, offset: 0, end: descriptor.size, signal })) chunks.push(...batch);
  const bytes = Buffer.concat(chunks);
  const digest = digestOf(bytes, parseDigest(descriptor.digest).algorithm);
  if (digest !== descriptor.digest) {
    throw failedPrecondition(`content from ${context.reference.locator} has digest ${digest}, expected ${descriptor.digest}`);
  }
  return bytes;
}
