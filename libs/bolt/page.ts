import { dataLoss } from "@stevedore/errors";

const PAGE_HEADER_BYTES = 16;
const ELEMENT_BYTES = 16;
const BRANCH_FLAG = 0x01;
const LEAF_FLAG = 0x02;
const BUCKET_FLAG = 0x01;

export interface LeafElement {
  key: Buffer;
  value: Buffer;
  isBucket: boolean;
}

export interface BranchElement {
  /** First key of the page that it leads to. */
  key: Buffer;
  page: bigint;
}

/** A page of a tree: of a file's own, or inside a bucket's value. */
export type TreePage = { kind: "branch"; elements: BranchElement[] } | { kind: "leaf"; elements: LeafElement[] };

/** Bytes that a page has in all, from its header: the page itself and those that it runs over into. */
export function readPageHeader(header: Buffer): { id: bigint; flags: number; count: number; overflow: number } {
  return { id: header.readBigUInt64LE(0), flags: header.readUInt16LE(8), count: header.readUInt16LE(10), overflow: header.readUInt32LE(12) };
}

/** Decodes a page with all that it runs over into. @throws DataLoss when it is no page of a tree, or leads out of itself */
export function readTreePage(bytes: Buffer, where: string): TreePage {
  if (bytes.length < PAGE_HEADER_BYTES) throw dataLoss(`${where}: ${bytes.length} bytes are no page`);
  const { flags, count } = readPageHeader(bytes);
  const slice = createSlicer(bytes, where);
  const elements = Array.from({ length: count }, (_, index) => PAGE_HEADER_BYTES + index * ELEMENT_BYTES);
  if (elements.length > 0) slice(elements.at(-1)!, ELEMENT_BYTES);
  if (flags === BRANCH_FLAG) return { kind: "branch", elements: elements.map((at) => readBranchElement(bytes, at, slice)) };
  if (flags === LEAF_FLAG) return { kind: "leaf", elements: elements.map((at) => readLeafElement(bytes, at, slice)) };
  throw dataLoss(`${where}: neither branch nor leaf (flags 0x${flags.toString(16)})`);
}

type Slicer = (from: number, length: number) => Buffer;

function createSlicer(bytes: Buffer, where: string): Slicer {
  return (from, length) => {
    if (from + length > bytes.length) throw dataLoss(`${where}: an element at ${from} with ${length} bytes ends outside of the page's ${bytes.length}`);
    return bytes.subarray(from, from + length);
  };
}

// Positions count from the element itself.
function readBranchElement(bytes: Buffer, at: number, slice: Slicer): BranchElement {
  return { key: slice(at + bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)), page: bytes.readBigUInt64LE(at + 8) };
}

function readLeafElement(bytes: Buffer, at: number, slice: Slicer): LeafElement {
  const keyAt = at + bytes.readUInt32LE(at + 4);
  const keySize = bytes.readUInt32LE(at + 8);
  const isBucket = (bytes.readUInt32LE(at) & BUCKET_FLAG) !== 0;
  return { key: slice(keyAt, keySize), value: slice(keyAt + keySize, bytes.readUInt32LE(at + 12)), isBucket };
}
