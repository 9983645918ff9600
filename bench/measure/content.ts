import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { openSync, closeSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { blobPath, largeImage, must, rootOf, type Manifest, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

const BYTES = 512 << 20;

/** `ctr content ingest` and `ctr content get` of 512 MB. */
export async function measureContent(context: Context): Promise<Result[]> {
  const file = join(context.dir, "blob");
  const digest = await writeSample(file);
  const ingest = async (side: Side) => {
    await must("sync", []);
    const sample = await timed(() => withFile(side, ["content", "ingest", "--expected-digest", digest, "bench"], file));
    await side.must(["content", "label", digest, "containerd.io/gc.root=bench"]);
    return sample;
  };
  const remove = async (side: Side) => {
    await side.must(["content", "rm", digest]);
    await side.must(["leases", "create", "--id", "bench"]);
    await side.must(["leases", "rm", "--sync", "bench"]);
  };
  const first = async (side: Side) => {
    const sample = await ingest(side);
    await remove(side);
    return sample;
  };
  const rounds = context.rounds(5);
  const ingested = await takeTurns({ name: "`ctr content ingest` of 512 MB", rounds, target: 1.2, stock: () => first(context.stock), ours: () => first(context.ours) });
  for (const side of [context.stock, context.ours]) await ingest(side);
  const read = (side: Side) => timed(() => withFile(side, ["content", "get", digest]));
  const readBack = await takeTurns({ name: "`ctr content get` of 512 MB", rounds, stock: () => read(context.stock), ours: () => read(context.ours) });
  for (const side of [context.stock, context.ours]) await remove(side);
  return [ingested, readBack];
}

// Compressed layers, repeated: real bytes that don't compress.
async function writeSample(file: string): Promise<string> {
  const layout = await largeImage(1, 320);
  const manifest = JSON.parse(await readFile(blobPath(layout, (await rootOf(layout)).digest), "utf8")) as Manifest;
  const layer = await readFile(blobPath(layout, manifest.layers[0]?.digest ?? ""));
  const data = Buffer.alloc(BYTES);
  for (let offset = 0; offset < BYTES; ) offset += layer.copy(data, offset);
  await writeFile(file, data);
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** Runs `ctr` with a file as its stdin and its stdout to nowhere: no byte passes through this process. */
async function withFile(side: Side, args: string[], file?: string): Promise<void> {
  const stdin = file === undefined ? "ignore" : openSync(file, "r");
  const child = spawn("ctr", args, { stdio: [stdin, "ignore", "inherit"], env: { ...process.env, CONTAINERD_ADDRESS: side.address, CONTAINERD_NAMESPACE: side.namespace } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (typeof stdin === "number") closeSync(stdin);
  if (code !== 0) throw new Error(`ctr ${args.join(" ")}: exit code ${code}`);
}

