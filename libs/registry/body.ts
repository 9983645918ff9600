import type { Dispatcher } from "undici";

/** A response's body in batches of chunks; every batch but the last few is at least `BATCH_BYTES` long. */
export interface Body extends AsyncIterable<Buffer[]> {
  /** Stops the transfer; harmless when it has ended. */
  cancel(): void;
  /** All of it, at most `limit` bytes; undefined when it is longer. */
  collect(limit: number): Promise<Buffer | undefined>;
}

/** What feeds a body: the callbacks of a running request. */
export interface BodySink {
  readonly body: Body;
  push(chunk: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

// A reader that is woken for each 64 KiB of a socket spends its time on waking: batches make that few.
const BATCH_BYTES = 512 << 10;
const MAX_BUFFERED = 4 << 20;
// A slow sender's bytes are handed on after this time even when the batch is not full.
const LINGER_MS = 40;

export function createBodySink(controller: Dispatcher.DispatchController): BodySink {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  let linger: NodeJS.Timeout | undefined;

  const soon = (): void => void (linger ??= setTimeout(signalReader, LINGER_MS));
  const signalReader = (): void => {
    clearTimeout(linger);
    linger = undefined;
    wake?.();
    wake = undefined;
  };
  const isReady = (): boolean => ended || failure !== undefined || buffered >= BATCH_BYTES;
  const take = (): Buffer[] => {
    const batch = chunks;
    chunks = [];
    buffered = 0;
    if (controller.paused) controller.resume();
    return batch;
  };
  const cancel = (): void => {
    if (!ended && failure === undefined) controller.abort(new DOMException("the reader went away", "AbortError"));
  };

  // Bytes that arrived before a failure are handed out first: a resumed transfer continues behind them.
  async function* read(): AsyncGenerator<Buffer[]> {
    try {
      for (;;) {
        if (!isReady()) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            // What came while the reader was busy: nobody may send more for a long time.
            if (buffered > 0) soon();
          });
        }
        if (buffered > 0) yield take();
        else if (failure !== undefined) throw failure;
        else if (ended) return;
      }
    } finally {
      cancel();
    }
  }

  const collect = async (limit: number): Promise<Buffer | undefined> => {
    const all: Buffer[] = [];
    let length = 0;
    for await (const batch of read()) {
      for (const chunk of batch) length += chunk.length;
      if (length > limit) return undefined;
      all.push(...batch);
    }
    return Buffer.concat(all, length);
  };

  return {
    body: { [Symbol.asyncIterator]: read, cancel, collect },
    push(chunk) {
      chunks.push(chunk);
      buffered += chunk.length;
      if (buffered >= BATCH_BYTES) signalReader();
      else if (wake !== undefined) soon();
      if (buffered >= MAX_BUFFERED) controller.pause();
    },
    end() { ended = true; signalReader(); },
    fail(error) { failure = error; signalReader(); },
  };
}
