import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createContext, type Context } from "./context.ts";
import { describeMachine } from "./machine.ts";
import { measureCalls, measureEvents } from "./measure/calls.ts";
import { measureContent } from "./measure/content.ts";
import { measureFloor } from "./measure/floor.ts";
import { measureHeld } from "./measure/held.ts";
import { measureLazy } from "./measure/lazy.ts";
import { measureMemory } from "./measure/memory.ts";
import { measurePull } from "./measure/pull.ts";
import { measureReady } from "./measure/ready.ts";
import { measureExec, measureRun } from "./measure/run.ts";
import { measureSnapshots } from "./measure/snapshots.ts";
import { measureStargz } from "./measure/stargz.ts";
import { measureS3 } from "./measure/s3.ts";
import { renderReport, renderTable } from "./report.ts";
import type { Result } from "./rounds.ts";

// Memory first, before the daemons have done anything else.
const MEASUREMENTS: Record<string, (context: Context) => Promise<Result[]>> = {
  memory: measureMemory,
  run: measureRun,
  exec: measureExec,
  pull: measurePull,
  lazy: measureLazy,
  stargz: measureStargz,
  content: measureContent,
  s3: measureS3,
  ready: measureReady,
  calls: measureCalls,
  events: measureEvents,
  held: measureHeld,
  snapshots: measureSnapshots,
};

const FLOOR = "floor";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    rounds: { type: "string" },
    cold: { type: "boolean", default: false },
    delay: { type: "string", multiple: true },
  },
});
const unknown = values.only?.filter((name) => name !== FLOOR && !(name in MEASUREMENTS)) ?? [];
if (unknown.length > 0) throw new Error(`--only ${unknown.join(", ")}: the measurements are ${[...Object.keys(MEASUREMENTS), FLOOR].join(", ")}`);
const chosen = Object.entries(MEASUREMENTS).filter(([name]) => values.only?.includes(name) ?? true);
const results: Result[] = [];
{
  await using context = await createContext({
    quick: values.quick,
    cold: values.cold,
    ...(values.rounds !== undefined && { rounds: wholeNumber("--rounds", values.rounds, 1) }),
    ...(values.delay && { delays: values.delay.map((text) => wholeNumber("--delay", text, 0)) }),
  });
  for (const [name, measure] of chosen) {
    process.stderr.write(`measuring: ${name}\n`);
    const measured = await measure(context);
    // What one measurement found is seen though a later one fails.
    process.stderr.write(renderTable(measured));
    results.push(...measured);
  }
  const hasFloor = values.only?.includes(FLOOR) ?? true;
  if (hasFloor) process.stderr.write(`measuring: ${FLOOR}\n`);
  const floors = hasFloor ? await measureFloor(context) : [];
  for (const side of [context.stock, context.ours]) await side.assertNoContainers();
  process.stdout.write(`${renderTable(results)}${floors.map((floor) => `floor: ${floor.name}: ${floor.value}\n`).join("")}`);
  // A part of the measurements doesn't replace the results of all.
  if (!values.only) {
    const notes = existsSync(here("notes.md")) ? await readFile(here("notes.md"), "utf8") : "";
    const date = new Date().toISOString().slice(0, 10);
    await writeFile(here("results.md"), renderReport({ date, quick: values.quick, machine: await describeMachine(context.peer), results, floors, notes }));
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  if (!/^\d+$/.test(text) || Number(text) < least) throw new Error(`${option} ${text}: it takes a whole number from ${least} on`);
  return Number(text);
}
