import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import { dataLoss, invalidArgument, messageOf } from "@stevedore/errors";
import { digestOf, parseDigest } from "@stevedore/oci";
import { BLOCK_BYTES, number, text } from "@stevedore/tar";
import { inflateChunk } from "./chunk.ts";
import { parseFooter } from "./footer.ts";
import { indexToc, type Chunk, type TocFile } from "./toc-index.ts";
import { TOC_NAME, type Toc } from "./toc.ts";

const inflate = promisify(gunzip);

/** A blob of which any range can be read. */
export interface BlobSource {
  /** In bytes. */
  size: number;
  /** Exactly these bytes. */
  read(offset: number, length: number): Promise<Buffer>;
}

export interface OpenOptions {
  /** The digest that the TOC must have: the layer's annotation `Annotation.tocDigest`. Without it nothing vouches for the chunks. */
  tocDigest?: string;
  /** Read at the end of the blob at first, so that footer and TOC mostly come with one request; 128 KiB when absent. */
  tailBytes?: number;
}

export interface Estargz {
  toc: Toc;
  /** Of the TOC's JSON. */
  tocDigest: string;
  /** Where the payload ends and the TOC begins. */
  payloadBytes: number;
  /** By clean name. */
  files: Map<string, TocFile>;
  /** One chunk, read from the source and verified. @throws DataLoss */
  readChunk(chunk: Chunk): Promise<Buffer>;
}

const MAX_TOC = 512 << 20;

/**
 * Opens an eStargz blob by its footer and table of contents.
 * @throws InvalidArgument when it is none, or its TOC contradicts itself; DataLoss when the TOC has not the digest that was expected
 */
export async function openEstargz(source: BlobSource, { tocDigest, tailBytes = 128 << 10 }: OpenOptions = {}): Promise<Estargz> {
  const { size } = source;
  const tailAt = Math.max(0, size - tailBytes);
  const tail = await source.read(tailAt, size - tailAt);
  const footer = parseFooter(tail, size);
  if (footer === undefined) throw invalidArgument("not an eStargz blob: it has no footer that says where its table of contents is");
  const { tocOffset } = footer;
  const end = size - footer.length;
  const section = tocOffset >= tailAt ? tail.subarray(tocOffset - tailAt, end - tailAt) : await source.read(tocOffset, end - tocOffset);
  const json = await extractToc(section);
  const found = digestOf(json, tocDigest === undefined ? "sha256" : parseDigest(tocDigest).algorithm);
  if (tocDigest !== undefined && found !== tocDigest) throw dataLoss(`table of contents: its digest is ${found}, expected ${tocDigest}`);
  const toc = parseToc(json);
  return {
    toc,
    tocDigest: found,
    payloadBytes: tocOffset,
    files: indexToc(toc, tocOffset),
    readChunk: async (chunk) => inflateChunk(await source.read(chunk.offset, chunk.length), chunk),
  };
}

// The TOC is a gzip member with a tar of one file.
async function extractToc(section: Buffer): Promise<Buffer> {
  let tar: Buffer;
  try {
    tar = await inflate(section, { maxOutputLength: MAX_TOC });
  } catch (error) {
    throw invalidArgument(`table of contents: ${messageOf(error)}`, { cause: error });
  }
  const name = tar.length < BLOCK_BYTES ? "" : text(tar, 0, 100);
  if (name !== TOC_NAME) throw invalidArgument(`table of contents: the tar behind the payload has ${JSON.stringify(name)}, expected ${TOC_NAME}`);
  const length = number(tar, 124, 12, "size");
  if (BLOCK_BYTES + length > tar.length) throw invalidArgument("table of contents: cut off");
  return tar.subarray(BLOCK_BYTES, BLOCK_BYTES + length);
}

function parseToc(json: Buffer): Toc {
  try {
    const toc = JSON.parse(json.toString()) as Toc;
    if (!Array.isArray(toc?.entries) || !toc.entries.every((entry) => typeof entry?.name === "string")) throw new Error("it lists no entries");
    return toc;
  } catch (error) {
    throw invalidArgument(`table of contents: ${messageOf(error)}`, { cause: error });
  }
}
