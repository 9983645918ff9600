import { mkdirSync, readdirSync, readFileSync, readlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as api from "@stevedore/api";
import { digestOf } from "@stevedore/oci";
import { afterAll, beforeAll, expect, test } from "vitest";
import { busyboxImage, connectGrpc, eventually, pushLayout, serviceProcesses, startHost, startRegistry, tempDir, type GrpcClient, type Host, type Registry, type TempDir } from "../kit/mod.ts";
import { pull } from "./pair.ts";

const { OCIRegistry, ImageStore } = api.containerd.types.transfer;
const MARK = `given-up-${process.pid}`;
const HANGING = "application/x.hanging";
const BLOB = Buffer.alloc(12 << 20, "blob");
const DIGEST = digestOf(BLOB);

let host: Host;
let registry: Registry;
let dir: TempDir;
let channel: grpc.Client;
let client: GrpcClient;
let image: string;
let runs: string;
/** A registry that takes requests and answers none. */
let silent: Server;
let asking = 0;

beforeAll(async () => {
  dir = await tempDir("given-up");
  registry = await startRegistry();
  silent = createServer((request) => {
    asking += 1;
    request.socket.once("close", () => (asking -= 1));
  }).listen(0, "127.0.0.1");
  host = await startHost({ config: `[stream_processors.hanging]\n  accepts = ["${HANGING}"]\n  returns = "application/vnd.oci.image.layer.v1.tar"\n  path = "${hanging("processor")}"\n` });
  image = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(host, image);
  runs = `${host.namespace}-runs`;
  await host.must(["run", "-d", image, runs, "sleep", "1000"]);
  channel = new grpc.Client(`unix:${host.address}`, grpc.credentials.createInsecure(), { "grpc.max_receive_message_length": 16 << 20 });
  client = connectGrpc(host.address, host.namespace);
  await storeBlob();
});

afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  channel?.close();
  silent?.closeAllConnections();
  silent?.close();
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

/** Stores the blob with a label that keeps it. */
async function storeBlob(): Promise<void> {
  const stream = client.stream(api.ContentService.name, "Write");
  const { request } = api.ContentService.methods.write;
  const { COMMIT } = api.containerd.services.content.v1.WriteAction;
  stream.end(Buffer.from(request.encode({ action: COMMIT, ref: "blob", data: BLOB, total: BLOB.length, expected: DIGEST, labels: { "containerd.io/gc.root": "test" } })));
  for await (const _reply of stream);
}

/** A program that doesn't end, and is told by its command line. */
function hanging(name: string): string {
  const file = join(dir.path, `${MARK}-${name}`);
  writeFileSync(file, '#!/bin/sh\nexec tail -n 0 -F "$0"\n', { mode: 0o755 });
  return file;
}

let held: string[] = [];
let heldAt = 0;

/** Whether a process, other than this one, has the file open or in its command line; looked up for all rows at once, a few times a second. */
function isHeld(file: string): boolean {
  if (performance.now() - heldAt > 200) {
    held = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap(describe);
    heldAt = performance.now();
  }
  return held.some((text) => text.includes(file));
}

function describe(pid: string): string[] {
  try {
    return [readFileSync(`/proc/${pid}/cmdline`, "utf8"), ...readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`))];
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

function isIngesting(ref: string): boolean {
  const ingests = join(host.root, "io.containerd.content.v1.content/ingest");
  const found = readdirSync(ingests).find((name) => readFileSync(join(ingests, name, "ref"), "utf8").endsWith(ref));
  return found !== undefined && isHeld(join(ingests, found));
}

interface Row {
  service: api.ServiceDescriptor;
  method: string;
  request: object;
  /** The client's half stays open. */
  open?: boolean;
  /** Whether the work that the call asks for is going on in the service behind the gateway. */
  works(): boolean;
}

/** Calls of every service behind the gateway that last until they are given up. Names carry `id`, so that two rounds don't meet. */
async function rows(id: string): Promise<Record<string, Row>> {
  const mount = (source: string) => ({ type: "bind", source, options: ["rbind", "rw"] });
  const [processor, logger, runtime, big] = [hanging("processor"), hanging(`logger-${id}`), hanging(`runtime-${id}`), join(dir.path, `${id}-big/${MARK}-of-${id}`)];
  await host.must(["containers", "create", image, `${host.namespace}-${id}`, "true"]);
  const { mounts } = await client.unary<api.containerd.services.snapshots.v1.MountsResponse>(api.SnapshotsService.name, api.SnapshotsService.methods.mounts, { snapshotter: "overlayfs", key: `${host.namespace}-${id}` });
  for (const each of [id, `${id}-big`]) mkdirSync(join(dir.path, each), { recursive: true });
  writeFileSync(big, "");
  truncateSync(big, 64 * 2 ** 30);
  const reference = `127.0.0.1:${(silent.address() as AddressInfo).port}/x:1`;
  const { RuntimeRequest } = api.containerd.types;
  return {
    read: { service: api.ContentService, method: "read", request: { digest: DIGEST }, works: () => isHeld(DIGEST.slice(7)) },
    write: { service: api.ContentService, method: "write", request: { action: api.containerd.services.content.v1.WriteAction.WRITE, ref: `write-${id}`, data: Buffer.from("x") }, open: true, works: () => isIngesting(`write-${id}`) },
    pull: {
      service: api.TransferService,
      method: "transfer",
      request: {
        source: api.packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference, resolver: { defaultScheme: "http" } }),
        destination: api.packAny("containerd.types.transfer.ImageStore", ImageStore, { name: reference }),
      },
      works: () => asking > 0,
    },
    apply: { service: api.DiffService, method: "apply", request: { diff: { mediaType: HANGING, digest: DIGEST, size: BLOB.length }, mounts: [mount(join(dir.path, id))] }, works: () => isHeld(processor) },
    diff: { service: api.DiffService, method: "diff", request: { left: [], right: [mount(join(dir.path, `${id}-big`))], ref: `diff-${id}` }, works: () => isHeld(`${MARK}-of-${id}`) },
    create: { service: api.TasksService, method: "create", request: { containerId: `${host.namespace}-${id}`, rootfs: mounts, stdout: `binary://${logger}` }, works: () => isHeld(logger) },
    info: {
      service: api.IntrospectionService,
      method: "pluginInfo",
      request: { type: "io.containerd.runtime.v2", id: "task", options: api.packAny("containerd.types.RuntimeRequest", RuntimeRequest, { runtimePath: runtime }) },
      works: () => isHeld(runtime),
    },
  };
}

interface Opened {
  cancel(): void;
  /** The gRPC code that it ends with. */
  code: Promise<number>;
}

/** Begins a call whose replies nobody reads. */
function begin({ service, method, request, open = false }: Row, timeoutMs: number): Opened {
  const metadata = new grpc.Metadata();
  metadata.set("containerd-namespace", host.namespace);
  const raw = (bytes: Buffer): Buffer => bytes;
  const descriptor = service.methods[method]!;
  const call = channel.makeBidiStreamRequest(`/${service.name}/${descriptor.name}`, raw, raw, metadata, { deadline: Date.now() + timeoutMs });
  const { promise: code, resolve } = Promise.withResolvers<number>();
  call.on("status", (status) => resolve(status.code));
  call.on("error", () => undefined);
  call.write(Buffer.from(descriptor.request.encode(request as never)));
  if (!open) call.end();
  return { cancel: () => call.cancel(), code };
}

/** Descriptors of the gateway: a call that streams has a connection of its own to the service behind. */
async function openInGateway(): Promise<number> {
  const { pid } = (await serviceProcesses(host)).find(({ name }) => name === "gateway")!;
  return describe(String(pid)).length;
}

test.each([
  ["cancelled", grpc.status.CANCELLED],
  ["whose deadline passes", grpc.status.DEADLINE_EXCEEDED],
])("a call %s ends the work in the service behind, and leaves nothing", async (way, expected) => {
  const id = way === "cancelled" ? "cancel" : "deadline";
  const table = await rows(id);
  await new Promise<unknown>((resolve) => channel.waitForReady(Date.now() + 10_000, resolve));
  const before = await openInGateway();
  const codes = await Promise.all(Object.entries(table).map(async ([name, row]) => {
    const call = begin(row, way === "cancelled" ? 60_000 : 6000);
    await eventually(`${name} works`, row.works);
    if (way === "cancelled") call.cancel();
    const code = await call.code;
    await eventually(`${name} has ended`, () => !row.works());
    return [name, code];
  }));
  expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(Object.keys(table).map((name) => [name, expected])));

  await eventually("the gateway has let go", async () => (await openInGateway()) <= before);
  expect((await host.ctr(["tasks", "ls", "-q"])).stdout.split("\n").filter(Boolean)).toEqual([runs]);
  await host.must(["containers", "rm", `${host.namespace}-${id}`]);
  await eventually("no lease is left", async () => (await host.must(["leases", "ls", "-q"])) === "");
  // What was being written can be gone on with.
  expect(await host.must(["content", "active"])).toContain(`write-${id}`);
});

test("of many who wait for a task, those who give up don't take the others along", async () => {
  const wait: Row = { service: api.TasksService, method: "wait", request: { containerId: runs }, works: () => true };
  const [cancelled, late, stays] = [begin(wait, 60_000), begin(wait, 300), begin(wait, 60_000)];
  cancelled.cancel();
  expect(await Promise.all([cancelled.code, late.code])).toEqual([grpc.status.CANCELLED, grpc.status.DEADLINE_EXCEEDED]);
  const exited = client.unary(api.TasksService.name, api.TasksService.methods.wait, { containerId: runs });
  await host.must(["tasks", "kill", "-s", "SIGKILL", runs]);
  expect(await exited).toMatchObject({ exitStatus: 137 });
  stays.cancel();
  await host.must(["tasks", "rm", runs]).catch(() => undefined);
  await host.must(["containers", "rm", runs]);
  await host.assertNoContainers();
});
