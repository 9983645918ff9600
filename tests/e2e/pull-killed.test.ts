import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually, killService, multiPlatformImage, pushLayout, serviceProcesses, startFaultProxy, startHost, startRegistry, transferPull, type Fault, type FaultProxy, type Host, type Registry } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";

let host: Host;
let registry: Registry;
let proxy: FaultProxy;
let layer: { digest: string; size: number };
let third: number;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultProxy(registry);
  host = await startHost();
  const layout = await multiPlatformImage();
  await pushLayout(registry, layout, "image");
  layer = await largestLayer(layout);
  third = Math.floor(layer.size / 3);
});

afterEach(async () => {
  proxy.clear();
  proxy.requests.splice(0);
  // A test that failed leaves its image to nobody: the next one, and its own second try, fetch it anew.
  await host.must(["images", "rm", reference()]);
  await collect();
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

const reference = (): string => `${proxy.host}/image:latest`;
const pullImage = (): Promise<unknown> => transferPull(host.address, { reference: reference(), namespace: host.namespace });
const isOfLayer = (line: string): boolean => line.includes(`/blobs/${layer.digest}`);
const rowsOf = async (...args: string[]): Promise<string[]> => (await host.must(args)).trim().split("\n").slice(1);
const filesBelow = (directory: string): string[] => readdirSync(join(host.root, directory), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

/** The pull works, its image runs, and when it is removed nothing at all is left, neither records nor files. */
async function expectWhole(): Promise<void> {
  await pullImage();
  expect(await host.must(["leases", "ls", "-q"])).toBe("");
  expect(await host.must(["run", "--rm", reference(), `${host.namespace}-works`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  await host.must(["images", "rm", "--sync", reference()]);
  await expectNothing();
}

async function collect(): Promise<void> {
  await host.must(["leases", "create", "--id", "collect"]);
  await host.must(["leases", "rm", "--sync", "collect"]);
}

async function expectNothing(): Promise<void> {
  await collect();
  const left = { images: await rowsOf("images", "ls"), content: await rowsOf("content", "ls"), active: await rowsOf("content", "active"), snapshots: await rowsOf("snapshots", "ls"), leases: await rowsOf("leases", "ls") };
  expect(left).toEqual({ images: [], content: [], active: [], snapshots: [], leases: [] });
  expect(filesBelow("io.containerd.content.v1.content")).toEqual([]);
  expect(filesBelow("io.containerd.snapshotter.v1.overlayfs")).toEqual([]);
}

/** How much there is of the layer; ingests may go while they are looked at, and a host's socket answers before content has made its directories. */
function bytesOfLayer(): number {
  const ingests = join(host.root, "io.containerd.content.v1.content/ingest");
  const files = (existsSync(ingests) ? readdirSync(ingests) : []).map((name) => join(ingests, name));
  const textOf = (file: string): string => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  };
  const own = files.find((directory) => textOf(join(directory, "ref")).endsWith(`layer-${layer.digest}`));
  return own === undefined ? 0 : (statSync(join(own, "data"), { throwIfNoEntry: false })?.size ?? 0);
}

/** Content has what the registry gave a client before it fell silent. */
async function partHasArrived(): Promise<void> {
  let last = "";
  await eventually("a part has arrived", async () => {
    const now = (await rowsOf("content", "active")).find((line) => line.startsWith(`layer-${layer.digest}`)) ?? "";
    const stands = now !== "" && now === last;
    last = now;
    return stands;
  });
}

/** Lets a pull run into a fault, kills a service, and waits until that is back; the pull's failure is given, if it failed. */
async function killDuringPull(service: string, pattern: RegExp, fault: Fault): Promise<Error | undefined> {
  proxy.inject(pattern, fault, 1);
  const before = proxy.requests.length;
  const had = bytesOfLayer();
  const pulling = pullImage().then(() => undefined, (error: Error) => error);
  await eventually("the pull hangs", () => proxy.requests.slice(before).some((line) => pattern.test(line)));
  if ("stallAfter" in fault) await eventually("what the registry gave before it fell silent is there", () => bytesOfLayer() === had + Number(fault.stallAfter));
  await killService(host, service);
  return pulling;
}

describe("images is killed in the middle of a pull", () => {
  test("in a layer: what had arrived waits, half unpacked layers go, and the same pull goes on from there", async () => {
    const failure = await killDuringPull("images", new RegExp(`GET .*/blobs/${layer.digest}`), { stallAfter: third });
    expect(failure?.message).toMatch(/^14 UNAVAILABLE/);
    expect(await rowsOf("images", "ls")).toEqual([]);
    await eventually("the half unpacked layer is gone", async () => !(await rowsOf("snapshots", "ls")).some((line) => line.startsWith("extract-")));
    expect((await rowsOf("content", "active")).some((line) => line.startsWith(`layer-${layer.digest}`))).toBe(true);
    proxy.requests.splice(0);
    await expectWhole();
    expect(proxy.requests.filter(isOfLayer)).toEqual([`GET /v2/image/blobs/${layer.digest} bytes=${third}-`]);
  });

  test.each<[string, RegExp]>([["the reference", /(?:HEAD|GET) .*\/manifests\/latest/], ["the first blob", /GET .*\/blobs\//]])("in %s", async (_, pattern) => {
    expect((await killDuringPull("images", pattern, { hang: true }))?.message).toMatch(/^14 UNAVAILABLE/);
    await expectWhole();
  });

  test("again and again in the same pull: each goes on where the last one was", async () => {
    const layerPattern = new RegExp(`GET .*/blobs/${layer.digest}`);
    for (let life = 0; life < 2; life += 1) await killDuringPull("images", layerPattern, { stallAfter: Math.floor(layer.size / 5) });
    const offsets = proxy.requests.filter(isOfLayer).map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1] ?? 0));
    expect(offsets).toEqual([0, 1].map((parts) => parts * Math.floor(layer.size / 5)));
    await expectWhole();
  });

  test("a client that fetches and unpacks by itself doesn't notice", async () => {
    proxy.inject(new RegExp(`GET .*/blobs/${layer.digest}`), { stallAfter: third }, 1);
    await using pulling = host.start(["images", "pull", "--plain-http", reference()]);
    await partHasArrived();
    await killService(host, "images");
    proxy.clear();
    const { exitCode, stderr } = await pulling.result();
    // What `ctr` says when its own end comes while it asks how far the pull is.
    expect({ exitCode, stderr: stderr.replace(/^time=\S+ level=error msg="active check failed" error="context canceled"\n/, "") }).toEqual({ exitCode: 0, stderr: "" });
    await expectWhole();
  });
});

test.each(["content", "snapshots"])("%s is killed in the middle of a pull: the same pull works, and nothing is left", async (service) => {
  const failure = await killDuringPull(service, new RegExp(`GET .*/blobs/${layer.digest}`), { stallAfter: third });
  expect(failure?.message).toMatch(/^14 UNAVAILABLE/);
  await expectWhole();
});

test("all of the host is killed in the middle of a pull", async () => {
  const pattern = new RegExp(`GET .*/blobs/${layer.digest}`);
  proxy.inject(pattern, { stallAfter: third }, 1);
  const pulling = pullImage().then(() => undefined, (error: Error) => error);
  await eventually("the pull hangs", () => proxy.requests.some(isOfLayer));
  const pids = (await serviceProcesses(host)).flatMap(({ pid }) => pid ?? []);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await host.stop();
  await host.restart();
  expect((await pulling)?.message).toMatch(/^14 UNAVAILABLE/);
  await expectWhole();
});
