import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ContainersService, EventsService, ImagesService, VersionService } from "@stevedore/api";
import { connectGrpc, run, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";
import { subscribe } from "./subscriber.ts";

interface Call {
  name: string;
  path: string;
  body: Uint8Array;
  /** Calls of one sample with one client, and with 64. */
  one: number;
  many: number;
}

const CONTAINERS = 1000;
const SPEC_BYTES = 4096;

/** The cost of a call: by one client after the other, and by 64 clients at once, each on a connection of its own. */
export async function measureCalls(context: Context): Promise<Result[]> {
  for (const side of [context.stock, context.ours]) await createContainers(side);
  const calls: Call[] = [
    { name: "Version", path: `${VersionService.name}/Version`, body: VersionService.methods.version.request.encode({}), one: 2000, many: 6400 },
    { name: "Images.Get", path: `${ImagesService.name}/Get`, body: ImagesService.methods.get.request.encode({ name: context.image }), one: 2000, many: 6400 },
    { name: "Containers.List of 1,000", path: `${ContainersService.name}/List`, body: ContainersService.methods.list.request.encode({}), one: 20, many: 64 },
  ];
  const results: Result[] = [];
  for (const call of calls) {
    const load = (side: Side, count: number, clients: number) => () => makeCalls(context, side, { ...call, count, clients });
    const turns = { rounds: context.rounds(6), target: 2 };
    results.push(await takeTurns({ ...turns, name: `${call.one.toLocaleString("en")} × ${call.name}, one client`, stock: load(context.stock, call.one, 1), ours: load(context.ours, call.one, 1) }));
    results.push(await takeTurns({ ...turns, name: `${call.many.toLocaleString("en")} × ${call.name}, 64 clients`, stock: load(context.stock, call.many, 64), ours: load(context.ours, call.many, 64) }));
  }
  for (const side of [context.stock, context.ours]) await removeContainers(side);
  return results;
}

const EVENTS = 10_000;

/** 10,000 published events: the time until the last of the subscribers has them all, and how late they are. */
export async function measureEvents(context: Context): Promise<Result[]> {
  const results: Result[] = [];
  const body = EventsService.methods.publish.request.encode({ topic: "/bench/event", event: { type_url: "bench", value: Buffer.alloc(100) } });
  for (const subscribers of [1, 10, 100]) {
    // The first of each is the round that warms up.
    const delays: Record<"stock" | "ours", number[]> = { stock: [], ours: [] };
    const sample = (side: Side, kept: number[]) => async () => {
      const subscriptions = await Promise.all(Array.from({ length: subscribers }, () => subscribe(side.address, "/bench/event", EVENTS)));
      const elapsed = await timed(async () => {
        await makeCalls(context, side, { path: `${EventsService.name}/Publish`, body, count: EVENTS, clients: 16 });
        await Promise.all(subscriptions.map(({ finished }) => finished));
      });
      const all = subscriptions.flatMap((subscription) => subscription.delays).toSorted((a, b) => a - b);
      kept.push(all[Math.floor(all.length * 0.99)] ?? Number.NaN);
      return elapsed;
    };
    const name = `10,000 events to ${subscribers === 1 ? "one subscriber" : `${subscribers} subscribers`}`;
    results.push(await takeTurns({ name, rounds: context.rounds(4), stock: sample(context.stock, delays.stock), ours: sample(context.ours, delays.ours) }));
    results.push({ name: `${name}: delay, 99th percentile`, unit: "ms", stock: delays.stock.slice(1), ours: delays.ours.slice(1) });
  }
  return results;
}

/** Milliseconds that `h2load` takes for so many calls; every one of them must be answered. */
async function makeCalls(context: Context, side: Side, { path, body, count, clients }: { path: string; body: Uint8Array; count: number; clients: number }): Promise<number> {
  const file = join(context.dir, "request");
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  await writeFile(file, Buffer.concat([prefix, body]));
  const headers = ["content-type: application/grpc", "te: trailers", `containerd-namespace: ${side.namespace}`].flatMap((header) => ["-H", header]);
  const { stdout, stderr } = await run("h2load", ["-n", String(count), "-c", String(clients), "-p", "h2c", "-d", file, ...headers, `--base-uri=unix:${side.address}`, `http://localhost/${path}`]);
  const seconds = /finished in ([\d.]+)(ms|s|us)/.exec(stdout);
  // A call that fails is a success of HTTP: it is told by its empty body.
  const bytes = Number(/\((\d+)\) data/.exec(stdout)?.[1] ?? 0);
  if (seconds === null || bytes < count * 5 || !stdout.includes(`${count} succeeded`)) throw new Error(`h2load ${path}: ${stdout}${stderr}`);
  return Number(seconds[1]) * { s: 1000, ms: 1, us: 0.001 }[seconds[2] as "s"];
}

async function createContainers(side: Side): Promise<void> {
  await using client = connectGrpc(side.address, side.namespace);
  const spec = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Spec", value: Buffer.from(JSON.stringify({ ociVersion: "1.1.0", hostname: "x".repeat(SPEC_BYTES) })) };
  for (let i = 0; i < CONTAINERS; i++) await client.unary(ContainersService.name, ContainersService.methods.create, { container: { id: `listed${i}`, runtime: { name: "io.containerd.runc.v2" }, spec } });
}

async function removeContainers(side: Side): Promise<void> {
  await using client = connectGrpc(side.address, side.namespace);
  for (let i = 0; i < CONTAINERS; i++) await client.unary(ContainersService.name, ContainersService.methods.delete, { id: `listed${i}` });
}
