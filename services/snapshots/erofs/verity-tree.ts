import { createHash, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { alignTo } from "./image-file.ts";

// Documentation/admin-guide/device-mapper/verity.rst, and cryptsetup's superblock
const SIGNATURE = "verity\0\0";
const SUPERBLOCK_BYTES = 512;
const DIGEST_BYTES = 32;
// containerd's: 32 zeros.
const SALT = Buffer.alloc(32);
const PIECE_BYTES = 1 << 20;

/** What is kept beside an image: all else is in the superblock behind its data. */
export interface VerityMetadata {
  /** SHA-256 of the tree's root block, in hex: whoever has it can trust the image. */
  rootHash: string;
  /** The byte at which the superblock is: the end of the data. */
  hashOffset: number;
}

/**
 * Appends a dm-verity superblock and hash tree to an image, as containerd and `veritysetup format --hash-offset` lay them out; what
 * stands behind byte `dataBytes` is overwritten. Blocks: for a worker thread.
 */
export function appendVerity(image: string, { dataBytes, blockBytes }: { dataBytes: number; blockBytes: number }): VerityMetadata {
  const hashOffset = alignTo(dataBytes, blockBytes);
  const levels = levelsOf(hashOffset / blockBytes, blockBytes);
  const treeAt = hashOffset + alignTo(SUPERBLOCK_BYTES, blockBytes);
  // The root comes first on disk, the level next to the data last.
  const starts = levels.map((_, level) => treeAt + levels.slice(level + 1).reduce((sum, blocks) => sum + blocks, 0) * blockBytes);
  const fd = openSync(image, "r+");
  try {
    fill(fd, fstatSync(fd).size, hashOffset);
    let below = { at: 0, blocks: hashOffset / blockBytes };
    levels.forEach((blocks, level) => {
      writeLevel(fd, below, starts[level]!, blockBytes);
      below = { at: starts[level]!, blocks };
    });
    writeSync(fd, encodeSuperblock(hashOffset / blockBytes, blockBytes), 0, alignTo(SUPERBLOCK_BYTES, blockBytes), hashOffset);
    const top = Buffer.alloc(blockBytes);
    readSync(fd, top, 0, blockBytes, below.at);
    return { rootHash: hashBlock(top).toString("hex"), hashOffset };
  } finally {
    closeSync(fd);
  }
}

/** Blocks of each level, that of the data's hashes first; none for a single block of data. */
function levelsOf(dataBlocks: number, blockBytes: number): number[] {
  const perBlock = blockBytes / DIGEST_BYTES;
  const levels: number[] = [];
  for (let blocks = dataBlocks; blocks > 1; ) levels.push((blocks = Math.ceil(blocks / perBlock)));
  return levels;
}

function writeLevel(fd: number, below: { at: number; blocks: number }, start: number, blockBytes: number): void {
  const piece = Buffer.alloc(Math.max(PIECE_BYTES, blockBytes));
  const end = below.at + below.blocks * blockBytes;
  const perBlock = blockBytes / DIGEST_BYTES;
  const hashes = Buffer.alloc(Math.ceil(below.blocks / perBlock) * blockBytes);
  let next = 0;
  for (let at = below.at; at < end; ) {
    const read = readSync(fd, piece, 0, Math.min(piece.length, end - at), at);
    for (let from = 0; from < read; from += blockBytes) next += hashBlock(piece.subarray(from, from + blockBytes)).copy(hashes, next);
    at += read;
  }
  for (let at = 0; at < hashes.length; ) at += writeSync(fd, hashes, at, hashes.length - at, start + at);
}

function hashBlock(block: Buffer): Buffer {
  return createHash("sha256").update(SALT).update(block).digest();
}

// An image whose last block is not whole is followed by zeros.
function fill(fd: number, from: number, to: number): void {
  if (to > from) writeSync(fd, Buffer.alloc(to - from), 0, to - from, from);
}

function encodeSuperblock(dataBlocks: number, blockBytes: number): Buffer {
  const block = Buffer.alloc(alignTo(SUPERBLOCK_BYTES, blockBytes));
  block.write(SIGNATURE, 0, "latin1");
  block.writeUInt32LE(1, 8);
  block.writeUInt32LE(1, 12);
  uuid().copy(block, 16);
  block.write("sha256", 32);
  block.writeUInt32LE(blockBytes, 64);
  block.writeUInt32LE(blockBytes, 68);
  block.writeBigUInt64LE(BigInt(dataBlocks), 72);
  block.writeUInt16LE(SALT.length, 80);
  SALT.copy(block, 88);
  return block;
}

// go-dmverity and veritysetup refuse one of zeros.
function uuid(): Buffer {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes;
}

/** The table of a mapped device that shows an image and checks every read of it, but for the device: what the superblock says. @throws where there is none */
export function readVerity(image: string, { rootHash, hashOffset }: VerityMetadata): { sectors: number; parameters(device: string): string } {
  const block = Buffer.alloc(SUPERBLOCK_BYTES);
  const fd = openSync(image, "r");
  try {
    readSync(fd, block, 0, SUPERBLOCK_BYTES, hashOffset);
  } finally {
    closeSync(fd);
  }
  if (block.toString("latin1", 0, 8) !== SIGNATURE || block.readUInt32LE(8) !== 1) throw new Error(`${image} has no dm-verity superblock at byte ${hashOffset}`);
  const [hashType, dataBlock, hashBlock_] = [block.readUInt32LE(12), block.readUInt32LE(64), block.readUInt32LE(68)];
  for (const bytes of [dataBlock, hashBlock_]) if (bytes < SUPERBLOCK_BYTES || (bytes & (bytes - 1)) !== 0) throw new Error(`${image}: dm-verity blocks of ${bytes} bytes`);
  const algorithm = block.toString("latin1", 32, 64).replace(/\0.*$/s, "");
  const salt = block.subarray(88, 88 + Math.min(256, block.readUInt16LE(80))).toString("hex");
  const dataBlocks = Number(block.readBigUInt64LE(72));
  if (!/^[\w-]+$/.test(algorithm)) throw new Error(`${image}: dm-verity hashes by ${JSON.stringify(algorithm)}`);
  const hashStart = (hashOffset + alignTo(SUPERBLOCK_BYTES, hashBlock_)) / hashBlock_;
  return {
    sectors: dataBlocks * (dataBlock / 512),
    parameters: (device) => [hashType, device, device, dataBlock, hashBlock_, dataBlocks, hashStart, algorithm, rootHash, salt === "" ? "-" : salt].join(" "),
  };
}
