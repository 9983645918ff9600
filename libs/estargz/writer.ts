import { createHash, type Hash } from "node:crypto";
import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { invalidArgument } from "@stevedore/errors";
import { digestOf } from "@stevedore/oci";
import { encodeHeader, paddingOf, readTar, type StreamedEntry, TAR_END, TypeFlag } from "@stevedore/tar";
import { encodeFooter } from "./footer.ts";
import { createMemberWriter, type MemberWriter } from "./member-writer.ts";
import { cleanName, LANDMARK, NO_PREFETCH_LANDMARK, PREFETCH_LANDMARK, TOC_NAME, type TocEntry } from "./toc.ts";

const compress = promisify(gzip);

export interface BuildOptions {
  /** Takes the blob's bytes, in order. */
  write: (bytes: Buffer) => Promise<void> | void;
  /** The most of one file that a reader has to fetch at a time; 4 MiB when absent, as in stargz-snapshotter. */
  chunkSize?: number;
  /** gzip's; 6 when absent. */
  level?: number;
}

export interface BuiltEstargz {
  /** Of the inflated blob, which has the TOC and a landmark as files of its own. */
  diffId: string;
  /** For the layer's annotation. */
  tocDigest: string;
  size: number;
  uncompressedSize: number;
}

const DEFAULT_CHUNK = 4 << 20;
const TYPES: Record<number, TocEntry["type"]> = {
  [TypeFlag.regular]: "reg", [TypeFlag.hardLink]: "hardlink", [TypeFlag.symlink]: "symlink", [TypeFlag.char]: "char", [TypeFlag.block]: "block", [TypeFlag.directory]: "dir", [TypeFlag.fifo]: "fifo",
};
const REPLACED = new Set([TOC_NAME, PREFETCH_LANDMARK, NO_PREFETCH_LANDMARK]);

interface Build {
  members: MemberWriter;
  entries: TocEntry[];
  chunkSize: number;
  diff: Hash;
  uncompressed: number;
  userNames: Map<number, string>;
  groupNames: Map<number, string>;
}

/**
 * Makes an eStargz blob of a tar: its entries with their headers untouched, each file's payload (each chunk of it) at the beginning of a gzip
 * member, and a table of contents behind. Inflated it is a tar with the same files. A TOC or landmark that is in the tar already is replaced.
 * @throws InvalidArgument for what is no tar
 */
export async function buildEstargz(tar: AsyncIterable<Uint8Array>, { write, chunkSize = DEFAULT_CHUNK, level = 6 }: BuildOptions): Promise<BuiltEstargz> {
  const build: Build = { members: createMemberWriter({ level, write }), entries: [], chunkSize, diff: createHash("sha256"), uncompressed: 0, userNames: new Map(), groupNames: new Map() };
  // Nothing is known of which files come first at a start, so the landmark tells readers to fetch none ahead.
  await addEntry(build, landmark());
  for await (const entry of readTar(tar, { toEnd: true })) if (!REPLACED.has(cleanName(entry.name))) await addEntry(build, entry);
  const payloadBytes = await build.members.end();
  const json = Buffer.from(JSON.stringify({ version: 1, entries: build.entries }, undefined, "\t"));
  const toc = Buffer.concat([fileHeader(TOC_NAME, json.length), json, paddingOf(json.length), TAR_END]);
  count(build, toc);
  const ending = Buffer.concat([await compress(toc, { level }), encodeFooter(payloadBytes)]);
  await write(ending);
  return { diffId: `sha256:${build.diff.digest("hex")}`, tocDigest: digestOf(json), size: payloadBytes + ending.length, uncompressedSize: build.uncompressed };
}

// Of nobody and no time.
function fileHeader(name: string, size: number): Buffer {
  return encodeHeader({ name, size, type: TypeFlag.regular, linkName: "", mode: 0, uid: 0, gid: 0, mtime: 0, deviceMajor: 0, deviceMinor: 0, pax: {} });
}

function landmark(): StreamedEntry {
  const bytes = Buffer.from([LANDMARK]);
  async function* body(): AsyncGenerator<Buffer> { yield bytes; }
  const none = { mode: 0, uid: 0, gid: 0, userName: "", groupName: "", linkName: "", modified: { seconds: 0, nanoseconds: 0 }, accessed: undefined, deviceMajor: 0, deviceMinor: 0, xattrs: new Map(), isSparse: false };
  return { ...none, name: NO_PREFETCH_LANDMARK, type: TypeFlag.regular, size: 1, raw: fileHeader(NO_PREFETCH_LANDMARK, 1), body: body() };
}

async function addEntry(build: Build, entry: StreamedEntry): Promise<void> {
  add(build, entry.raw);
  // A global PAX header is no file: it stays in the tar, and out of the table.
  const type = entry.type === TypeFlag.paxGlobal ? undefined : ((entry.isSparse ? undefined : TYPES[entry.type]) ?? unsupported(entry));
  const first = type === undefined ? undefined : tocEntryOf(build, entry, type);
  if (first !== undefined && !(type === "reg" && entry.size > 0)) build.entries.push(first);
  if (type === "reg") await addPayload(build, entry, first as TocEntry);
  else for await (const piece of entry.body) add(build, piece);
  add(build, paddingOf(entry.size));
}

function unsupported({ name, type, isSparse }: StreamedEntry): never {
  const flag = String.fromCharCode(isSparse ? TypeFlag.gnuSparse : type);
  throw invalidArgument(`tar: ${JSON.stringify(name)} is of type ${JSON.stringify(flag)}, which an eStargz layer can't have`);
}

async function addPayload(build: Build, { name, size, body }: StreamedEntry, first: TocEntry): Promise<void> {
  const whole = createHash("sha256");
  let hash = createHash("sha256");
  let entry = first;
  let at = 0;
  let left = 0;
  const begin = async (): Promise<void> => {
    const target = entry;
    build.entries.push(target);
    await build.members.cut((offset) => { target.offset = offset; });
    if (at > 0) target.chunkOffset = at;
    left = Math.min(build.chunkSize, size - at);
    if (left === build.chunkSize) target.chunkSize = left;
  };
  for await (const piece of body) {
    whole.update(piece);
    for (let rest = piece; rest.length > 0; ) {
      if (left === 0) await begin();
      const part = rest.subarray(0, left);
      add(build, part);
      hash.update(part);
      rest = rest.subarray(part.length);
      at += part.length;
      left -= part.length;
      if (left > 0) continue;
      entry.chunkDigest = `sha256:${hash.digest("hex")}`;
      hash = createHash("sha256");
      entry = { name, type: "chunk" };
    }
  }
  first.digest = `sha256:${whole.digest("hex")}`;
}

function add(build: Build, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  count(build, bytes);
  build.members.add(bytes);
}

function count(build: Build, bytes: Uint8Array): void {
  build.diff.update(bytes);
  build.uncompressed += bytes.length;
}

function tocEntryOf({ userNames, groupNames }: Build, entry: StreamedEntry, type: TocEntry["type"]): TocEntry {
  const { name, size, mode, uid, gid, linkName, modified, deviceMajor, deviceMinor, xattrs } = entry;
  const seconds = Math.round(modified.seconds + modified.nanoseconds / 1e9);
  const isDevice = type === "char" || type === "block";
  const fields: TocEntry = {
    name,
    type,
    size: type === "reg" ? size : 0,
    modtime: seconds === 0 ? "" : new Date(seconds * 1000).toISOString().replace(".000", ""),
    linkName: type === "symlink" || type === "hardlink" ? linkName : "",
    mode,
    uid,
    gid,
    userName: nameIfNew(userNames, uid, entry.userName),
    groupName: nameIfNew(groupNames, gid, entry.groupName),
    devMajor: isDevice ? deviceMajor : 0,
    devMinor: isDevice ? deviceMinor : 0,
  };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0 && value !== "")) as unknown as TocEntry;
  return xattrs.size === 0 ? given : { ...given, xattrs: Object.fromEntries([...xattrs].map(([key, value]) => [key, value.toString("base64")])) };
}

// A name is written where it is first met for its id.
function nameIfNew(known: Map<number, string>, id: number, name: string): string {
  if (known.get(id) === name) return "";
  known.set(id, name);
  return name;
}
