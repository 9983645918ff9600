import { statSync } from "node:fs";
import { readBlockBytes } from "./image-reader.ts";
import { hasVerityFile, writeVerityFile } from "./verity-metadata.ts";
import { appendVerity } from "./verity-tree.ts";

/**
 * Gives an image a dm-verity hash tree, in blocks of its own size: a device's blocks may not be larger than those of the file system on it. One that has
 * it already keeps it. Blocks: for a worker thread.
 */
export function protectImage(image: string): void {
  if (hasVerityFile(image)) return;
  writeVerityFile(image, appendVerity(image, { dataBytes: statSync(image).size, blockBytes: readBlockBytes(image) }));
}
