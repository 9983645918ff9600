import { startHost, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

const HELD = 1000;
const AT_ONCE = 8;

/** `ctr run --rm` on a host that holds 1,000 running containers, by turns with one that holds none: both of ours. */
export async function measureHeld(context: Context): Promise<Result[]> {
  await using empty = await startHost();
  await empty.must(["images", "pull", "--plain-http", context.image]);
  const held = context.rounds(HELD);
  const ids = Array.from({ length: held }, () => context.nextId(context.ours));
  await forAll(ids, (id) => context.ours.must(["run", "-d", context.image, id, "sleep", "100000"]));
  const one = (side: Side) => () => timed(() => side.must(["run", "--rm", context.image, context.nextId(side), "/bin/true"]));
  const name = `ours with ${held} containers held; in the column of stock, ours with none`;
  const result = await takeTurns({ name, rounds: context.rounds(20), target: 1.2, stock: one(empty), ours: one(context.ours) });
  await forAll(ids, async (id) => {
    await context.ours.must(["tasks", "rm", "-f", id]);
    await context.ours.must(["containers", "rm", id]);
  });
  return [result];
}

async function forAll(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  const waiting = ids.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const id of waiting) await act(id);
  }));
}
