import { open, readFile, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { internal } from "@stevedore/errors";
import type { Bucket, OpenUpload, Part } from "@stevedore/s3";
import { isMissing } from "./disk-errors.ts";
import type { IngestPaths } from "./layout.ts";

export interface UploadDeps {
  bucket: Bucket;
}

export interface UploadOptions {
  paths: IngestPaths;
  key: string;
  size: number;
  partBytes: number;
}

/** What an ingest's directory keeps of an upload, so that it goes on after a crash. */
interface UploadRecord extends OpenUpload {
  partBytes: number;
}

const LANES = 3;
const MOST_PARTS = 10_000;

/** Writes an ingest's file as an object: in one go, or in parts that need not be sent again when the upload is interrupted. */
export async function uploadBlob({ bucket }: UploadDeps, { paths, key, size, partBytes }: UploadOptions): Promise<void> {
  if (size <= partBytes) return bucket.put(key, await readFile(paths.data));
  const bytes = Math.max(partBytes, Math.ceil(size / MOST_PARTS));
  // An upload that a server has forgotten is begun anew, once.
  for (let tried = 1; tried <= 2; tried++) {
    const upload = await resumeOrBegin(bucket, { paths, key, partBytes: bytes });
    const parts = await sendParts(bucket, upload, { file: paths.data, size });
    if (parts !== undefined && (await bucket.complete(upload, parts))) break;
    if ((await bucket.head(key))?.size === size) break;
    await writeFile(recordFile(paths), "");
  }
  const found = await bucket.head(key);
  if (found?.size !== size) throw internal(`${bucket.name} has ${found === undefined ? "nothing" : `${found.size} bytes`} as ${key} after an upload of ${size} bytes`);
}

/** The upload of an ingest that is about to be removed: it has to be given up, its parts would be paid for ever. */
export async function findUpload(paths: IngestPaths): Promise<OpenUpload | undefined> {
  return readRecord(paths);
}

const recordFile = ({ directory }: IngestPaths): string => path.join(directory, "upload");

async function readRecord(paths: IngestPaths): Promise<UploadRecord | undefined> {
  try {
    return JSON.parse(await readFile(recordFile(paths), "utf8")) as UploadRecord;
  } catch (error) {
    // A half-written one was of an upload without a part.
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface WantedUpload {
  paths: IngestPaths;
  key: string;
  partBytes: number;
}

async function resumeOrBegin(bucket: Bucket, { paths, key, partBytes }: WantedUpload): Promise<UploadRecord> {
  const known = await readRecord(paths);
  if (known?.key === key) return known;
  // The ingest's bytes were other ones before.
  if (known !== undefined) await bucket.abort(known);
  const record: UploadRecord = { key, id: await bucket.begin(key), partBytes };
  await using file = await open(recordFile(paths), "w", 0o600);
  await file.writeFile(JSON.stringify(record));
  await file.sync();
  return record;
}

/** Sends what is missing; returns all parts, or undefined when the server knows of no such upload. */
async function sendParts(bucket: Bucket, upload: UploadRecord, { file, size }: { file: string; size: number }): Promise<Part[] | undefined> {
  const { partBytes } = upload;
  const sent = await bucket.parts(upload);
  if (sent === undefined) return undefined;
  const sizeOf = (part: number): number => Math.min(partBytes, size - (part - 1) * partBytes);
  const parts = new Map(sent.filter(({ part, size: has }) => has === sizeOf(part)).map((found) => [found.part, found]));
  const missing = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => index + 1).filter((part) => !parts.has(part));
  await using handle = await open(file, "r");
  const lane = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafeSlow(Math.min(partBytes, size));
    for (let part = missing.shift(); part !== undefined; part = missing.shift()) {
      try {
        const data = await readPart(handle, buffer.subarray(0, sizeOf(part)), (part - 1) * partBytes);
        parts.set(part, await bucket.putPart({ ...upload, part }, data));
      } catch (error) {
        missing.length = 0;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(LANES, missing.length) }, lane));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return [...parts.values()].sort((a, b) => a.part - b.part);
}

async function readPart(handle: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  for (let done = 0; done < buffer.length; ) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw internal("an ingest's file has become shorter while it was sent");
    done += bytesRead;
  }
  return buffer;
}
