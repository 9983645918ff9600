import { expect } from "vitest";
import { transferPull, type Pair, type Side, type TransferPull } from "../kit/mod.ts";

/** A pull by Transfer into a side's own namespace. */
export type PullOf = Omit<TransferPull, "namespace">;

/** How a pull ended: its gRPC code (0: it worked) and the message. */
export interface Outcome {
  code: number;
  message: string;
}

/** Pulls on one side; a failure must leave no image and no lease. */
export async function outcomeOf(side: Side, pull: PullOf): Promise<Outcome> {
  try {
    await transferPull(side.address, { ...pull, namespace: side.namespace });
    return { code: 0, message: "" };
  } catch (error) {
    const { code, details } = error as { code: number; details: string };
    expect(await side.must(["images", "ls", "-q"])).toBe("");
    expect(await side.must(["leases", "ls", "-q"])).toBe("");
    return { code, message: details };
  }
}

const UNKNOWN = 2;

/** The same pull on stock and on ours: ours must end with `code`, and stock too, where it gives its errors a class at all. What was pulled is removed on stock. */
export async function samePull(pair: Pair, pull: PullOf, code = 0): Promise<Outcome> {
  const stock = await outcomeOf(pair.stock, pull);
  if (stock.code === 0) await pair.stock.must(["images", "rm", "--sync", pull.reference]);
  const ours = await outcomeOf(pair.ours, pull);
  const seen = { stock: stock.code, ours: ours.code };
  expect(seen, `stock: ${stock.message}\nours: ${ours.message}`).toEqual({ stock: stock.code === UNKNOWN && code !== 0 ? UNKNOWN : code, ours: code });
  return ours;
}

/** Takes away what a failed test has left. */
export async function removeImages(pair: Pair): Promise<void> {
  await pair.both(async (side) => {
    for (const name of (await side.must(["images", "ls", "-q"])).split("\n").filter(Boolean)) await side.must(["images", "rm", "--sync", name]);
  });
}

/** The image is there with all that belongs to it; it is removed. */
export async function expectPulled(side: Side, reference: string): Promise<void> {
  // Of what is no image it can't say whether it is unpacked.
  expect((await side.ctr(["images", "check", `name==${reference}`])).stdout).toMatch(/complete/);
  await side.must(["images", "rm", "--sync", reference]);
}

/** Nothing is in the side's namespace once garbage has been collected: no blob, ingest, snapshot, lease or image. */
export async function expectNothing(side: Side): Promise<void> {
  await side.must(["leases", "create", "--id", "collect"]);
  await side.must(["leases", "rm", "--sync", "collect"]);
  const rows = (text: string) => text.trim().split("\n").slice(1);
  expect({
    content: await side.must(["content", "ls", "-q"]),
    ingests: rows(await side.must(["content", "active"])),
    snapshots: rows(await side.must(["snapshots", "ls"])),
    leases: await side.must(["leases", "ls", "-q"]),
    images: await side.must(["images", "ls", "-q"]),
  }).toEqual({ content: "", ingests: [], snapshots: [], leases: "", images: "" });
}
