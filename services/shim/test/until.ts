import { setTimeout as sleep } from "node:timers/promises";

// In a virtual machine starts of processes take ten times as long.
const PATIENCE = process.env["STEVEDORE_VM"] === "1" ? 5 : 1;

/** Asks again until there is an answer. */
export async function until<T>(ask: () => T | Promise<T>, patienceMs = 20_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + patienceMs * PATIENCE; ; await sleep(10)) {
    const answer = await ask();
    if (answer) return answer as NonNullable<T>;
    if (Date.now() > end) throw new Error(`not so within ${patienceMs} ms: ${ask.toString()}`);
  }
}
