import { dataLoss } from "@stevedore/errors";
import { readTreePage, type LeafElement, type TreePage } from "./page.ts";

/** A key with its value, or the bucket that lies under it. */
export type BoltEntry = { key: string; value: Buffer; bucket?: undefined } | { key: string; value?: undefined; bucket: BoltBucket };

/** A bucket of a bolt file: keys in bytewise order, with values and further buckets. */
export interface BoltBucket {
  /** The value of a key; undefined when it is absent or a bucket. */
  get(key: string): Buffer | undefined;
  bucket(key: string): BoltBucket | undefined;
  entries(): Iterable<BoltEntry>;
}

/** Reads a page of the file, whole. */
export type PageReader = (id: bigint) => TreePage;

const BUCKET_HEADER_BYTES = 16;
// A tree of four-kilobyte pages with two keys each would need a file beyond all disks: more is a cycle.
const DEEPEST = 48;

/** The bucket whose root is a page of the file. */
export function createBucket(readPage: PageReader, root: bigint): BoltBucket {
  return overPages(readPage, () => readPage(root));
}

function overPages(readPage: PageReader, root: () => TreePage): BoltBucket {
  const find = (key: string): LeafElement | undefined => findKey(readPage, root(), Buffer.from(key));
  return {
    get(key) {
      const found = find(key);
      return found === undefined || found.isBucket ? undefined : found.value;
    },
    bucket(key) {
      const found = find(key);
      return found?.isBucket === true ? openBucket(readPage, found) : undefined;
    },
    *entries() {
      for (const element of leaves(readPage, root(), 0)) {
        const key = element.key.toString();
        yield element.isBucket ? { key, bucket: openBucket(readPage, element) } : { key, value: element.value };
      }
    },
  };
}

// A small bucket is a leaf page inside its parent's value, behind the header; page 0 as its root says so.
function openBucket(readPage: PageReader, { key, value }: LeafElement): BoltBucket {
  const where = `bucket ${JSON.stringify(key.toString())}`;
  if (value.length < BUCKET_HEADER_BYTES) throw dataLoss(`${where}: its header has ${value.length} bytes`);
  const root = value.readBigUInt64LE(0);
  return root === 0n ? overPages(readPage, () => readTreePage(value.subarray(BUCKET_HEADER_BYTES), where)) : createBucket(readPage, root);
}

function findKey(readPage: PageReader, root: TreePage, key: Buffer): LeafElement | undefined {
  let page = root;
  for (let depth = 0; page.kind === "branch"; depth++) {
    if (depth > DEEPEST) throw tooDeep();
    const next = page.elements.findLast((element, index) => index === 0 || element.key.compare(key) <= 0);
    if (next === undefined) return undefined;
    page = readPage(next.page);
  }
  return page.elements.find((element) => element.key.equals(key));
}

function* leaves(readPage: PageReader, page: TreePage, depth: number): Iterable<LeafElement> {
  if (depth > DEEPEST) throw tooDeep();
  if (page.kind === "leaf") yield* page.elements;
  else for (const child of page.elements) yield* leaves(readPage, readPage(child.page), depth + 1);
}

function tooDeep(): Error {
  return dataLoss(`pages lead on for more than ${DEEPEST} levels: the file is damaged`);
}
