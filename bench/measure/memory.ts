import { readFileSync } from "node:fs";
import type { Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import type { Result } from "../rounds.ts";

const FEW = 20;
const MANY = 100;

/** Sum of proportional set sizes of all processes of each side (daemon or services, bus, shims, monitors; not the containers' own). */
export async function measureMemory(context: Context): Promise<Result[]> {
  const stock = await sample(context, context.stock);
  const ours = await sample(context, context.ours);
  const row = (name: string, of: (figures: Figures) => number, target?: number): Result => ({ name, unit: "MB", stock: [of(stock)], ours: [of(ours)], target });
  return [
    row("memory, idle", ({ idle }) => idle),
    row(`memory with ${MANY} containers`, ({ many }) => many, 1),
    row("memory of each further container", ({ few, many }) => (many - few) / (MANY - FEW), 0.25),
  ];
}

const AT_ONCE = 4;

interface Figures {
  idle: number;
  few: number;
  many: number;
}

async function sample(context: Context, side: Side): Promise<Figures> {
  const ids: string[] = [];
  const startUpTo = async (count: number) => {
    while (ids.length < count) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - ids.length) }, () => context.nextId(side));
      ids.push(...batch);
      await Promise.all(batch.map((id) => side.must(["run", "-d", context.image, id, "sleep", "10000"])));
    }
  };
  const idle = await settledMemory(side);
  await startUpTo(FEW);
  const few = await settledMemory(side);
  await startUpTo(MANY);
  const many = await settledMemory(side);
  for (const id of ids) {
    await side.must(["tasks", "rm", "-f", id]);
    await side.must(["containers", "rm", id]);
  }
  return { idle, few, many };
}

/** The smallest of several readings: a collector of garbage may not have run yet. */
async function settledMemory(side: Side): Promise<number> {
  const readings: number[] = [];
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    readings.push(side.pids().reduce((sum, pid) => sum + proportionalSetSize(pid), 0));
  }
  return Math.min(...readings);
}

/** MB (10^6 bytes) of a process's memory, shared pages divided among those who share them (proc(5), smaps_rollup). */
export function proportionalSetSize(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return (Number(kilobytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
