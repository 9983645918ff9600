import { estargzImage, hostArchitecture, newestContainerd, pushLayout, startFaultProxy, startHost, startStargz, startStock, transferPull, type Side, type Stargz } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, type Result } from "../rounds.ts";
import { DELAYS, FILES, READS, start } from "./lazy.ts";

/**
 * The same starts as `lazy`'s beside stargz-snapshotter's: a stock containerd and a host of ours with one each, and our own lazy snapshotter against the former.
 * Nothing where it isn't built.
 */
export async function measureStargz(context: Context): Promise<Result[]> {
  const [containerd, first, second] = [await newestContainerd(), await startStargz(), await startStargz()];
  await using stack = new AsyncDisposableStack();
  for (const part of [first, second]) if (!("skip" in part)) stack.use(part);
  if ("skip" in containerd || "skip" in first || "skip" in second) {
    process.stderr.write(`not measured: stargz: ${[containerd, first].flatMap((part) => ("skip" in part ? [part.skip] : [])).join("; ")}\n`);
    return [];
  }
  const stock = stack.use(await startStock({ binary: containerd.path, config: first.daemonConfig + UNPACKED }));
  const ours = stack.use(await startHost({ config: second.daemonConfig }));
  const layout = await estargzImage(FILES);
  await pushLayout(context.registry, layout, "bench-stargz");
  const results: Result[] = [];
  for (const delayMs of context.delays ?? DELAYS) {
    await using proxy = await startFaultProxy(context.registry, { delayMs });
    const reference = `${proxy.host}/bench-stargz:latest`;
    for (const [what, command] of READS) {
      const sample = (side: Side, snapshotter: string, stargz?: Stargz): Promise<number> => startFresh(context, { side, snapshotter, stargz, reference, command });
      const own: Result = { name: `${what}, registry ${delayMs} ms away, stock with stargz-snapshotter and our lazy`, unit: "ms", stock: [], ours: [] };
      const through = await takeTurns({
        name: `${what}, registry ${delayMs} ms away, both with stargz-snapshotter`,
        rounds: context.rounds(3),
        stock: () => sample(stock, "stargz", first),
        ours: async (round) => {
          const lazily = await sample(ours, "lazy");
          if (round >= 0) own.ours.push(lazily);
          return sample(ours, "stargz", second);
        },
      }, { warmUp: context.warmUp && delayMs === 0 });
      results.push(through, { ...own, stock: through.stock });
    }
  }
  return results;
}

// Where this is set, it is all that there is.
const UNPACKED = `[[plugins."io.containerd.transfer.v1.local".unpack_config]]\n  platform = "linux/${hostArchitecture()}"\n  snapshotter = "stargz"\n`;

interface FreshStart {
  side: Side;
  snapshotter: string;
  stargz: Stargz | undefined;
  reference: string;
  command: readonly string[];
}

async function startFresh(context: Context, { side, snapshotter, stargz, reference, command }: FreshStart): Promise<number> {
  const pull = (): Promise<unknown> => transferPull(side.address, { reference, namespace: side.namespace, snapshotter });
  const sample = await start(context, side, { reference, command, snapshotter, pull });
  if (stargz !== undefined && stargz.mounts().length > 0) throw new Error(`${side.name}: stargz-snapshotter still has ${stargz.mounts().join(", ")}`);
  return sample;
}
