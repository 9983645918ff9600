import { readSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { dataLoss } from "@stevedore/errors";
import type { JobContext } from "../disk/job-context.ts";

// Inflating is fast only in large pieces: at 16 KiB it is four times slower.
const PIECE_BYTES = 1 << 20;

/**
 * The bytes of a file as they become complete; never reads past what is said to be. They were written a moment ago, and come from the page
 * cache: asking another thread for them would take longer. @throws DataLoss when the file is shorter
 */
export async function* readGrowing(fd: number, { input, signal }: JobContext, report: (bytes: number) => void, start = 0): AsyncGenerator<Buffer> {
  for (let offset = 0; ; ) {
    while (offset >= input.available && !input.end) await growth(input, signal);
    if (offset >= input.available) return;
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, input.available - offset));
    const bytesRead = readSync(fd, piece, 0, piece.length, start + offset);
    if (bytesRead === 0) throw dataLoss(`the layer's file has ${offset} bytes, not ${input.available}`);
    offset += bytesRead;
    report(offset);
    yield piece.subarray(0, bytesRead);
    // What this thread is told meanwhile: that there is more, that nobody wants it any more.
    await turn();
    signal.throwIfAborted();
  }
}

/** The bytes of a file between two offsets. @throws DataLoss when the file is shorter */
export async function* readRange(fd: number, { from, to, signal }: { from: number; to: number; signal: AbortSignal }): AsyncGenerator<Buffer> {
  const input = { available: to - from, end: true, onGrow: undefined };
  yield* readGrowing(fd, { input, signal, report: () => undefined }, () => undefined, from);
}

function growth(input: JobContext["input"], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      input.onGrow = undefined;
      signal.removeEventListener("abort", settle);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    input.onGrow = settle;
    signal.addEventListener("abort", settle);
    if (signal.aborted) settle();
  });
}
