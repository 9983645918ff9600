import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "../temp.ts";
import { cached } from "./cache.ts";
import { createLayout, type LayerSource } from "./layout.ts";
import { entryBlocks } from "./tar.ts";

const MIB = 1 << 20;
/** Real files, so that they compress as a real image does. */
const SOURCES = ["/usr/lib", "/usr/bin", "/usr/share", "/usr/include"];

export interface LargeImageOptions {
  compression?: "gzip" | "zstd";
  /** Images of different variants have no layer in common. */
  variant?: number;
}

/** An image of `layers` layers with `megabytes` (uncompressed) of this machine's files of 64 KiB and more in each. */
export async function largeImage(layers: number, megabytes: number, { compression = "gzip", variant = 0 }: LargeImageOptions = {}): Promise<string> {
  const kind = `${compression === "gzip" ? "" : `-${compression}`}${variant === 0 ? "" : `-${variant}`}`;
  return await cached(`large-${layers}x${megabytes}${kind}`, { layers, megabytes, version: 1, ...(kind === "" ? {} : { kind }) }, async (dir) => {
    const files = endless(() => walk((size) => size >= 65_536 && size <= 64 * MIB));
    const prefix = variant === 0 ? "layer" : `variant-${variant}-layer`;
    await writeLayout(dir, { layers, compression }, (index, add) => {
      for (let total = 0; total < megabytes * MIB; ) total += add(`${prefix}-${index}/${total}`, files.next().value as string, megabytes * MIB - total);
    });
  });
}

/** An image of one layer with `count` of this machine's files of at most 16 KiB. */
export async function smallFilesImage(count: number): Promise<string> {
  return await cached(`small-${count}`, { count, version: 1 }, async (dir) => {
    const files = endless(() => walk((size) => size > 0 && size <= 16_384));
    await writeLayout(dir, { layers: 1, compression: "gzip" }, (_, add) => {
      for (let i = 0; i < count; i++) add(`files/${Math.floor(i / 200)}/${i}`, files.next().value as string, Number.POSITIVE_INFINITY);
    });
  });
}

type Add = (name: string, source: string, limit: number) => number;

async function writeLayout(dir: string, { layers, compression }: { layers: number; compression: "gzip" | "zstd" }, fill: (index: number, add: Add) => void): Promise<void> {
  await using work = await tempDir("large");
  const layout = await createLayout(dir);
  const sources: LayerSource[] = [];
  for (let index = 0; index < layers; index++) {
    const file = join(work.path, `${index}.tar`);
    const blocks: Buffer[] = [];
    fill(index, (name, source, limit) => {
      const data = readFileSync(source).subarray(0, limit);
      blocks.push(...entryBlocks({ name, data, mode: 0o755 }));
      return data.length;
    });
    await writeFile(file, blocks);
    await appendFile(file, Buffer.alloc(1024));
    sources.push(compression === "gzip" ? { file } : { tar: readFileSync(file), compression });
  }
  await layout.finish(await layout.addImage({ layers: sources }));
}

function* endless<T>(make: () => Iterable<T>): Generator<T> {
  for (;;) yield* make();
}

function* walk(wanted: (size: number) => boolean, roots = SOURCES): Generator<string> {
  for (const root of roots.filter((path) => existsSync(path))) {
    for (const entry of readdirSync(root, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(root, entry.name);
      if (entry.isDirectory()) yield* walk(wanted, [path]);
      else if (entry.isFile() && wanted(lstatSync(path).size)) yield path;
    }
  }
}
