import { parseArgs } from "node:util";
import { invalidArgument, notFound } from "@stevedore/errors";
import { formatBytes, plural } from "../format.ts";
import { CLIENT_OPTIONS, openHost } from "../host-client.ts";
import { renderTable } from "../table.ts";
import { measureImages, type ImageUse, type Part } from "./measure.ts";

const OPTIONS = { ...CLIENT_OPTIONS, snapshotter: { type: "string", default: "overlayfs" }, json: { type: "boolean", default: false } } as const;

/** `stevedore images usage [REF]`: what the images of a namespace take on disk, or each layer of one. */
export async function usage(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (positionals.length > 1) throw invalidArgument("images usage takes one image's name, or none for all");
  await using host = await openHost(values);
  const images = await measureImages(host, values.snapshotter);
  const [name] = positionals;
  const one = images.find((image) => image.name === name);
  if (name !== undefined && one === undefined) throw notFound(`image "${name}"`);
  const shown = one === undefined ? images.map((image) => summaryOf(image)) : detailsOf(one);
  process.stdout.write(values.json ? `${JSON.stringify(shown, undefined, 2)}\n` : one === undefined ? renderImages(images) : renderImage(one));
  return 0;
}

interface Summary {
  name: string;
  compressedBytes: number;
  unpackedBytes: number;
  /** Of both, what other images need too. */
  sharedBytes: number;
  /** What goes with the image. */
  uniqueBytes: number;
  inodes: number;
}

function summaryOf({ name, blobs, snapshots }: ImageUse): Summary {
  const sum = (parts: readonly Part[]): number => parts.reduce((total, { bytes }) => total + bytes, 0);
  const sharedBytes = sum([...blobs, ...snapshots].filter(({ sharedWith }) => sharedWith.length > 0));
  const [compressedBytes, unpackedBytes] = [sum(blobs), sum(snapshots)];
  return { name, compressedBytes, unpackedBytes, sharedBytes, uniqueBytes: compressedBytes + unpackedBytes - sharedBytes, inodes: snapshots.reduce((total, { inodes = 0 }) => total + inodes, 0) };
}

function detailsOf(image: ImageUse): unknown {
  return { ...summaryOf(image), blobs: image.blobs, snapshots: image.snapshots };
}

function renderImages(images: readonly ImageUse[]): string {
  const rows = images.map(summaryOf).map(({ name, compressedBytes, unpackedBytes, sharedBytes, uniqueBytes }) => [name, ...[compressedBytes, unpackedBytes, sharedBytes, uniqueBytes].map(formatBytes)]);
  const once = new Map(images.flatMap(({ blobs, snapshots }) => [...blobs, ...snapshots]).map((part) => [part.key, part.bytes]));
  const total = [...once.values()].reduce((sum, bytes) => sum + bytes, 0);
  return `${renderTable(["NAME", "COMPRESSED", "UNPACKED", "SHARED", "UNIQUE"], rows)}${plural(images.length, "image")}, ${formatBytes(total)} on disk\n`;
}

function renderImage(image: ImageUse): string {
  const row = ({ key, kind, bytes, inodes, sharedWith }: Part): string[] => [kind, key, formatBytes(bytes), inodes === undefined ? "" : String(inodes), sharedWith.length === 0 ? "" : plural(sharedWith.length, "other image")];
  const { compressedBytes, unpackedBytes, uniqueBytes } = summaryOf(image);
  const table = renderTable(["KIND", "KEY", "SIZE", "INODES", "SHARED WITH"], [...image.blobs, ...image.snapshots].map(row));
  return `${table}${formatBytes(compressedBytes)} compressed, ${formatBytes(unpackedBytes)} unpacked; ${formatBytes(uniqueBytes)} go with the image\n`;
}
