import { dataLoss, failedPrecondition } from "@stevedore/errors";

/** What a meta page says of the whole file. */
export interface Meta {
  pageSize: number;
  /** Page of the root bucket. */
  root: bigint;
  /** Pages that the file has ever used; all ids are smaller. */
  highWater: bigint;
  transaction: bigint;
}

const MAGIC = 0xed0cdaed;
const VERSION = 2;
const META_FLAG = 0x04;
const META_AT = 16;
const CHECKSUM_AT = 56;
const META_BYTES = META_AT + CHECKSUM_AT + 8;
// bbolt takes the system's page size: 4 KiB to 64 KiB on the machines there are.
const SMALLEST_PAGE = 1024;
const LARGEST_PAGE = 64 << 10;

/**
 * The valid meta page of the later transaction. Each commit writes the other of the two, so that a torn write leaves the one before it.
 * `read` returns what the file has of a range. @throws FailedPrecondition for what is no bolt file, DataLoss when both are damaged
 */
export function readMeta(read: (position: number, length: number) => Buffer, file: string): Meta {
  const metas = [0, ...pageSizes()].map((position) => ({ position, ...judge(read(position, META_BYTES)) }));
  // The second one lies where its page begins: anything else that looks like one is a value in some page.
  const valid = metas.filter(({ position, meta }) => meta !== undefined && (position === 0 || position === meta.pageSize)).map(({ meta }) => meta!);
  const newest = valid.reduce<Meta | undefined>((best, meta) => (best === undefined || meta.transaction > best.transaction ? meta : best), undefined);
  if (newest !== undefined) return newest;
  const problem = metas.find((found) => found.problem !== undefined)?.problem;
  if (problem === undefined) throw failedPrecondition(`${file} is no bolt database`);
  throw dataLoss(`${file}: no valid meta page (${problem})`, { hint: "the file is damaged: ask a containerd that runs on it, with --address" });
}

function* pageSizes(): Iterable<number> {
  for (let size = SMALLEST_PAGE; size <= LARGEST_PAGE; size *= 2) yield size;
}

function judge(page: Buffer): { meta?: Meta; problem?: string } {
  if (page.length < META_BYTES || page.readUInt32LE(META_AT) !== MAGIC) return {};
  const body = page.subarray(META_AT, META_AT + CHECKSUM_AT);
  const version = body.readUInt32LE(4);
  if (version !== VERSION) return { problem: `version ${version}, known is ${VERSION}` };
  if ((page.readUInt16LE(8) & META_FLAG) === 0 || page.readBigUInt64LE(META_AT + CHECKSUM_AT) !== fnv1a(body)) return { problem: "checksum" };
  const meta = { pageSize: body.readUInt32LE(8), root: body.readBigUInt64LE(16), highWater: body.readBigUInt64LE(40), transaction: body.readBigUInt64LE(48) };
  return { meta };
}

function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
