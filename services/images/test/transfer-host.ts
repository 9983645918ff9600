import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  containerd, type Any, ContentService, ImagesService, IngestsService, LeasesService, NamespacesService, packAny, ResourcesService, SnapshotsService, StreamsService, TransferService, typeNameOf, UnpackService,
} from "@stevedore/api";
import { defaultHostConfig, type HostConfig } from "@stevedore/config";
import { notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { openSqliteStore } from "@stevedore/metadata";
import { connect, createClient, createHandlerTable, createLocalChannel, createMessageQueue, serveTtrpc, type Client, type MessageQueue } from "@stevedore/rpc";
import { createImageStore } from "../image-store.ts";
import { createLeaseStore } from "../lease-store.ts";
import { createImagesHandlers, createLeasesHandlers, createNamespacesHandlers } from "../service.ts";
import { createNamespaceDeletions } from "../namespace-deletions.ts";
import { createNamespaceStore } from "../namespace-store.ts";
import { addFakeSnapshots, type FakeSnapshots } from "./fake-snapshots.ts";
import { createTransferHandlers } from "../transfer/handlers.ts";
import { transferConfigOf } from "../transfer/config.ts";
import type { TransferDeps } from "../transfer/deps.ts";

/** Content and snapshots as the processes they are, and the transfer part of images in this one, so that a test can reach into it. */
export interface TransferHost extends AsyncDisposable {
  root: string;
  state: string;
  transfer: Client<typeof TransferService>;
  content: Client<typeof ContentService>;
  snapshots: Client<typeof SnapshotsService>;
  images: Client<typeof ImagesService>;
  leases: Client<typeof LeasesService>;
  /** What garbage collection sees of content. */
  contentResources: Client<typeof ResourcesService>;
  /** What a client would see on its stream; `answer` plays the client: a message or several, `"end"` closes its side. */
  openStream(id: string, answer?: Answer, first?: Any): Any[];
  /** Kills content with SIGKILL and starts it again. */
  restartContent(): Promise<void>;
  deps: TransferDeps;
  /** Events of the moment, in order. */
  announced: { namespace: string; topic: string; event: Any }[];
  /** Present when asked for, in place of the snapshots process. */
  fake: FakeSnapshots;
}

export interface TransferHostOptions {
  adjust?: (config: HostConfig) => void;
  fakeSnapshots?: boolean;
  /** Bytes that the root's file system has, as mount's `size=`; without it the temporary directory's own. */
  diskSize?: string;
}

const REPO = join(import.meta.dirname, "../../..");

export async function startTransferHost({ adjust = () => {}, fakeSnapshots = false, diskSize }: TransferHostOptions = {}): Promise<TransferHost> {
  const stack = new AsyncDisposableStack();
  const dir = mkdtempSync(join(tmpdir(), "stevedore-test-transfer-"));
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const config = defaultHostConfig({ root: join(dir, "root"), state: join(dir, "state") });
  if (diskSize !== undefined) {
    mkdirSync(config.root);
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${diskSize}`, "tmpfs", config.root]);
    stack.defer(() => void execFileSync("umount", ["-l", config.root]));
  }
  for (const path of [join(config.root, "meta"), join(config.state, "sockets")]) mkdirSync(path, { recursive: true });
  const port = await freePort();
  start(stack, "nats-server", ["-js", "-sd", join(dir, "nats"), "-a", "127.0.0.1", "-p", `${port}`], {});
  await until(() => accepts({ port, host: "127.0.0.1" }));
  config.stevedore.nats.url = `nats://127.0.0.1:${port}`;
  config.logLevel = "warn";
  adjust(config);
  const file = join(dir, "config.json");
  writeFileSync(file, JSON.stringify(config));

  const log = createLogger({ service: "test", level: "error" });
  const socket = (name: string): string => join(config.state, "sockets", `${name}.sock`);
  const startService = async (name: string): Promise<ChildProcess> => {
    const child = start(stack, join(REPO, "node_modules/.bin/node"), [join(REPO, "services", name, "main.ts")], { STEVEDORE_CONFIG: file });
    await until(() => accepts({ path: socket(name) }));
    return child;
  };
  const store = openSqliteStore({ path: join(config.root, "meta", "images.db") });
  stack.defer(() => store.close());
  const table = createHandlerTable();
  const published = async (): Promise<void> => undefined;
  const collect = async (): Promise<void> => undefined;
  const calm = { settled: async () => undefined, settledAll: async () => undefined };
  table.add(ImagesService, createImagesHandlers({ images: createImageStore(store, calm), published, collect }));
  table.add(LeasesService, createLeasesHandlers({ leases: createLeaseStore(store, calm), collect }));
  table.add(NamespacesService, createNamespacesHandlers({ namespaces: createNamespaceStore({ store, owners: [], deletions: createNamespaceDeletions({ store, owners: [], log, signal: new AbortController().signal }), log }), published }));
  const streams = createTestStreams(table);
  const fake = fakeSnapshots ? addFakeSnapshots(table) : (undefined as never);
  const server = await serveTtrpc({ table, path: socket("images"), log });
  stack.defer(() => server.close());

  let contentProcess = await startService("content");
  if (!fakeSnapshots) await startService("snapshots");
  const content = connect({ path: socket("content"), patienceMs: 5000 });
  const snapshots = connect({ path: socket("snapshots"), patienceMs: 5000 });
  stack.defer(() => content.close());
  stack.defer(() => snapshots.close());
  const local = createLocalChannel({ table, log });
  const announced: TransferHost["announced"] = [];
  const snapshotting = fakeSnapshots ? local : snapshots;
  const deps: TransferDeps = {
    content: createClient(ContentService, content),
    ingests: createClient(IngestsService, content),
    snapshots: createClient(SnapshotsService, snapshotting),
    unpack: createClient(UnpackService, snapshotting),
    images: createClient(ImagesService, local),
    leases: createClient(LeasesService, local),
    streams: createClient(StreamsService, local),
    deferring: (fakeSnapshots ? [content] : [content, snapshots]).map((channel) => createClient(ResourcesService, channel)),
    announce: async (event) => void announced.push(event),
    abandoned: { goneOnWith: async () => {} },
    config: transferConfigOf(config),
    log,
  };
  const handlers = createTransferHandlers(deps);
  stack.use(handlers);
  table.add(TransferService, handlers);
  const { content: contentClient, snapshots: snapshotsClient, images, leases } = deps;
  return {
    root: config.root, state: config.state, announced, deps, fake, content: contentClient, snapshots: snapshotsClient, images, leases,
    transfer: createClient(TransferService, local),
    contentResources: createClient(ResourcesService, content),
    openStream: streams.open,
    async restartContent() {
      contentProcess.kill("SIGKILL");
      await once(contentProcess, "exit");
      contentProcess = await startService("content");
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Answer = (message: Any) => Any | (Any | "end")[] | undefined | Promise<Any | undefined>;

interface TestStreams { open: TransferHost["openStream"] }

// What the gateway does between a client's Streaming.Stream and us; here the test is the client.
function createTestStreams(table: ReturnType<typeof createHandlerTable>): TestStreams {
  const streams = new Map<string, { received: Any[]; toServer: MessageQueue<Any>; answer: Answer | undefined }>();
  table.add(StreamsService, {
    async *attach(requests, { metadata }) {
      const stream = streams.get(metadata.get("stevedore-stream") ?? "");
      if (stream === undefined) throw notFound("stream");
      void (async () => {
        for await (const message of requests) {
          stream.received.push(message as Any);
          const answer = (await stream.answer?.(message as Any)) ?? [];
          for (const item of Array.isArray(answer) ? answer : [answer]) {
            if (item === "end") stream.toServer.end();
            else stream.toServer.push(item);
          }
        }
        stream.toServer.end();
      })().catch(() => {});
      yield* stream.toServer;
    },
  });
  return {
    open(id, answer, first) {
      const received: Any[] = [];
      const toServer = createMessageQueue<Any>();
      if (first !== undefined) toServer.push(first);
      streams.set(id, { received, toServer, answer });
      return received;
    },
  };
}

export interface PullOptions {
  reference: string;
  namespace?: string;
  store?: containerd.types.transfer.IImageStore;
  resolver?: containerd.types.transfer.IRegistryResolver;
  progressStream?: string;
  signal?: AbortSignal;
  /** Unpack into overlayfs; default true. */
  unpack?: boolean;
}

const { ImageStore, OCIRegistry, Progress } = containerd.types.transfer;
const amd64 = { os: "linux", architecture: "amd64" };

/** Pulls as `ctr` 2.x asks for it. */
export async function pull(host: TransferHost, options: PullOptions): Promise<void> {
  const { reference, resolver, unpack = true, namespace = "default", progressStream = "", signal } = options;
  const unpacks = unpack ? [{ platform: amd64, snapshotter: "" }] : [];
  const source = packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference, resolver: resolver ?? null });
  const destination = packAny("containerd.types.transfer.ImageStore", ImageStore, { name: reference, platforms: [amd64], allMetadata: true, unpacks, ...options.store });
  await host.transfer.transfer({ source, destination, options: { progressStream } }, { namespace, ...(signal === undefined ? {} : { signal }) });
}

/** Progress messages as `event name`. */
export function eventsOf(messages: readonly Any[]): string[] {
  return messages.filter((message) => typeNameOf(message) === "containerd.types.transfer.Progress").map(({ value }) => {
    const { event, name } = Progress.decode(value);
    return `${event} ${name}`.trim();
  });
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Names of the snapshots of a namespace. */
export async function snapshotNames(host: TransferHost, namespace = "default", snapshotter = "overlayfs"): Promise<string[]> {
  return (await collect(host.snapshots.list({ snapshotter }, { namespace }))).flatMap(({ info }) => info.map(({ name }) => name ?? ""));
}

/** References of the ingests of a namespace. */
export async function ingestRefs(host: TransferHost, namespace = "default"): Promise<string[]> {
  return (await host.content.listStatuses({}, { namespace })).statuses.map(({ ref }) => ref ?? "");
}

export function isEmptyDir(path: string): boolean {
  return readdirSync(path).length === 0;
}

function start(stack: AsyncDisposableStack, command: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", process.env["SHOW_LOGS"] === "1" ? "inherit" : "ignore"], env: { ...process.env, ...env } });
  stack.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
  return child;
}

export async function until(check: () => Promise<boolean> | boolean, timeoutMs = 60_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await check()); ) {
    if (Date.now() > end) throw new Error("waited too long");
    await sleep(20);
  }
}

function accepts(to: { path: string } | { port: number; host: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const client = dial(to as { path: string });
    client.once("connect", () => { client.destroy(); resolve(true); });
    client.once("error", () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
