import { readFileSync } from "node:fs";
import { eventually, type RunResult, type Side } from "../kit/mod.ts";
import { failure, maskTimes } from "./pair.ts";

/** What one line of a script gave. */
export interface Outcome {
  line: string;
  exitCode: number;
  /** The class of the error that it ended with; absent when it succeeded. */
  class?: string;
  /** Absent where the line asks for it not to be compared. */
  stdout?: string[];
}

export interface SweepOptions {
  side: Side;
  binary: string;
  /** What `{name}` in a line stands for. */
  names: Record<string, string>;
}

/**
 * Runs `ctr` lines, one after the other; a failure is an outcome too. A line is the arguments, divided by blanks, with `'…'` around
 * what has some, and at its end `< FILE` for stdin; `{new}` is an id that no line before had. What goes before it: `~` leaves out its stdout, `any order`
 * sorts its lines, `until WORD` repeats it until its stdout has the word.
 */
export async function sweep(script: string, options: SweepOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let count = 0;
  for (const line of script.split("\n").map((text) => text.trim()).filter((text) => text !== "" && !text.startsWith("#"))) {
    const filled = line.replace(/\{(\w+)\}/g, (whole, name: string) => (name === "new" ? `${options.names["id"]}-${(count += 1)}` : (options.names[name] ?? whole)));
    const { prefix = "", word, command = "", stdin } = /^(?<prefix>~ |any order |until (?<word>\S+) )?(?<command>.*?)(?: < (?<stdin>\S+))?$/.exec(filled)?.groups ?? {};
    const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    const run = () => options.side.ctr(args, { binary: options.binary, timeout: 30_000, ...(stdin === undefined ? {} : { stdin: readFileSync(stdin) }) });
    const result = word === undefined ? await run() : await eventually(line, async () => ((last) => (last.stdout.includes(word) ? last : undefined))(await run()));
    outcomes.push(outcomeOf(line, result, prefix));
  }
  return outcomes;
}

function outcomeOf(line: string, result: RunResult, prefix: string): Outcome {
  if (result.timedOut) throw new Error(`ctr ${line}: timed out\n${result.stdout}${result.stderr}`);
  const { exitCode } = result;
  const lines = mask(result.stdout);
  return { line, exitCode, ...(exitCode === 0 ? {} : { class: failure(result).class }), ...(prefix === "~ " ? {} : { stdout: prefix === "any order " ? lines.toSorted() : lines }) };
}

// What no two runs share; widths of columns follow it.
function mask(text: string): string[] {
  const lines = maskTimes(text)
    .replace(/\d+(\.\d+)?(s|ms|µs)\b/g, "AGE")
    .replace(/\/snapshots\/\d+\//g, "/snapshots/N/")
    .replace(/\/t\/\d+\/\d+ /g, "/t/N/N ")
    .split("\n")
    .map((line) => line.trimEnd().replace(/[ \t]+/g, " ").replace(/^(\S+) \d+ (CREATED|RUNNING|PAUSED|STOPPED)$/, "$1 PID $2"))
    .filter((line) => line !== "");
  return sortLabels(lines);
}

// ctr prints labels in no order: on one line (`a=b,c=d`), or a line for each.
function sortLabels(lines: string[]): string[] {
  const isLabel = (line: string | undefined): boolean => /^[ │]*"[\w./-]+": ".*"$/.test(line ?? "");
  const sorted: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (isLabel(lines[end])) end += 1;
    if (end === at) sorted.push(/^[^ ,=]+=[^ ,]*(,[^ ,=]+=[^ ,]*)+$/.test(lines[at]!) ? lines[at]!.split(",").toSorted().join(",") : lines[at]!);
    else sorted.push(...lines.slice(at, end).toSorted());
    at = Math.max(end, at + 1);
  }
  return sorted;
}
