import { read } from "node:fs";
import { promisify } from "node:util";
import { dataLoss } from "@stevedore/errors";
import type { JobContext } from "../disk/job-context.ts";

const readAsync = promisify(read);
// Inflating is fast only in large pieces: at 16 KiB it is four times slower.
const PIECE_BYTES = 1 << 20;

/** The bytes of a file as they become complete; never reads past what is said to be. @throws DataLoss when the file is shorter */
export async function* readGrowing(fd: number, { input, signal }: JobContext, report: (bytes: number) => void, start = 0): AsyncGenerator<Buffer> {
  let offset = 0;
  for (;;) {
    while (offset >= input.available && !input.end) await growth(input, signal);
    if (offset >= input.available) return;
    const length = Math.min(PIECE_BYTES, input.available - offset);
    const { bytesRead, buffer } = await readAsync(fd, { buffer: Buffer.allocUnsafe(length), position: start + offset });
    signal.throwIfAborted();
    if (bytesRead === 0) throw dataLoss(`the layer's file has ${offset} bytes, not ${input.available}`);
    offset += bytesRead;
    report(offset);
    yield bytesRead === length ? (buffer as Buffer) : (buffer as Buffer).subarray(0, bytesRead);
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
