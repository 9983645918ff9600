import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { containerd, type ContentService } from "@stevedore/api";
import { isError, messageOf, unavailable } from "@stevedore/errors";
import { Label, parseDigest } from "@stevedore/oci";
import { createMessageQueue, type CallOptions, type Client } from "@stevedore/rpc";
import type { Bucket, Part } from "@stevedore/s3";

export interface ProxyBucketOptions {
  /** For messages. */
  address: string;
  /** Whose the blobs are there. */
  namespace: string;
}

const { WriteAction } = containerd.services.content.v1;
// What one message carries: far below what any server takes.
const MESSAGE_BYTES = 1 << 20;
const PREFIX = "blobs/";

/**
 * A content service, as a bucket with an object `blobs/<algorithm>/<hex>` for each blob. Blobs get containerd's label for roots, so that the service's own
 * collection leaves them until they are removed here. Parts of an upload go into one ingest, in their order.
 */
export function createProxyBucket(content: Client<typeof ContentService>, { address, namespace }: ProxyBucketOptions): Bucket {
  const call: CallOptions = { namespace };
  const uploads = new Map<string, Upload>();
  const write = async (key: string, id: string): Promise<Upload> => openUpload(content, { key, ref: id, call });
  const bucket: Bucket = {
    name: `namespace ${namespace} of the content service at ${address}`,
    async head(key) {
      const info = await orNothing(content.info({ digest: digestOf(key) }, call));
      return info?.info ? objectOf(info.info) : undefined;
    },
    read: async (key, { offset, length }) => Readable.from(dataOf(content.read({ digest: digestOf(key), offset, size: length }, call))),
    async put(key, data) {
      const upload = await write(key, `stevedore-${digestOf(key)}-${randomUUID()}`);
      try {
        await upload.append(data);
        await upload.commit();
      } finally {
        upload.close();
      }
    },
    remove: async (key) => void (await orNothing(content.delete({ digest: digestOf(key) }, call))),
    async *list(prefix) {
      for await (const { info } of content.list({}, call)) yield* info.map(objectOf).filter(({ key }) => key.startsWith(prefix));
    },
    async begin(key) {
      const id = `stevedore-${digestOf(key)}-${randomUUID()}`;
      uploads.set(id, await write(key, id));
      return id;
    },
    // One of an earlier life is begun anew: its bytes are a few seconds' work, and expire.
    parts: async ({ id }) => uploads.get(id)?.parts(),
    async putPart({ id, part }, data) {
      const upload = uploads.get(id);
      if (upload === undefined) throw unavailable(`upload ${id} to ${bucket.name} is no more`);
      return upload.put(part, data);
    },
    async complete({ id }) {
      const upload = uploads.get(id);
      if (upload === undefined) return false;
      uploads.delete(id);
      try {
        await upload.commit();
        return true;
      } finally {
        upload.close();
      }
    },
    async abort({ id }) {
      uploads.get(id)?.close();
      uploads.delete(id);
      await orNothing(content.abort({ ref: id }, call));
    },
    close() {
      for (const upload of uploads.values()) upload.close();
    },
  };
  return withErrorsNamed(bucket);
}

/** That somebody else's service is meant is told by no error of a connection to it, and of some not even what happened. */
function withErrorsNamed(bucket: Bucket): Bucket {
  const named = (what: string, error: unknown): unknown => {
    if (!isError(error, "unavailable")) return error;
    return unavailable(`${what}: ${bucket.name}: ${messageOf(error) || "it gave no answer"}`, { cause: error, hint: "what is cached goes on; it is asked again as soon as it is back" });
  };
  const wrap = <A extends unknown[], R>(what: string, work: (...args: A) => Promise<R>) => (...args: A): Promise<R> => work(...args).catch((error: unknown) => Promise.reject(named(what, error)));
  return {
    ...bucket,
    head: wrap("look for a blob", bucket.head),
    async read(key, range) {
      const data = await bucket.read(key, range);
      return Readable.from(nameErrors(data, (error) => named("read a blob", error)));
    },
    put: wrap("write a blob", bucket.put),
    remove: wrap("remove a blob", bucket.remove),
    list: (prefix) => nameErrors(bucket.list(prefix), (error) => named("list blobs", error)),
    begin: wrap("begin to write a blob", bucket.begin),
    putPart: wrap("write a piece of a blob", bucket.putPart),
    complete: wrap("commit a blob", bucket.complete),
    abort: wrap("give up a blob", bucket.abort),
  };
}

async function* nameErrors<T>(source: AsyncIterable<T>, named: (error: unknown) => unknown): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    throw named(error);
  }
}

/** One ingest there. */
interface Upload {
  append(data: Uint8Array): Promise<void>;
  /** Appends a part when all before it are there. */
  put(part: number, data: Uint8Array): Promise<Part>;
  parts(): Part[];
  commit(): Promise<void>;
  close(): void;
}

async function openUpload(content: Client<typeof ContentService>, { key, ref, call }: { key: string; ref: string; call: CallOptions }): Promise<Upload> {
  const expected = digestOf(key);
  const requests = createMessageQueue<containerd.services.content.v1.IWriteContentRequest>();
  const replies = content.write(requests, call)[Symbol.asyncIterator]();
  const ask = async (request: containerd.services.content.v1.IWriteContentRequest): Promise<containerd.services.content.v1.IWriteContentResponse> => {
    requests.push(request);
    const { value, done } = await replies.next();
    if (done === true) throw unavailable(`the content service ended the ingest ${ref}`);
    return value as containerd.services.content.v1.IWriteContentResponse;
  };
  let offset = 0;
  const sent = new Map<number, Part>();
  let turn = Promise.withResolvers<void>();
  let failed: unknown;
  const append = async (data: Uint8Array): Promise<void> => {
    for (let at = 0; at < data.length; at += MESSAGE_BYTES) {
      const piece = data.subarray(at, at + MESSAGE_BYTES);
      await ask({ action: WriteAction.WRITE, offset, data: piece });
      offset += piece.length;
    }
  };
  const pass = (): void => {
    const { resolve } = turn;
    turn = Promise.withResolvers<void>();
    resolve();
  };
  await ask({ action: WriteAction.STAT, ref });
  return {
    append,
    async put(part, data) {
      while (sent.size < part - 1 && failed === undefined) await turn.promise;
      if (failed !== undefined) throw failed;
      try {
        await append(data);
        const done = { part, size: data.length, etag: String(part) };
        sent.set(part, done);
        return done;
      } catch (error) {
        failed = error;
        throw error;
      } finally {
        pass();
      }
    },
    parts: () => [...sent.values()],
    async commit() {
      const labels = { [Label.root]: new Date().toISOString() };
      try {
        await ask({ action: WriteAction.COMMIT, offset, total: offset, expected, labels });
      } catch (error) {
        if (!isError(error, "alreadyExists")) throw error;
        // It was somebody else's there, and is ours to keep now.
        await content.update({ info: { digest: expected, labels }, updateMask: { paths: [`labels.${Label.root}`] } }, call);
      }
    },
    close() {
      requests.end();
      void drain(replies);
    },
  };
}

async function drain(replies: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await replies.next()).done !== true);
  } catch {
    // The stream's end is all that matters.
  }
}

async function* dataOf(replies: AsyncIterable<containerd.services.content.v1.IReadContentResponse>): AsyncGenerator<Buffer> {
  for await (const { data } of replies) if (data && data.length > 0) yield Buffer.from(data);
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isError(error, "notFound")) return undefined;
    throw error;
  }
}

function digestOf(key: string): string {
  const [algorithm, hex] = key.slice(PREFIX.length).split("/");
  return `${algorithm}:${hex}`;
}

function objectOf({ digest, size, createdAt }: containerd.services.content.v1.IInfo): { key: string; size: number; modifiedAtMs: number } {
  const { algorithm, hex } = parseDigest(digest ?? "");
  return { key: `${PREFIX}${algorithm}/${hex}`, size: Number(size ?? 0), modifiedAtMs: Number(createdAt?.seconds ?? 0) * 1000 };
}
