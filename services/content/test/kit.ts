import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ContentService, IngestsService, IntegrityService, LeasesService, NamespacesService, RepairsService, ResourcesService, containerd, type stevedore } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { connect, createClient, createHandlerTable, createMessageQueue, serveGrpc, serveTtrpc, type CallOptions, type Client, type HandlerTable } from "@stevedore/rpc";
import { createContent } from "../content.ts";
import type { ContentStore } from "../stores/content-store.ts";
import { createHashPool } from "../hashing/hash-pool.ts";
import { createLeases } from "@stevedore/leases";
import { createLocalStore } from "../stores/local-store.ts";
import { createSharing } from "../writing/sharing.ts";

export const log = createLogger({ service: "test", write: () => undefined });

export const sha256 = (data: Uint8Array | string): string => `sha256:${createHash("sha256").update(data).digest("hex")}`;
export const bytes = (text: string): Buffer => Buffer.from(text);
export const randomData = (size: number): Buffer => randomBytes(size);

export interface TempDir extends Disposable {
  readonly path: string;
}

export function createTempDir(): TempDir {
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-content-"));
  return { path: directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Leases and namespace labels as the images service would hold them, reached over a real socket. */
export interface ImagesPeer {
  table: HandlerTable;
  /** Resources by lease, as `type/id`. */
  leases: Map<string, Set<string>>;
  namespaceLabels: Map<string, Record<string, string>>;
}

export function createImagesPeer(): ImagesPeer {
  const leases = new Map<string, Set<string>>();
  const namespaceLabels = new Map<string, Record<string, string>>();
  const table = createHandlerTable();
  const find = (id: string): Set<string> => {
    const lease = leases.get(id);
    if (lease === undefined) throw notFound(`lease ${JSON.stringify(id)}`);
    return lease;
  };
  table.add(LeasesService, {
    addResource: ({ id, resource }) => (find(id).add(`${resource?.type}/${resource?.id}`), {}),
    deleteResource: ({ id, resource }) => (find(id).delete(`${resource?.type}/${resource?.id}`), {}),
  });
  table.add(NamespacesService, { get: ({ name }) => ({ namespace: { name, labels: namespaceLabels.get(name) ?? {} } }) });
  return { table, leases, namespaceLabels };
}

export interface ContentHost extends AsyncDisposable {
  readonly root: string;
  readonly socket: string;
  readonly store: MetadataStore;
  readonly backend: ContentStore;
  readonly peer: ImagesPeer;
  readonly content: Client<typeof ContentService>;
  readonly ingests: Client<typeof IngestsService>;
  readonly resources: Client<typeof ResourcesService>;
  readonly integrity: Client<typeof IntegrityService>;
}

export interface ContentHostOptions {
  policy?: "shared" | "isolated";
  /** Opens on the state of an earlier host. */
  root?: string;
  /** Serves gRPC too, on `content.grpc` in its root. */
  grpc?: boolean;
  scrub?: { intervalMs: number; bytesPerSecond: number };
  /** What images does when it is asked to fetch a lost blob; unimplemented when absent. */
  fetchLost?: (host: ContentHost, request: stevedore.v1.IRepairRequest, namespace: string) => Promise<string>;
}

/** The content service over its real store, its real database and real sockets. */
export async function startContent(options: ContentHostOptions = {}): Promise<ContentHost> {
  await using stack = new AsyncDisposableStack();
  const root = options.root ?? stack.use(createTempDir()).path;
  const socket = path.join(root, "content.sock");
  const peer = createImagesPeer();
  const ready = Promise.withResolvers<ContentHost>();
  const { fetchLost } = options;
  if (fetchLost !== undefined) peer.table.add(RepairsService, { fetch: async (request, { namespace }) => ({ source: await fetchLost(await ready.promise, request, namespace) }) });
  stack.use(await serveTtrpc({ table: peer.table, path: path.join(root, "images.sock"), log }));
  const images = stack.use(connect({ path: path.join(root, "images.sock") }));
  const store = stack.use(openSqliteStore({ path: path.join(root, "content.db") }));
  const hashes = stack.use(createHashPool({ threads: 2 }));
  const backend = await createLocalStore({ hashes }, { root: path.join(root, "content") });
  const leases = createLeases({ client: createClient(LeasesService, images) });
  const sharing = createSharing({ store, namespaces: createClient(NamespacesService, images), log }, { policy: options.policy ?? "shared" });
  const abort = new AbortController();
  stack.defer(() => abort.abort());
  const repairs = createClient(RepairsService, images);
  const service = createContent({ store, backend, leases, sharing, published: async () => undefined, log, signal: abort.signal, repairs, ...(options.scrub === undefined ? {} : { scrub: options.scrub }) });
  await service.recover();
  service.start();
  stack.use(await serveTtrpc({ table: service.table, path: socket, log }));
  if (options.grpc === true) stack.use(await serveGrpc({ table: service.table, address: `unix:${path.join(root, "content.grpc")}`, log }));
  const channel = stack.use(connect({ path: socket }));
  const owned = stack.move();
  const host: ContentHost = {
    root,
    socket,
    store,
    backend,
    peer,
    content: createClient(ContentService, channel),
    ingests: createClient(IngestsService, channel),
    resources: createClient(ResourcesService, channel),
    integrity: createClient(IntegrityService, channel),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
  ready.resolve(host);
  return host;
}

/** One streaming call, a request and its reply at a time. */
export interface Dialogue<Request, Reply> extends AsyncDisposable {
  ask(request: Request): Promise<Reply>;
  /** The next reply without a request; undefined when the server has finished. */
  next(): Promise<Reply | undefined>;
  /** The client has finished sending. */
  finish(): void;
  /** Gives the call up, as a client that has died. */
  abandon(): Promise<void>;
}

export function openDialogue<Request, Reply>(
  call: (requests: AsyncIterable<Request>, options: CallOptions) => AsyncIterable<Reply>,
  options: CallOptions,
): Dialogue<Request, Reply> {
  const requests = createMessageQueue<Request>({ highWater: Infinity });
  const replies = call(requests, options)[Symbol.asyncIterator]();
  const next = async (): Promise<Reply | undefined> => {
    const { done, value } = await replies.next();
    return done === true ? undefined : value;
  };
  const abandon = async (): Promise<void> => {
    await replies.return?.();
    requests.end();
  };
  return {
    async ask(request) {
      requests.push(request);
      const reply = await next();
      if (reply === undefined) throw new Error("the stream ended without a reply");
      return reply;
    },
    next,
    finish: () => requests.end(),
    abandon,
    [Symbol.asyncDispose]: abandon,
  };
}

export const { WriteAction } = containerd.services.content.v1;
export const { STAT, WRITE, COMMIT } = WriteAction;

export function openWrite(content: Client<typeof ContentService>, options: CallOptions) {
  return openDialogue((requests: AsyncIterable<containerd.services.content.v1.IWriteContentRequest>, call) => content.write(requests, call), options);
}

/** Writes a blob in one go and returns its digest. */
export async function ingest(
  content: Client<typeof ContentService>,
  data: Uint8Array,
  { ref, labels = {}, ...options }: CallOptions & { ref?: string; labels?: Record<string, string> },
): Promise<string> {
  const digest = sha256(data);
  await using write = openWrite(content, options);
  await write.ask({ action: STAT, ref: ref ?? `ref-${digest}`, total: data.length });
  await write.ask({ action: COMMIT, data, total: data.length, expected: digest, labels });
  return digest;
}

export async function readAll(content: Client<typeof ContentService>, digest: string, options: CallOptions): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const { data } of content.read({ digest }, options)) pieces.push(data);
  return Buffer.concat(pieces);
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code: number }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: number };
  }
  throw new Error("expected a failure");
}
