import { failedPrecondition, invalidArgument } from "@stevedore/errors";
import { type Descriptor, MAX_DOCUMENT_BYTES, digestOf, parseDigest } from "@stevedore/oci";
import type { Fetcher } from "./client.ts";
import type { ClientContext } from "./context.ts";
import { readBlob, type ReadJob } from "./read-blob.ts";
import { readRanges } from "./read-ranges.ts";

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
