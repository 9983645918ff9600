/** An async queue between a socket and a consumer: pushes never block, `onLevel` tells when to pause the producer. */
export interface MessageQueue<T> extends AsyncIterable<T> {
  push(item: T, size?: number): void;
  /** No more items; what is queued is still delivered, then the error if there is one. */
  end(error?: unknown): void;
  readonly ended: boolean;
}

export interface QueueOptions {
  /** Called with true when more than `highWater` is queued, with false when it has drained to half of that. */
  onLevel?: (full: boolean) => void;
  /** In the unit of `push`'s size (bytes). */
  highWater?: number;
}

export function createMessageQueue<T>(options: QueueOptions = {}): MessageQueue<T> {
  const highWater = options.highWater ?? 1 << 20;
  const items: { item: T; size: number }[] = [];
  let queued = 0;
  let full = false;
  let ended = false;
  let failure: unknown;
  let wake: (() => void) | undefined;

  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  const take = (): T => {
    const { item, size } = items.shift()!;
    queued -= size;
    if (full && queued <= highWater / 2) {
      full = false;
      options.onLevel?.(false);
    }
    return item;
  };
  async function* iterate(): AsyncGenerator<T> {
    for (;;) {
      if (items.length > 0) yield take();
      else if (!ended) await new Promise<void>((resolve) => (wake = resolve));
      else if (failure !== undefined) throw failure;
      else return;
    }
  }
  const iterator = iterate();
  return {
    push(item, size = 1) {
      if (ended) return;
      items.push({ item, size });
      queued += size;
      if (!full && queued > highWater) {
        full = true;
        options.onLevel?.(true);
      }
      notify();
    },
    end(error) {
      if (ended) return;
      ended = true;
      failure = error;
      notify();
    },
    get ended() {
      return ended;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
}
