/** How fast something moves. */
export interface RateMeter {
  /** So many bytes by now. */
  update(bytes: number): void;
  /** Bytes a second over the last window; 0 when nothing moves, or nothing can be told yet. */
  rate(): number;
  /** Whether it has gone on for long enough that its rate means something, 0 too. */
  isMeasured(): boolean;
  /** Seconds that the rest of `total` takes at that rate; undefined while nothing moves. */
  secondsLeft(total: number): number | undefined;
}

const WINDOW_MS = 5000;
// Whoever begins is not standing still.
const MEASURED_MS = 1000;
// Samples that are closer together than this tell nothing new.
const STEP_MS = 100;

/** A meter that begins now. `now` is a clock in milliseconds. */
export function createRateMeter({ windowMs = WINDOW_MS, now = () => performance.now() }: { windowMs?: number; now?: () => number } = {}): RateMeter {
  let samples: { at: number; bytes: number }[] = [];
  let latest = 0;
  const rate = (): number => {
    const at = now();
    // The newest of those that are too old is where the window begins.
    const old = samples.findLastIndex((sample) => sample.at <= at - windowMs);
    if (old > 0) samples = samples.slice(old);
    const [first] = samples;
    if (first === undefined || at - first.at < STEP_MS) return 0;
    return ((latest - first.bytes) * 1000) / (at - first.at);
  };
  return {
    update(bytes) {
      const at = now();
      latest = bytes;
      if (at - (samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= STEP_MS) samples.push({ at, bytes });
    },
    rate,
    isMeasured: () => rate() > 0 || (samples[0] !== undefined && now() - samples[0].at >= MEASURED_MS),
    secondsLeft(total) {
      const speed = rate();
      return speed > 0 ? Math.max(0, total - latest) / speed : undefined;
    },
  };
}
