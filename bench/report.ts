import type { Floor } from "./measure/floor.ts";
import { median, type Result } from "./rounds.ts";

export interface Report {
  date: string;
  quick: boolean;
  machine: string[];
  results: Result[];
  floors: Floor[];
  /** What a person found out about the figures: bench/notes.md. */
  notes: string;
}

/** The table, for the screen and for results.md alike. */
export function renderTable(results: readonly Result[]): string {
  const rows = [["measurement", "stock", "ours", "ratio", "to reach", "rounds"], ...results.map(renderRow)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  lines.splice(1, 0, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  return `${lines.join("\n")}\n`;
}

export function renderReport({ date, quick, machine, results, floors, notes }: Report): string {
  const missed = results.filter((result) => isReached(result) === false);
  return `# Results

Made by \`npm run bench\`${quick ? " -- --quick" : ""} on ${date}. Both sides by turns in one run; medians, with the smallest and the largest sample in brackets. Ratio: ours by stock.

${machine.map((line) => `- ${line}`).join("\n")}

${renderTable(results)}
The floor on this machine:

${floors.map(({ name, value }) => `- ${name}: ${value}`).join("\n")}

Not reached in this run: ${missed.length === 0 ? "nothing" : missed.map(({ name }) => name).join("; ")}.

${notes}`;
}

/** Whether a result reaches what it is to reach; undefined when nothing is asked of it. */
export function isReached({ stock, ours, target, limit }: Result): boolean | undefined {
  if (limit !== undefined) return median(ours) <= limit;
  if (target !== undefined) return median(ours) / median(stock) <= target;
  return undefined;
}

function renderRow(result: Result): string[] {
  const { name, stock, ours, target, limit, unit } = result;
  const reached = isReached(result);
  const goal = limit !== undefined ? `${format(limit, unit)}` : target !== undefined ? `${target}` : "";
  const mark = reached === undefined ? "" : reached ? " ✓" : " ✗";
  return [name, spread(stock, unit), spread(ours, unit), (median(ours) / median(stock)).toFixed(2), goal === "" ? "" : `≤ ${goal}${mark}`, String(ours.length)];
}

function spread(samples: readonly number[], unit: Result["unit"]): string {
  const middle = format(median(samples), unit);
  return samples.length < 2 ? middle : `${middle} (${format(Math.min(...samples), unit)}–${format(Math.max(...samples), unit)})`;
}

function format(value: number, unit: Result["unit"]): string {
  if (unit === "MB") return `${value.toFixed(value < 10 ? 2 : 0)} MB`;
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(0)} ms`;
}
