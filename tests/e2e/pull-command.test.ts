import { fileURLToPath } from "node:url";
import { containerd, ContentService, EventsService, stevedore } from "@stevedore/api";
import { execa, type Result } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectGrpc, eventually, multiPlatformImage, pushLayout, startFaultProxy, startHost, startRegistry, type FaultProxy, type Host, type Registry } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";

const STEVEDORE = fileURLToPath(new URL("../../bin/stevedore", import.meta.url));

let host: Host;
let registry: Registry;
let proxy: FaultProxy;
let guarded: Registry;
let layer: { digest: string; size: number };

beforeAll(async () => {
  [registry, guarded, host] = await Promise.all([startRegistry(), startRegistry({ auth: "basic" }), startHost()]);
  proxy = await startFaultProxy(registry);
  const layout = await multiPlatformImage();
  for (const to of [registry, guarded]) await pushLayout(to, layout, "image");
  layer = await largestLayer(layout);
});
afterAll(async () => {
  for (const part of [host, proxy, registry, guarded]) await part?.[Symbol.asyncDispose]();
});

const reference = (): string => `${proxy.host}/image:latest`;
const pull = (...args: string[]): Promise<Result<{ reject: false }>> => execa(STEVEDORE, ["pull", "--address", host.address, "--namespace", host.namespace, ...args], { reject: false, timeout: 120_000 });
const removeImage = (name: string): Promise<string> => host.must(["images", "rm", "--sync", name]);
const short = (): string => layer.digest.slice(0, 19);

describe("stevedore pull", () => {
  test("says step by step how a layer comes along, without a terminal", async () => {
    const { stdout, stderr, exitCode } = await pull("--plain-http", reference());
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.split("\n");
    expect(lines[0]).toBe(`Resolving from OCI Registry (${reference()})`);
    const steps = lines.filter((line) => line.startsWith(short())).map((line) => line.split(/\s+/)[1]);
    expect(steps.filter((step) => step !== "fetch" && step !== "unpack")).toEqual(["waiting", "fetched", "done"]);
    expect(lines.at(-1)).toMatch(new RegExp(`^${reference()}  sha256:[0-9a-f]{64}  \\d.* in \\d+\\.\\d s$`));
    expect(await host.must(["run", "--rm", reference(), `${host.namespace}-pulled`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
    await removeImage(reference());
  });

  test("--json: a line for each step", async () => {
    const { stdout, exitCode } = await pull("--plain-http", "--json", reference());
    const lines = stdout.split("\n").map((line) => JSON.parse(line) as { phase: string; layer?: string; bytes?: number; size?: number; digest?: string; elapsedMs?: number });
    expect(exitCode).toBe(0);
    expect(lines[0]).toEqual({ phase: "resolve", status: `Resolving from OCI Registry (${reference()})` });
    expect(lines.filter((line) => line.layer === layer.digest).at(-1)).toMatchObject({ phase: "done", bytes: layer.size, size: layer.size, rate: expect.any(Number) });
    expect(lines.at(-1)).toEqual({ phase: "done", digest: expect.stringMatching(/^sha256:/), reference: reference(), elapsedMs: expect.any(Number) });
    // Everything is there by now.
    const again = await pull("--plain-http", "--json", reference());
    expect(again.stdout.split("\n").filter((line) => line.includes(layer.digest)).map((line) => (JSON.parse(line) as { phase: string }).phase)).toEqual(["waiting", "exists"]);
    await removeImage(reference());
  });

  test("with a user's password, and without", async () => {
    const name = `${guarded.host}/image:latest`;
    const refused = await pull("--plain-http", name);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^stevedore pull: .*(401|authoriz)/i) });
    expect(await pull("--plain-http", "--user", guarded.credentials!, name)).toMatchObject({ exitCode: 0, stderr: "" });
    await removeImage(name);
  });

  test("another platform, and one that the image doesn't have", async () => {
    const { exitCode } = await pull("--plain-http", "--platform", "linux/arm64", reference());
    expect(exitCode).toBe(0);
    expect(await host.must(["images", "ls", `name==${reference()}`])).toContain("linux/arm64");
    await removeImage(reference());
  });

  test("a wrong flag, no reference, a registry that is not there", async () => {
    expect(await pull("--plan-http", reference())).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("did you mean --plain-http?") });
    expect(await pull()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("pull takes one reference") });
    expect(await pull("--hosts-dir", "/no/such/place", reference())).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--hosts-dir /no/such/place: no such directory") });
    expect(await pull("--user", ":secret", reference())).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--user takes NAME:PASSWORD") });
    expect(await pull("--plain-http", "--snapshotter", "overlaifs", reference())).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/asked for: linux\/\w+ to overlaifs; this host unpacks .* to overlayfs/) });
    expect(await pull("--plain-http", "127.0.0.1:1/nobody:latest")).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("connection refused") });
  });

  test("Ctrl-C: the pull ends, what has arrived is kept, and the same command goes on from there", async () => {
    const third = Math.floor(layer.size / 3);
    proxy.inject(new RegExp(`GET .*/blobs/${layer.digest}`), { stallAfter: third }, 1);
    const before = proxy.requests.length;
    const running = execa(STEVEDORE, ["pull", "--address", host.address, "--namespace", host.namespace, "--plain-http", reference()], { reject: false });
    await eventually("a part has arrived", async () => (await statusOf(layer.digest)) === third);
    running.kill("SIGINT");
    expect(await running).toMatchObject({ exitCode: 130, stderr: expect.stringContaining("the same command goes on from there") });
    proxy.clear();
    expect((await pull("--plain-http", reference())).exitCode).toBe(0);
    expect(proxy.requests.slice(before).filter((line) => line.includes(`/blobs/${layer.digest}`)).at(-1)).toMatch(new RegExp(`bytes=${third}-$`));
    await removeImage(reference());
  });
});

/** Bytes of a layer's ingest that are there. */
async function statusOf(digest: string): Promise<number> {
  await using client = connectGrpc(host.address, host.namespace);
  return await client.unary<containerd.services.content.v1.StatusResponse>(ContentService.name, ContentService.methods.status, { ref: `layer-${digest}` }).then(({ status }) => Number(status?.offset ?? 0), () => 0);
}

test("a pull's events: for those who ask for them by name", async () => {
  await using client = connectGrpc(host.address, host.namespace);
  const { Envelope } = containerd.types;
  const listen = (...filters: string[]): containerd.types.Envelope[] => {
    const seen: containerd.types.Envelope[] = [];
    const stream = client.stream(EventsService.name, "Subscribe");
    stream.on("error", () => undefined).on("data", (bytes: Buffer) => seen.push(Envelope.decode(bytes)));
    stream.end(Buffer.from(containerd.services.events.v1.SubscribeRequest.encode({ filters }).finish()));
    return seen;
  };
  const own = listen("topic~=^/stevedore/pull/");
  const all = listen();
  // Subscriptions are in place when they deliver.
  await eventually("both listen", async () => {
    await host.must(["namespaces", "label", host.namespace, `try=${Date.now()}`]);
    return all.length > 0;
  });
  expect((await pull("--plain-http", reference())).exitCode).toBe(0);
  await eventually("the last event", () => own.some(({ event }) => stevedore.v1.PullProgress.decode(event!.value!).phase === "done"));
  const told = own.map(({ event }) => stevedore.v1.PullProgress.decode(event!.value!));
  expect([...new Set(told.map(({ phase }) => phase))].filter((phase) => phase !== "unpack")).toEqual(["resolve", "fetch", "done"]);
  expect(told.at(-1)).toMatchObject({ reference: reference(), error: "" });
  expect(told.at(-1)!.layers.find(({ digest }) => digest === layer.digest)).toMatchObject({ phase: "done", size: layer.size, fetched: layer.size, unpacked: layer.size, secondsLeft: -1 });
  await eventually("the image's event", () => all.some(({ topic }) => topic === "/images/create"));
  expect(all.filter(({ topic }) => topic.startsWith("/stevedore/"))).toEqual([]);
  await removeImage(reference());
});
