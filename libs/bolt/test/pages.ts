/** Pages of a bolt file as bbolt writes them. */
export const PAGE = 4096;

export interface Element {
  key: string;
  value?: string;
  /** A bucket's value: its header, and its page where it is inline. */
  bucket?: Buffer;
}

function header(id: bigint, flags: number, count: number, overflow = 0): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(id, 0);
  bytes.writeUInt16LE(flags, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(overflow, 12);
  return bytes;
}

function leafBody(elements: readonly Element[]): Buffer {
  const heads = Buffer.alloc(16 * elements.length);
  const bodies: Buffer[] = [];
  let at = heads.length;
  for (const [index, { key, value = "", bucket }] of elements.entries()) {
    const [k, v] = [Buffer.from(key), bucket ?? Buffer.from(value)];
    heads.writeUInt32LE(bucket === undefined ? 0 : 1, 16 * index);
    heads.writeUInt32LE(at - 16 * index, 16 * index + 4);
    heads.writeUInt32LE(k.length, 16 * index + 8);
    heads.writeUInt32LE(v.length, 16 * index + 12);
    bodies.push(k, v);
    at += k.length + v.length;
  }
  return Buffer.concat([heads, ...bodies]);
}

function padded(id: bigint, flags: number, count: number, body: Buffer): Buffer {
  const pages = Math.ceil((16 + body.length) / PAGE);
  const bytes = Buffer.alloc(pages * PAGE);
  Buffer.concat([header(id, flags, count, pages - 1), body]).copy(bytes);
  return bytes;
}

export function leaf(id: bigint, elements: readonly Element[]): Buffer {
  return padded(id, 2, elements.length, leafBody(elements));
}

export function branch(id: bigint, children: readonly (readonly [string, bigint])[]): Buffer {
  const heads = Buffer.alloc(16 * children.length);
  const keys = children.map(([key]) => Buffer.from(key));
  let at = heads.length;
  for (const [index, [, page]] of children.entries()) {
    heads.writeUInt32LE(at - 16 * index, 16 * index);
    heads.writeUInt32LE(keys[index]!.length, 16 * index + 4);
    heads.writeBigUInt64LE(page, 16 * index + 8);
    at += keys[index]!.length;
  }
  return padded(id, 1, children.length, Buffer.concat([heads, ...keys]));
}

export function bucketValue(root: bigint, page = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(root, 0);
  return Buffer.concat([bytes, page]);
}

export function inline(elements: readonly Element[]): Buffer {
  return bucketValue(0n, Buffer.concat([header(0n, 2, elements.length), leafBody(elements)]));
}

/** The id is the transaction's lowest bit in bbolt; here the order in the file decides. */
export function meta({ transaction, root }: { transaction: bigint; root: bigint }): Buffer {
  const body = Buffer.alloc(64);
  body.writeUInt32LE(0xed0cdaed, 0);
  body.writeUInt32LE(2, 4);
  body.writeUInt32LE(PAGE, 8);
  body.writeBigUInt64LE(root, 16);
  body.writeBigUInt64LE(64n, 40);
  body.writeBigUInt64LE(transaction, 48);
  let hash = 0xcbf29ce484222325n;
  for (const byte of body.subarray(0, 56)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  body.writeBigUInt64LE(hash, 56);
  return padded(0n, 4, 0, body);
}

export const file = (pages: readonly Buffer[]): Buffer => Buffer.concat(pages);
