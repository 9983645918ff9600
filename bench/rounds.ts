/** One figure of both sides: samples in the order they were taken, by turns. */
export interface Result {
  name: string;
  unit: "ms" | "MB" | "s";
  stock: number[];
  ours: number[];
  /** Ratio ours/stock that is to be reached, at most. */
  target?: number;
  /** Absolute value of ours that is to be reached, at most. */
  limit?: number;
}

export interface Turn {
  name: string;
  rounds: number;
  target?: number;
  limit?: number;
  unit?: Result["unit"];
  /** Takes one sample; gives milliseconds when the unit is ms. */
  stock(round: number): Promise<number>;
  ours(round: number): Promise<number>;
}

/** Takes samples by turns (stock, ours, stock, ours, …), so that what else the machine does falls on both. One round before is not counted. */
export async function takeTurns(turn: Turn, options: { warmUp?: boolean } = {}): Promise<Result> {
  const result: Result = { name: turn.name, unit: turn.unit ?? "ms", stock: [], ours: [], target: turn.target, limit: turn.limit };
  if (options.warmUp ?? true) {
    await turn.stock(-1);
    await turn.ours(-1);
  }
  for (let round = 0; round < turn.rounds; round++) {
    result.stock.push(await turn.stock(round));
    result.ours.push(await turn.ours(round));
  }
  return result;
}

/** Milliseconds that `act` takes. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await act();
  return performance.now() - before;
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
