import { estargzImage, eventually, pushLayout, transferPull, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { startDistance } from "../distance.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";
import { stocksPull } from "./pull.ts";

/** Of 1 MB each, in one layer. */
export const FILES = 96;
export const DELAYS = [0, 5, 50];

/** What containers read, and how it is called. */
export const READS: readonly (readonly [what: string, command: readonly string[]])[] = [
  ["first output", ["sh", "-c", "cat /data/50 >/dev/null && echo read"]],
  ["all is read", ["sh", "-c", "cat /data/* >/dev/null && echo read"]],
];

/**
 * From nothing to a container's first output (of one file of 96), and until it has read all: pulled whole by stock and by ours, and started lazily. The registry
 * is that far away in time.
 */
export async function measureLazy(context: Context): Promise<Result[]> {
  const layout = await estargzImage(FILES);
  await pushLayout(context.registry, layout, "bench-lazy");
  const pullStock = await stocksPull(context);
  const results: Result[] = [];
  for (const delayMs of context.delays ?? DELAYS) {
    await using distance = await startDistance(context.registry, delayMs);
    const reference = `${distance.host}/bench-lazy:latest`;
    const away = `registry ${delayMs} ms away by ${distance.by}`;
    for (const [what, command] of READS) {
      const rounds = context.rounds(5);
      const whole: Result = { name: `${what}, ${away}, pulled whole by the server`, unit: "ms", stock: [], ours: [] };
      const lazy = await takeTurns({
        name: `${what}, ${away}, lazily`,
        rounds,
        stock: () => start(context, context.stock, { reference, command, pull: () => pullStock(context.stock, reference) }),
        ours: async (round) => {
          const { address, namespace } = context.ours;
          const sample = await start(context, context.ours, { reference, command, snapshotter: "lazy", pull: () => transferPull(address, { reference, namespace, snapshotter: "lazy" }) });
          const full = await start(context, context.ours, { reference, command, pull: () => transferPull(address, { reference, namespace }) });
          if (round >= 0) whole.ours.push(full);
          return sample;
        },
      }, { warmUp: context.warmUp });
      results.push(lazy, { ...whole, stock: lazy.stock });
    }
  }
  return results;
}

export interface Start {
  reference: string;
  command: readonly string[];
  snapshotter?: string;
  pull: () => Promise<unknown>;
}

/** The time of a pull and a run; what it made is gone before the next one: also what is still arriving. */
export async function start(context: Context, side: Side, { reference, command, snapshotter = "overlayfs", pull }: Start): Promise<number> {
  const before = await blobsOf(side);
  const sample = await timed(async () => {
    await pull();
    const output = await side.must(["run", "--rm", "--snapshotter", snapshotter, reference, context.nextId(side), ...command], { timeout: 300_000 });
    if (output !== "read\n") throw new Error(`${side.name}: expected "read", not ${JSON.stringify(output)}`);
  });
  // A machine on which this takes an hour may be ended before.
  process.stderr.write(`  ${side.name}, ${snapshotter}: ${Math.round(sample)} ms\n`);
  await side.must(["images", "rm", "--sync", reference], { timeout: 300_000 });
  await eventually("what was pulled is gone", async () => {
    await side.must(["leases", "create", "--id", "collect"]);
    await side.must(["leases", "rm", "--sync", "collect"], { timeout: 300_000 });
    return (await blobsOf(side)) === before;
  }, 60_000);
  return sample;
}

async function blobsOf(side: Side): Promise<string> {
  return `${await side.must(["content", "ls", "-q"])}${await side.must(["content", "active"])}`;
}
