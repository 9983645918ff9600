import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, symlink, writeFile, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { blobPath, isInstalled, largeImage, must, rootOf, type Manifest } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { median, timed } from "../rounds.ts";

/** What no design goes below on this machine. */
export interface Floor {
  name: string;
  value: string;
}

export async function measureFloor(context: Context): Promise<Floor[]> {
  const floors: Floor[] = [];
  const rounds = context.rounds(12);
  for (const runtime of ["crun", "runc"]) {
    if (!(await isInstalled(runtime))) continue;
    floors.push({ name: `bare \`${runtime} run\` of /bin/true`, value: `${(await runtimeAlone(context, runtime, rounds)).toFixed(0)} ms` });
  }
  floors.push({ name: "`ctr --version` (the client's own start)", value: `${(await repeat(rounds, () => must("ctr", ["--version"]))).toFixed(0)} ms` });
  const { layer, bytes } = await packedLayer();
  const data = await readFile(layer);
  const hashing = await repeat(5, async () => createHash("sha256").update(data).digest());
  floors.push({ name: "SHA-256, one thread", value: `${(data.length / 1e3 / hashing).toFixed(0)} MB/s` });
  const inflating = await repeat(3, () => inflate(layer));
  floors.push({ name: "inflate of the 320 MB layer, one thread", value: `${(bytes / 1e3 / inflating).toFixed(0)} MB/s (${(inflating / 1000).toFixed(2)} s)` });
  return floors;
}

async function repeat(rounds: number, act: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < rounds; i++) samples.push(await timed(act));
  return median(samples);
}

async function runtimeAlone(context: Context, runtime: string, rounds: number): Promise<number> {
  const bundle = join(context.dir, `bundle-${runtime}`);
  await mkdir(join(bundle, "rootfs/bin"), { recursive: true });
  await copyFile("/bin/busybox", join(bundle, "rootfs/bin/busybox"));
  await symlink("busybox", join(bundle, "rootfs/bin/true"));
  const spec = await specOfClient(context);
  spec.root.path = "rootfs";
  spec.process.args = ["/bin/true"];
  spec.linux.cgroupsPath = `/${context.ours.namespace}/bare-${runtime}`;
  await writeFile(join(bundle, "config.json"), JSON.stringify(spec));
  return await repeat(rounds, () => must(runtime, ["run", "--bundle", bundle, context.nextId(context.ours)]));
}

interface Spec {
  root: { path: string };
  process: { args: string[] };
  linux: { cgroupsPath?: string };
}

/** The runtime spec that `ctr run` makes, so that the runtimes alone do what they do in a run. */
async function specOfClient({ ours, image, nextId }: Context): Promise<Spec> {
  const id = nextId(ours);
  await ours.must(["containers", "create", image, id]);
  const { Spec: spec } = JSON.parse(await ours.must(["containers", "info", id])) as { Spec: Spec };
  await ours.must(["containers", "rm", id]);
  return spec;
}

async function packedLayer(): Promise<{ layer: string; bytes: number }> {
  const layout = await largeImage(1, 320);
  const manifest = JSON.parse(await readFile(blobPath(layout, (await rootOf(layout)).digest), "utf8")) as Manifest;
  const layer = blobPath(layout, manifest.layers[0]?.digest ?? "");
  return { layer, bytes: await inflate(layer) };
}

async function inflate(file: string): Promise<number> {
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), createGunzip({ chunkSize: 1 << 20 }), sink);
  return bytes;
}
