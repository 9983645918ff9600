import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@stevedore/log";
import { createCredentials, type CredentialOptions, type Keys } from "./credentials.ts";
import { parseEndpoint } from "./endpoint.ts";
import { codeOf, mayPass, s3Error } from "./errors.ts";
import { createAgent, createTransport } from "./transport.ts";

export interface BucketOptions extends CredentialOptions {
  /** `https://HOST:PORT` */
  endpoint: string;
  bucket: string;
  region: string;
  /** PEM certificates that an https endpoint's is checked with, instead of the system's. */
  caFile?: string;
}

export interface StoredObject {
  key: string;
  size: number;
  /** By the server's clock. */
  modifiedAtMs: number;
}

export interface Part {
  /** From 1. */
  part: number;
  size: number;
  etag: string;
}

export interface OpenUpload {
  key: string;
  id: string;
}

export interface PartPlace extends OpenUpload {
  part: number;
}

/**
 * Objects of one bucket. An object is there whole or not at all. What may pass by itself is tried three times.
 * @throws Unavailable when the server can't be reached or is in trouble, PermissionDenied, Unauthenticated for wrong keys,
 * FailedPrecondition for a bucket that isn't there, a clock that is wrong and the like; each says what to do
 */
export interface Bucket {
  /** `bucket NAME at ENDPOINT`, for messages. */
  readonly name: string;
  /** Undefined when there is no such object. */
  head(key: string): Promise<StoredObject | undefined>;
  /** The bytes of a range. @throws NotFound */
  read(key: string, range: { offset: number; length: number }): Promise<Readable>;
  put(key: string, data: Buffer): Promise<void>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Begins a multipart upload; returns its id. */
  begin(key: string): Promise<string>;
  /** What has arrived of an upload; undefined when there is no such upload. */
  parts(upload: OpenUpload): Promise<Part[] | undefined>;
  putPart(place: PartPlace, data: Buffer): Promise<Part>;
  /** Makes the parts an object. False when there is no such upload: it was completed before, or aborted. */
  complete(upload: OpenUpload, parts: readonly Part[]): Promise<boolean>;
  abort(upload: OpenUpload): Promise<void>;
  close(): void;
}

const TRIES = 3;
const FIRST_PAUSE_MS = 100;
const BUCKET_KNOWN_MS = 30_000;

/** A client for one bucket. Nothing is asked of the server yet. @throws FailedPrecondition for a CA file or credentials that can't be read */
export async function openBucket(options: BucketOptions, { log }: { log: Logger }): Promise<Bucket> {
  const { bucket, region, endpoint } = options;
  // 22 MB of libraries, for those who use it.
  const { Client } = await import("minio");
  const keysOf = createCredentials(options);
  const target = parseEndpoint(endpoint);
  const agent = createAgent({ ...target, ...(options.caFile === undefined ? {} : { caFile: options.caFile }) });
  const client = new (class extends Client {
    useKeys({ accessKey, secretKey, sessionToken }: Keys): void {
      Object.assign(this, { accessKey, secretKey, sessionToken });
    }
    arrived({ key, id }: OpenUpload) {
      return this.listParts(bucket, key, id);
    }
  })({ ...target, region, ...keysOf(), transport: createTransport(target.useSSL), transportAgent: agent, retryOptions: { disableRetry: true } });
  const name = `bucket ${bucket} at ${endpoint}`;
  const outage = createOutageLog(log, name);
  const run = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    client.useKeys(keysOf());
    return patiently(work, outage).catch((error: unknown) => Promise.reject(s3Error(`${what}: ${name}`, error)));
  };

  // An answer to HEAD has no document: whether key or bucket is missing, and why something is denied, tells a listing.
  let knownAt = -Infinity;
  const explain = async (denied: unknown): Promise<void> => {
    if (codeOf(denied) === "NotFound" && performance.now() - knownAt < BUCKET_KNOWN_MS) return;
    await client.listObjectsV2Query(bucket, "no-such-object", "", "", 1, "");
    knownAt = performance.now();
    if (codeOf(denied) !== "NotFound") throw denied;
  };
  return {
    name,
    head: (key) =>
      run(`look for ${key}`, async () => {
        try {
          const { size, lastModified } = await client.statObject(bucket, key);
          knownAt = performance.now();
          return { key, size, modifiedAtMs: lastModified.getTime() };
        } catch (error) {
          if (mayPass(error)) throw error;
          await explain(error);
          return undefined;
        }
      }),
    read: (key, { offset, length }) => run(`read ${key}`, () => client.getPartialObject(bucket, key, offset, length)),
    put: (key, data) => run(`write ${key}`, async () => void (await client.putObject(bucket, key, data, data.length))),
    remove: (key) => run(`remove ${key}`, () => client.removeObject(bucket, key)),
    async *list(prefix) {
      for (let token = ""; ; ) {
        const page = await run(`list ${prefix}`, () => client.listObjectsV2Query(bucket, prefix, token, "", 1000, ""));
        for (const { name: key, size = 0, lastModified } of page.objects as { name?: string; size?: number; lastModified?: Date }[]) {
          if (key !== undefined) yield { key, size, modifiedAtMs: lastModified?.getTime() ?? 0 };
        }
        if (!page.isTruncated || page.nextContinuationToken === "") return;
        token = page.nextContinuationToken;
      }
    },
    begin: (key) => run(`begin an upload of ${key}`, () => client.initiateNewMultipartUpload(bucket, key, {})),
    parts: (upload) =>
      run(`look for an upload of ${upload.key}`, async () => {
        const found = await client.arrived(upload).catch(orMissing(undefined));
        return found?.map(({ part, size, etag }) => ({ part, size, etag }));
      }),
    putPart: ({ key, id, part }, data) =>
      run(`write part ${part} of ${key}`, async () => {
        const { etag } = await client.uploadPart({ bucketName: bucket, objectName: key, uploadID: id, partNumber: part, headers: {} }, data);
        return { part, size: data.length, etag };
      }),
    complete: ({ key, id }, parts) =>
      run(`complete ${key}`, async () => {
        const done = await client.completeMultipartUpload(bucket, key, id, parts.map(({ part, etag }) => ({ part, etag }))).catch(orMissing(undefined));
        return done !== undefined;
      }),
    abort: ({ key, id }) => run(`give up an upload of ${key}`, async () => void (await client.abortMultipartUpload(bucket, key, id).catch(orMissing(undefined)))),
    close: () => agent.destroy(),
  };
}

function orMissing<T>(missing: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === "NoSuchUpload") return missing;
    throw error;
  };
}

interface OutageLog {
  failed(error: unknown): void;
  worked(): void;
}

async function patiently<T>(work: () => Promise<T>, outage: OutageLog): Promise<T> {
  for (let tried = 1, pause = FIRST_PAUSE_MS; ; tried++, pause *= 4) {
    try {
      const result = await work();
      outage.worked();
      return result;
    } catch (error) {
      if (!mayPass(error)) outage.worked();
      // Who is silent for half a minute is not asked three times.
      else if (tried === TRIES || codeOf(error) === "ETIMEDOUT") outage.failed(error);
      else {
        await delay(pause);
        continue;
      }
      throw error;
    }
  }
}

/** Tells of an outage once when it begins and once when it has ended. */
function createOutageLog(log: Logger, name: string): OutageLog {
  let since: number | undefined;
  return {
    failed(error) {
      if (since === undefined) log.warn(`${name} can't be reached`, { error: `${codeOf(error)} ${(error as Error).message}` });
      since ??= performance.now();
    },
    worked() {
      if (since !== undefined) log.info(`${name} is back`, { awaySeconds: Math.round((performance.now() - since) / 1000) });
      since = undefined;
    },
  };
}
