import type { Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

/** `ctr run --rm IMAGE /bin/true`: one, and several at once (the time until the last has ended). */
export async function measureRun(context: Context): Promise<Result[]> {
  const one = (side: Side, ...flags: string[]) => side.must(["run", "--rm", ...flags, context.image, context.nextId(side), "/bin/true"]);
  const batch = (side: Side, size: number) => () => timed(() => Promise.all(Array.from({ length: size }, () => one(side))));
  const results: Result[] = [];
  for (const [size, rounds, target] of [[1, 20, 0.6], [2, 10, undefined], [4, 8, undefined], [8, 8, 0.6]] as const) {
    const name = size === 1 ? "`ctr run --rm` of /bin/true" : `the same, ${size} at once`;
    results.push(await takeTurns({ name, rounds: context.rounds(rounds), target, stock: batch(context.stock, size), ours: batch(context.ours, size) }));
  }
  const sameRuntime = (side: Side) => () => timed(() => one(side, "--runc-binary", "crun"));
  results.push(await takeTurns({ name: "`ctr run --rm`, crun on both sides", rounds: context.rounds(20), target: 0.9, stock: sameRuntime(context.stock), ours: sameRuntime(context.ours) }));
  return results;
}

/** `ctr tasks exec` of /bin/true in a running container. */
export async function measureExec(context: Context): Promise<Result[]> {
  const sample = async (side: Side) => {
    const id = context.nextId(side);
    await side.must(["run", "-d", context.image, id, "sleep", "1000"]);
    let exec = 0;
    const take = () => timed(() => side.must(["tasks", "exec", "--exec-id", `e${(exec += 1)}`, id, "/bin/true"]));
    const remove = async () => {
      await side.must(["tasks", "rm", "-f", id]);
      await side.must(["containers", "rm", id]);
    };
    return { take, remove };
  };
  const [stock, ours] = [await sample(context.stock), await sample(context.ours)];
  const result = await takeTurns({ name: "`ctr tasks exec` of /bin/true", rounds: context.rounds(20), target: 0.8, stock: stock.take, ours: ours.take });
  await stock.remove();
  await ours.remove();
  return [result];
}
