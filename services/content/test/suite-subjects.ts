import path from "node:path";
import { messageOf } from "@stevedore/errors";
import type { S3Server } from "@stevedore/tests/kit";
import type { ContentStore, ContentWriter } from "../stores/content-store.ts";
import { createHashPool } from "../hashing/hash-pool.ts";
import { createLocalStore } from "../stores/local-store.ts";
import { COMMIT, createTempDir, openWrite, readAll, STAT, startContent, WRITE } from "./kit.ts";
import { openS3Store } from "./s3-kit.ts";
import type { SuiteStore, SuiteWriter } from "./suite.ts";

/** The local store by itself. */
export async function openLocal(hashing: "inline" | "worker"): Promise<SuiteStore> {
  await using stack = new AsyncDisposableStack();
  const { path: root } = stack.use(createTempDir());
  const hashes = stack.use(createHashPool({ threads: 1 }));
  const store = await createLocalStore({ hashes }, { root: path.join(root, "content") });
  return adaptStore(store, hashing, stack.move());
}

/** The s3 store, with objects of its own on a real server. */
export async function openS3(server: S3Server): Promise<SuiteStore> {
  const opened = await openS3Store(server);
  return adaptStore(opened.store, "worker", opened);
}

export function adaptStore(store: ContentStore, hashing: "inline" | "worker", owned: AsyncDisposable): SuiteStore {
  return {
    info: store.info,
    async read(digest) {
      const reader = await store.reader(digest);
      const buffer = Buffer.alloc(reader.size);
      await reader.read(buffer, 0);
      await reader.close();
      return buffer;
    },
    list: async () => (await store.list()).map(({ digest }) => digest),
    delete: store.delete,
    writer: async (options) => adaptWriter(await store.writer({ ...options, hashing })),
    status: store.status,
    abort: store.abort,
    [Symbol.asyncDispose]: async () => owned[Symbol.asyncDispose](),
  };
}

function adaptWriter(writer: ContentWriter): SuiteWriter {
  return {
    get offset() {
      return writer.status.offset;
    },
    get digest() {
      return writer.digest;
    },
    write: writer.write,
    truncate: writer.truncate,
    async commit(options) {
      try {
        const { digest } = await writer.seal(options);
        await writer.publish();
        return digest;
      } finally {
        await writer.close();
      }
    },
    close: writer.close,
  };
}

/** The service, through a client over a real socket. */
export async function openRemote(): Promise<SuiteStore> {
  const host = await startContent();
  const { content } = host;
  const options = { namespace: "suite" };
  return {
    async info(digest) {
      return { size: Number((await content.info({ digest }, options)).info?.size) };
    },
    read: (digest) => readAll(content, digest, options),
    async list() {
      const found: string[] = [];
      for await (const { info } of content.list({}, options)) found.push(...info.map(({ digest }) => digest ?? ""));
      return found;
    },
    delete: async (digest) => void (await content.delete({ digest }, options)),
    async writer({ ref, total = 0 }) {
      const dialogue = openWrite(content, options);
      let state = await dialogue.ask({ action: STAT, ref, total });
      const send = async (request: Parameters<typeof dialogue.ask>[0]): Promise<void> => void (state = await dialogue.ask(request));
      return {
        get offset() {
          return state.offset;
        },
        get digest() {
          return state.digest;
        },
        write: (data) => send({ action: WRITE, offset: state.offset, data }),
        truncate: () => send({ action: WRITE, offset: 0 }),
        async commit(commit) {
          await send({ action: COMMIT, offset: state.offset, ...commit });
          return state.digest;
        },
        async close() {
          dialogue.finish();
          // The stream's end is the release of the ref; a stream that has failed has ended already.
          while ((await dialogue.next().catch((error: unknown) => void messageOf(error))) !== undefined);
        },
      };
    },
    async status(ref) {
      const { status } = await content.status({ ref }, options);
      return { offset: Number(status?.offset), total: Number(status?.total) };
    },
    abort: async (ref) => void (await content.abort({ ref }, options)),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}
