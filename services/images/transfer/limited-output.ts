import type { Readable } from "node:stream";

/** The first bytes of a program's output; the rest is read and dropped, so that the program isn't stopped by a full pipe. */
export interface LimitedOutput {
  text(): string;
  isTruncated(): boolean;
}

const LIMIT = 32 << 10;

/** Reads a pipe to its end and keeps 32 KiB. */
export function readLimited(pipe: Readable): LimitedOutput {
  const chunks: Buffer[] = [];
  let length = 0;
  let isTruncated = false;
  pipe.on("error", () => {});
  pipe.on("data", (chunk: Buffer) => {
    const kept = chunk.subarray(0, LIMIT - length);
    isTruncated ||= kept.length < chunk.length;
    length += kept.length;
    if (kept.length > 0) chunks.push(kept);
  });
  return { text: () => Buffer.concat(chunks).toString(), isTruncated: () => isTruncated };
}
