import { release } from "node:os";
import { invalidArgument } from "@stevedore/errors";
import { findExecutable } from "@stevedore/linux";
import { MKFS } from "./image-by-program.ts";
import type { LayerFormat } from "./image-options.ts";

const PAGE_BLOCKS = 4096;
const FIRST_SMALL_BLOCKS = [6, 4] as const;

/** @throws InvalidArgument where this host can't make, or can't mount, images of a format */
export function requireFormat({ image, tarIndex, program }: LayerFormat, { kernel = release(), path = process.env["PATH"] ?? "" }: { kernel?: string; path?: string } = {}): void {
  if (program !== undefined && findExecutable(MKFS, path) === undefined) {
    throw invalidArgument(`the erofs differ's mkfs_options have ${program.option}, which needs ${MKFS}, and that is not installed`, { hint: "apt-get install erofs-utils, or leave the option out" });
  }
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  const [needMajor, needMinor] = FIRST_SMALL_BLOCKS;
  if (image.blockBytes < PAGE_BLOCKS && (major < needMajor || (major === needMajor && minor < needMinor))) {
    throw invalidArgument(`${tarIndex ? "enable_tar_index" : `mkfs_options -b${image.blockBytes}`}: Linux ${kernel} mounts no images with blocks of ${image.blockBytes} bytes`, { hint: `Linux ${needMajor}.${needMinor} and later do` });
  }
}
