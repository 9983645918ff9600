import { chmod, open, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { EventsService, stevedore } from "@stevedore/api";
import { connectGrpc, createClient } from "@stevedore/rpc";
import { afterAll, beforeAll, expect, test } from "vitest";
import { busyboxImage, eventually, killService, pushLayout, run, startFaultProxy, startHost, startRegistry, STEVEDORE, tempDir, type FaultProxy, type Host, type Registry, type RunResult, type TempDir } from "../kit/mod.ts";
import { settle } from "./event-log.ts";
import { failure, pull } from "./pair.ts";

let registry: Registry;
let proxy: FaultProxy;
let host: Host;
let dir: TempDir;
let image: string;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultProxy(registry);
  dir = await tempDir("corrupt");
  host = await startHost({ config: '[plugins."io.containerd.gc.v1.scheduler"]\n  startup_delay = "1h"\n' });
  image = (await pushLayout(registry, await busyboxImage(), "busybox")).replace(registry.host, proxy.host);
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const blobFile = (digest: string): string => join(host.root, "io.containerd.content.v1.content/blobs/sha256", digest.slice(7));
const exported = (name: string): Promise<RunResult> => host.ctr(["images", "export", join(dir.path, `${name}.tar`), image]);
const lines = async (args: string[]): Promise<string[]> => (await host.must(args)).split("\n").filter(Boolean);

async function flip(digest: string): Promise<void> {
  await chmod(blobFile(digest), 0o644);
  await using file = await open(blobFile(digest), "r+");
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 30);
  await file.write(Buffer.from([byte[0]! ^ 4]), 0, 1, 30);
}

interface Fsck {
  blobs: number;
  damaged: { digest: string; problem: string; repairedFrom?: string; repairProblem?: string }[];
}

async function fsck(...args: string[]): Promise<Fsck & { exitCode: number }> {
  const { stdout, stderr, exitCode } = await run(STEVEDORE, ["fsck", "--json", "--state", host.state, ...args], { timeout: 60_000 });
  try {
    return { ...(JSON.parse(stdout) as Fsck), exitCode };
  } catch {
    throw new Error(`fsck: ${stdout}${stderr}`);
  }
}

/** What was told of blobs since then, as soon as it is so many. */
async function told(count: number, since: Date): Promise<string[]> {
  await using channel = connectGrpc({ target: { path: host.address } });
  const found: string[] = [];
  const signal = AbortSignal.timeout(20_000);
  for await (const { topic, event } of createClient(EventsService, channel).subscribe({ filters: ["topic~=^/stevedore/content"] }, { metadata: { "stevedore-replay": since.toISOString() }, signal })) {
    const type = topic === "/stevedore/content/corrupt" ? stevedore.v1.ContentCorrupt : stevedore.v1.ContentRepaired;
    found.push(`${topic.split("/").at(-1)} ${type.decode(event?.value ?? new Uint8Array()).digest}`);
    if (found.length === count) break;
  }
  return found;
}

test("each kind of blob, damaged in each way, is set aside by who reads it, and fetched again from the registry; clients go on", { timeout: 180_000 }, async () => {
  const began = new Date();
  await pull(host, image);
  await using listener = host.start(["events"], { timeout: 170_000 });
  await settle(host, listener);
  const [manifest = "", config = "", layer = ""] = await digests();
  const whole = await exported("whole");
  expect(whole.exitCode).toBe(0);
  const damages = [[layer, flip], [config, (digest: string) => truncate(blobFile(digest), 0)], [manifest, (digest: string) => rm(blobFile(digest))], [manifest, flip]] as const;
  for (const [digest, damage] of damages) {
    const before = proxy.requests.length;
    await damage(digest);
    // Small ones are served from the gateway's memory, whole: they are found when their file is read.
    const found = digest === layer ? failure(await exported("damaged")).class : (await fsck(digest)).damaged.map((damaged) => damaged.digest).join();
    // By the time that a client asks its next question it may be back.
    expect(digest === layer ? ["data loss", "not found"] : [digest, ""]).toContain(found);
    await eventually(`${digest} is back`, async () => (await host.ctr(["content", "get", digest])).exitCode === 0, 60_000);
    expect((await exported("again")).exitCode).toBe(0);
    expect(proxy.requests.slice(before).filter((request) => request.startsWith("GET") && !request.includes(digest) && request.includes("sha256"))).toEqual([]);
  }
  expect(await told(8, began)).toEqual(damages.flatMap(([digest]) => [`corrupt ${digest}`, `repaired ${digest}`]));
  expect(await fsck()).toMatchObject({ exitCode: 0, damaged: [] });
  expect(await lines(["images", "check"])).toEqual([expect.anything(), expect.stringContaining("complete")]);
  expect(listener.child.exitCode).toBeNull();
});

test("found after a restart while the registry is away: told, refused, containers go on; back by fsck --repair, or by a pull", { timeout: 180_000 }, async () => {
  await pull(host, image);
  const id = `${host.namespace}-going-on`;
  await host.must(["run", "-d", image, id, "sleep", "1000"]);
  const [, , layer = ""] = await digests();
  proxy.inject(/./, { status: 503 });
  await flip(layer);
  await killService(host, "content");
  expect(await fsck()).toMatchObject({ exitCode: 1, damaged: [{ digest: layer, problem: expect.stringContaining("it holds sha256:") }] });
  expect(failure(await host.ctr(["content", "get", layer])).class).toBe("not found");
  expect(await host.must(["tasks", "exec", "--exec-id", "one", id, "echo", "here"])).toBe("here\n");
  const refused = await fsck("--repair", layer);
  expect(refused).toMatchObject({ exitCode: 1, damaged: [{ digest: layer }] });
  expect(refused.damaged[0]?.repairProblem).toContain("503");
  proxy.clear();
  expect(await fsck("--repair", layer)).toMatchObject({ exitCode: 0, damaged: [{ repairedFrom: `${proxy.host}/busybox` }] });
  expect((await exported("after-repair")).exitCode).toBe(0);

  proxy.inject(/./, { status: 503 });
  await truncate(blobFile(layer), 10);
  expect(failure(await exported("cut")).class).toMatch(/data loss|not found/);
  proxy.clear();
  // That of ctr 1.6: a pull by Transfer leaves out layers that are unpacked, as containerd's does.
  await pull(host, image);
  await host.must(["content", "get", layer]);
  expect(await fsck()).toMatchObject({ exitCode: 0, damaged: [] });
  await host.must(["tasks", "kill", "--signal", "KILL", id]);
  await eventually("it ends", async () => (await host.ctr(["tasks", "rm", id])).exitCode === 0, 20_000);
  await host.must(["containers", "rm", id]);
  await host.assertNoContainers();
});

test("a push and an unpacking of what is damaged fail, and nothing wrong leaves the host", { timeout: 120_000 }, async () => {
  await using elsewhere = await startRegistry();
  await pull(host, image);
  const [, , layer = ""] = await digests();
  proxy.inject(/./, { status: 503 });
  await flip(layer);
  const pushed = await host.ctr(["images", "push", "--plain-http", `${elsewhere.host}/busybox:latest`, image], { timeout: 30_000 });
  expect(pushed.exitCode).not.toBe(0);
  expect((await fetch(`${elsewhere.url}/v2/busybox/blobs/${layer}`)).status).toBe(404);
  expect((await host.ctr(["run", "--rm", "--snapshotter", "native", image, `${host.namespace}-never`, "true"])).exitCode).not.toBe(0);
  proxy.clear();
  await fsck("--repair");
  expect((await host.ctr(["run", "--rm", "--snapshotter", "native", image, `${host.namespace}-now`, "echo", "now"], { timeout: 60_000 })).stdout).toBe("now\n");
});

/** Manifest, config and layer of the image. */
async function digests(): Promise<string[]> {
  const listed = (await lines(["content", "ls"])).slice(1).map((line) => ({ digest: line.split(/\s+/)[0]!, line }));
  const manifest = listed.find(({ line }) => line.includes("gc.ref.content.config"))!;
  const config = /gc\.ref\.content\.config=(sha256:\w+)/.exec(manifest.line)![1]!;
  return [manifest.digest, config, /gc\.ref\.content\.l\.0=(sha256:\w+)/.exec(manifest.line)![1]!];
}
