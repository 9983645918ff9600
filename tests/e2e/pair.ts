import { expect } from "vitest";
import { busyboxImage, pushLayout, startPair, type Pair, type PairOptions, type RunResult, type Side } from "../kit/mod.ts";

export interface PairWithImage extends Pair {
  /** Reference of the busybox image, pulled on both sides. */
  readonly image: string;
}

/** Stock and ours with the busybox image in the registry and on both. */
export async function startPairWithImage(options: PairOptions = {}): Promise<PairWithImage> {
  const pair = await startPair(options);
  try {
    const image = await pushLayout(pair.registry, await busyboxImage(), "busybox");
    await pair.both((side) => pull(side, image));
    return { ...pair, image };
  } catch (error) {
    await pair[Symbol.asyncDispose]();
    throw error;
  }
}

export function pull(side: Side, reference: string, ...flags: string[]): Promise<string> {
  return side.must(["images", "pull", "--plain-http", ...flags, reference], { timeout: 120_000 });
}

/** Runs the steps on stock and on ours and expects the same result, or the same `part` of it; returns ours for further expectations. */
export async function same<T>(pair: Pair, steps: (side: Side) => Promise<T>, part: (seen: T) => unknown = (seen) => seen): Promise<T> {
  const { stock, ours } = await pair.both(steps);
  expect(part(ours)).toEqual(part(stock));
  return ours;
}

/** Tells whether stock can be relied on to send the event: its shim may end before a task's deletion has left. */
export const sentByStock = (topic: string): boolean => topic !== "/tasks/delete";

/** Runs one `ctr` command on both sides and expects the same output and exit code. */
export function sameCommand(pair: Pair, args: readonly string[], edit: (text: string) => string = (text) => text): Promise<{ stdout: string; exitCode: number }> {
  return same(pair, async (side) => {
    const { stdout, exitCode } = await side.ctr(args);
    return { stdout: edit(stdout), exitCode };
  });
}

/** Runs one `ctr` command that has to fail in the same way: exit code and error class; the wording is each side's own. */
export function sameError(pair: Pair, args: readonly string[]): Promise<{ class: string; exitCode: number }> {
  return same(pair, async (side) => failure(await side.ctr(args)));
}

const CLASSES = /: (not found|already exists|failed precondition|invalid argument|unavailable|not implemented|unknown|permission denied|out of range|data loss)\s*$/;

/** What a failed command says to a program: its exit code, and the class at the end of its message (`unknown` when it has none). */
export function failure({ stderr, exitCode }: RunResult): { class: string; exitCode: number } {
  const last = stderr.trimEnd().split("\n").findLast((line) => line.startsWith("ctr: ")) ?? stderr;
  return { class: CLASSES.exec(last)?.[1] ?? "unknown", exitCode };
}

/** Replaces times and durations, which no two runs share. */
export function maskTimes(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?(Z|[+-]\d\d:?\d\d|UTC|\+0000 UTC))*/g, "TIME")
    .replace(/\b(\d+|About an?|Less than an?) (milli|micro|nano)?(second|minute|hour)s?( ago)?\b/g, "AGE");
}

/** A table as rows of cells, blanks squeezed: column widths follow the longest path, which differs. */
export function rows(text: string): string[][] {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => line.trim().split(/\s{2,}|\t+/));
}
