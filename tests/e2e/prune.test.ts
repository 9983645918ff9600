import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { busyboxImage, createLayout, createTar, eventually, must, pushLayout, run, startHost, startRegistry, STEVEDORE, tempDir, transferPull, type Host, type Registry, type TempDir } from "../kit/mod.ts";

interface Listed {
  removes: { namespace: string; kind: string; key: string; bytes: number; why: string }[];
  bytes: number;
  spared: number;
}

interface Removed {
  removed: Record<string, number>;
  freedBytes: number;
}

let host: Host;
let registry: Registry;
let dir: TempDir;

beforeAll(async () => {
  // Garbage is collected only when a test asks for it.
  // What goes is asked for: no collection, and no start of a container that is to run, comes of itself.
  const config = '[plugins."io.containerd.gc.v1.scheduler"]\n  pause_threshold = 0.00001\n  deletion_threshold = 0\n  startup_delay = "1h"\n[plugins."io.containerd.monitor.container.v1.restart"]\n  interval = "1h"\n';
  [host, registry, dir] = await Promise.all([startHost({ config }), startRegistry(), tempDir("prune")]);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const prune = async <T>(...args: string[]): Promise<T> => JSON.parse(await must(STEVEDORE, ["prune", ...args, "--json", "--state", host.state, "--namespace", host.namespace], { timeout: 60_000 })) as T;
const named = ({ removes }: Listed): string[] => removes.map(({ kind, key }) => `${kind} ${key}`);
const diskOf = async (): Promise<number> => Number((await must("du", ["-sB1", ...["content.v1.content", "snapshotter.v1.overlayfs"].map((part) => join(host.root, `io.containerd.${part}`))])).split("\n").reduce((sum, line) => sum + Number(line.split("\t")[0]), 0));

async function bigImage(name: string): Promise<string> {
  const layout = await createLayout(join(dir.path, name));
  // Hard to compress, so that the blob takes room too.
  const data = Buffer.from(await must("sh", ["-c", "head -c 3000000 /dev/urandom | base64 -w 0"]));
  await layout.finish(await layout.addImage({ layers: [{ tar: createTar([{ name, data }]), compression: "none" }], config: {} }));
  return pushLayout(registry, join(dir.path, name), name);
}

test("a dry run says what goes, and that is what goes; a running container's things stay", async () => {
  const used = await pushLayout(registry, await busyboxImage(), "used");
  const unused = await bigImage("unused");
  for (const reference of [used, unused]) await transferPull(host.address, { reference, namespace: host.namespace });
  const [running, ended, kept] = ["running", "ended", "kept"].map((name) => `${host.namespace}-${name}`) as [string, string, string];
  await host.must(["run", "-d", used, running, "sleep", "1000"]);
  await host.must(["run", "-d", used, ended, "sh", "-c", "echo data > /file; exit 3"]);
  await eventually("the container has ended", async () => (await host.must(["tasks", "ls"])).includes("STOPPED"));
  await host.must(["containers", "create", "--label", "containerd.io/restart.status=running", used, kept]);
  await host.must(["leases", "create", "--id", "over", "--expires", "1ms"]);

  // Nobody's by default who is young: only the lease is over by itself.
  const young = await prune<Listed>("--dry-run");
  expect(young.removes.filter(({ kind }) => kind !== "snapshot/overlayfs" && kind !== "content")).toEqual([expect.objectContaining({ kind: "lease", key: "over" })]);
  expect(young.spared).toBe(2);

  const listed = await prune<Listed>("--dry-run", "--older-than", "0s");
  expect(named(listed)).toEqual(expect.arrayContaining([`container ${ended}`, `image ${unused}`, "lease over"]));
  expect(listed.removes.find(({ key }) => key === ended)?.why).toBe("it ended with 3");
  expect(named(listed).filter((name) => [running, kept, used].some((one) => name.endsWith(` ${one}`)))).toEqual([]);
  expect(listed.bytes).toBeGreaterThan(8_000_000);
  expect(named(await prune<Listed>("--dry-run", "--older-than", "0s")).toSorted()).toEqual(named(listed).toSorted());

  const before = await diskOf();
  const { removed, freedBytes } = await prune<Removed>("--older-than", "0s");
  const counts: Record<string, number> = {};
  for (const { kind } of listed.removes) counts[kind] = (counts[kind] ?? 0) + 1;
  expect(removed).toEqual(counts);
  // Blocks and directories make the disk's figure a little larger than the files'.
  const freed = before - (await diskOf());
  expect(freed).toBeGreaterThanOrEqual(listed.bytes * 0.98);
  expect(freed).toBeLessThan(listed.bytes * 1.1);
  expect(Math.abs(freedBytes - listed.bytes)).toBeLessThan(listed.bytes * 0.1);

  expect(await prune<Listed>("--dry-run", "--older-than", "0s")).toEqual({ removes: [], bytes: 0, spared: 0 });
  expect(await host.must(["tasks", "exec", "--exec-id", "e", running, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  expect((await host.must(["containers", "ls", "-q"])).split("\n").filter(Boolean).toSorted()).toEqual([kept, running].toSorted());
  expect(await host.must(["images", "check", "-q"])).toBe(`${used}\n`);
  await host.must(["tasks", "rm", "-f", running]);
  for (const id of [running, kept]) await host.must(["containers", "rm", id]);
  await host.must(["images", "rm", "--sync", used]);
});

test("one kind, by filter; snapshots and content are what a collection takes; words for people", async () => {
  const [one, two] = [await bigImage("one"), await bigImage("two")];
  for (const reference of [one, two]) await transferPull(host.address, { reference, namespace: host.namespace });
  expect(named(await prune<Listed>("images", "--dry-run", "--older-than", "0s", "--filter", `name==${one}`)).filter((name) => name.startsWith("image "))).toEqual([`image ${one}`]);
  await host.must(["images", "rm", two]);
  const garbage = await prune<Listed>("content", "--dry-run");
  expect(new Set(garbage.removes.map(({ kind }) => kind))).toEqual(new Set(["content", "snapshot/overlayfs"]));
  const text = await must(STEVEDORE, ["prune", "snapshots", "--dry-run", "--state", host.state, "--namespace", host.namespace]);
  expect(text).toMatch(/snapshot\/overlayfs +sha256:[0-9a-f]{64} +4\.0 MB +nothing keeps it/);
  expect(text).toMatch(/3 blobs, 1 snapshot of overlayfs would go, 8\.\d MB on disk\n$/);
  expect(await must(STEVEDORE, ["prune", "content", "--state", host.state, "--namespace", host.namespace])).toMatch(/^removed (?:3 blobs, 1 snapshot of overlayfs|1 snapshot of overlayfs, 3 blobs); 8\.\d MB freed\n$/);
  expect(await host.must(["images", "ls", "-q"])).toContain(one);
  expect((await run(STEVEDORE, ["prune", "imges"])).stderr).toContain("did you mean images?");
  expect((await run(STEVEDORE, ["prune", "content", "--filter", "x"])).stderr).toContain("--filter goes with images, containers or leases");
  expect((await run(STEVEDORE, ["prune", "--older-than", "old"])).stderr).toContain('--older-than: expected a duration, found "old"');
});

test("images usage: what each image takes, shares, and frees", async () => {
  const used = await pushLayout(registry, await busyboxImage(), "measured");
  await transferPull(host.address, { reference: used, namespace: host.namespace });
  await host.must(["images", "tag", used, "measured:again"]);
  const usage = async (...args: string[]): Promise<string> => must(STEVEDORE, ["images", "usage", ...args, "--state", host.state, "--namespace", host.namespace]);
  const images = JSON.parse(await usage("--json")) as { name: string; compressedBytes: number; unpackedBytes: number; sharedBytes: number; uniqueBytes: number }[];
  const measured = images.find(({ name }) => name === used)!;
  expect(measured).toMatchObject({ sharedBytes: measured.compressedBytes + measured.unpackedBytes, uniqueBytes: 0 });
  // The snapshots are those that ctr 2.3.4's `images usage` adds up.
  const detail = JSON.parse(await usage("--json", used)) as { snapshots: { key: string; bytes: number; inodes: number }[] };
  for (const { key, bytes, inodes } of detail.snapshots) {
    const [, size, count] = (await host.must(["snapshots", "usage", "-b", key])).split("\n")[1]!.split(/\s+/);
    expect([Number(size), Number(count)]).toEqual([bytes, inodes]);
  }
  expect(detail.snapshots).toHaveLength(2);
  await host.must(["images", "rm", "--sync", "measured:again"]);
  const alone = (JSON.parse(await usage("--json")) as typeof images).find(({ name }) => name === used)!;
  expect(alone).toMatchObject({ sharedBytes: 0, uniqueBytes: alone.compressedBytes + alone.unpackedBytes });
  expect(await usage()).toMatch(/NAME +COMPRESSED +UNPACKED +SHARED +UNIQUE\n(?:.*\n)*\d+ images, [\d.]+ MB on disk\n$/);
  expect((await run(STEVEDORE, ["images", "usage", "nobody", "--state", host.state])).stderr).toContain('image "nobody": not found');
});
