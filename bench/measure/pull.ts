import { mkdtemp, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blobPath, largeImage, must, pushLayout, rootOf, smallFilesImage, transferPull, type Manifest, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { timed, type Result } from "../rounds.ts";
import { proportionalSetSize } from "./memory.ts";

interface Case {
  name: string;
  /** Layouts that are pulled at once. */
  layouts: string[];
  rounds: number;
  target: number;
}

const AT_ONCE = 10;

/**
 * Pulls from a registry on loopback, unpacked by the server (Transfer), asked by the same client on both sides; stock unpacks layers of an
 * image side by side. A stock containerd without Transfer is measured with its own client.
 */
export async function measurePull(context: Context): Promise<Result[]> {
  const cases: Case[] = [
    { name: "one layer of 320 MB", layouts: [await largeImage(1, 320)], rounds: 5, target: 0.7 },
    { name: "8 layers of 40 MB", layouts: [await largeImage(8, 40)], rounds: 5, target: 0.6 },
    { name: "60 layers of 5 MB", layouts: [await largeImage(60, 5)], rounds: 3, target: 0.6 },
    { name: "8 layers of 40 MB, zstd", layouts: [await largeImage(8, 40, { compression: "zstd" })], rounds: 3, target: 0.8 },
    { name: `${AT_ONCE} images at once, each of 2 layers of 20 MB`, layouts: await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => largeImage(2, 20, { variant: i + 1 }))), rounds: 3, target: 0.6 },
    { name: "20,000 small files", layouts: [await smallFilesImage(20_000)], rounds: 3, target: 0.9 },
  ];
  const pullStock = await stocksPull(context);
  const results: Result[] = [];
  for (const [index, { name, layouts, rounds, target }] of cases.entries()) {
    const references = await Promise.all(layouts.map((layout, i) => pushLayout(context.registry, layout, `bench-${index}-${i}`)));
    const time: Result = { name: `pull of ${name}`, unit: "ms", stock: [], ours: [], target };
    const processor: Result = { name: "… processor time of the daemon's processes", unit: "ms", stock: [], ours: [], target: 1 };
    // A first round that doesn't count, except of what takes longest: threads and code are warm by then.
    for (let round = index < cases.length - 1 ? -1 : 0; round < context.rounds(rounds); round++) {
      for (const [side, key, pull] of [[context.stock, "stock", pullStock], [context.ours, "ours", byServer]] as const) {
        const sample = await clean(side, references, pull);
        if (round < 0) continue;
        time[key].push(sample.ms);
        processor[key].push(sample.cpuMs);
      }
    }
    results.push(time, processor);
    if (index > 1) continue;
    const memory: Result = { name: "… most memory of the daemon's processes meanwhile", unit: "MB", stock: [], ours: [] };
    for (const [side, key, pull] of [[context.stock, "stock", pullStock], [context.ours, "ours", byServer]] as const) memory[key].push(await peakMemory(side, () => clean(side, references, pull)));
    results.push(memory);
    if (index === 0) results.push(await againstTheLimit(context, { layout: layouts[0]!, reference: references[0]!, ours: time.ours }));
  }
  return results;
}

type Pull = (side: Side, reference: string) => Promise<unknown>;

const byServer: Pull = (side, reference) => transferPull(side.address, { reference, namespace: side.namespace });
const byClient: Pull = (side, reference) => side.must(["images", "pull", "--plain-http", reference], { timeout: 300_000 });

/** How stock pulls: through Transfer, where it has that, else by its client. */
export async function stocksPull({ stock }: Context): Promise<Pull> {
  return (await stock.must(["plugins", "ls"])).includes("io.containerd.transfer") ? byServer : byClient;
}

/** Pulls into a store that doesn't have the images; what was written is on disk and gone before the next one. */
async function clean(side: Side, references: readonly string[], pull: Pull): Promise<{ ms: number; cpuMs: number }> {
  await must("sync", []);
  const before = processorMs(side);
  const ms = await timed(() => Promise.all(references.map((reference) => pull(side, reference))));
  const cpuMs = processorMs(side) - before;
  await side.must(["images", "rm", "--sync", ...references], { timeout: 300_000 });
  return { ms, cpuMs };
}

const MS_PER_TICK = 10;

/** Processor time of a side's processes so far, with that of children who have ended (proc(5), stat: fields 14 to 17). */
function processorMs(side: Side): number {
  return side.pids().reduce((sum, pid) => sum + processTicks(pid), 0) * MS_PER_TICK;
}

function processTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch {
    return 0;
  }
}

const SAMPLE_MS = 200;

async function peakMemory(side: Side, act: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = (): void => { peak = Math.max(peak, side.pids().reduce((sum, pid) => sum + proportionalSetSize(pid), 0)); };
  const timer = setInterval(look, SAMPLE_MS);
  await act().finally(() => clearInterval(timer));
  return peak;
}

/** A pull beside the longest of its parts alone: fetching the bytes, inflating them, writing the files; other programs than ours do them. */
async function againstTheLimit(context: Context, { layout, reference, ours }: { layout: string; reference: string; ours: number[] }): Promise<Result> {
  const manifest = JSON.parse(await readFile(blobPath(layout, (await rootOf(layout)).digest), "utf8")) as Manifest;
  const digest = manifest.layers[0]!.digest;
  const [host, ...path] = reference.replace(/:[^:/]*$/, "").split("/");
  const dir = await mkdtemp(join(tmpdir(), "stevedore-bench-limit-"));
  try {
    const tar = join(dir, "layer.tar");
    await must("sh", ["-c", `gzip -dc '${blobPath(layout, digest)}' > '${tar}'`]);
    const longest: number[] = [];
    for (let round = 0; round < context.rounds(3); round++) {
      const files = join(dir, `files-${round}`);
      await must("sync", []);
      longest.push(Math.max(
        await timed(() => must("curl", ["-sSf", "-o", join(dir, "fetched"), `http://${host}/v2/${path.join("/")}/blobs/${digest}`])),
        await timed(() => must("sh", ["-c", `gzip -dc '${blobPath(layout, digest)}' > /dev/null`])),
        await timed(() => must("sh", ["-c", `mkdir '${files}' && tar -xf '${tar}' -C '${files}'`])),
      ));
      await rm(files, { recursive: true, force: true });
    }
    return { name: "… in the column of stock: the longest of fetching, inflating and writing it alone (curl, gzip, tar)", unit: "ms", stock: longest, ours, target: 1.3 };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
