import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, eventually, newestContainerd, startHost, transferPull, pushLayout, startPluginServices, startRegistry, startStock, type PluginServices, type Registry, type Side } from "../kit/mod.ts";

let registry: Registry;
let reference: string;
beforeAll(async () => {
  registry = await startRegistry();
  reference = await pushLayout(registry, await busyboxImage(), "busybox");
});
afterAll(() => registry?.[Symbol.asyncDispose]());

const plugin = (ours: PluginServices, name: string, type: string, service: "content" | "snapshots") => `[proxy_plugins.${name}]\n  type = "${type}"\n  address = "${ours.address(service)}"\n`;

/** A stock containerd whose content and snapshots are ours. */
async function startOn(ours: PluginServices, binary: string, config = ""): Promise<Side> {
  return startStock({
    binary,
    disabled: ["io.containerd.content.v1.content"],
    config: plugin(ours, "stevedore-content", "content", "content") + plugin(ours, "stevedore", "snapshot", "snapshots") + plugin(ours, "stevedore-native", "snapshot", "snapshots") + config,
  });
}

/** What lies on our disk. */
async function onDisk({ root }: PluginServices): Promise<{ blobs: number; ingests: number; overlayfs: number; native: number }> {
  const count = async (...path: string[]) => (await readdir(join(root, ...path)).catch(() => [])).length;
  return {
    blobs: await count("io.containerd.content.v1.content/blobs/sha256"),
    ingests: await count("io.containerd.content.v1.content/ingest"),
    overlayfs: await count("io.containerd.snapshotter.v1.overlayfs/snapshots"),
    native: await count("io.containerd.snapshotter.v1.native/snapshots"),
  };
}

/** The client that goes with the daemon. */
interface Client {
  binary: string;
  pullFlags: string[];
}

async function pullsRunsAndCollects(ours: PluginServices, stock: Side, { binary, pullFlags }: Client): Promise<void> {
  const must = (...args: string[]) => stock.must(args, { binary, timeout: 60_000 });
  const runOn = (snapshotter: string, id: string) => must("run", "--rm", "--snapshotter", snapshotter, reference, `${stock.namespace}-${id}`, "sh", "-c", "echo $0 > /written; cat /written", snapshotter);
  await must("images", "pull", "--plain-http", ...pullFlags, "--snapshotter", "stevedore", reference);
  expect(await runOn("stevedore", "one")).toBe("stevedore\n");
  await must("images", "pull", "--plain-http", ...pullFlags, "--snapshotter", "stevedore-native", reference);
  expect(await runOn("stevedore-native", "two")).toBe("stevedore-native\n");
  const { blobs, overlayfs, native } = await onDisk(ours);
  expect([blobs > 2, overlayfs > 1, native > 1]).toEqual([true, true, true]);
  expect(await readdir(join(stock.root, "io.containerd.content.v1.content/blobs")).catch(() => [])).toEqual([]);
  await must("images", "check");

  await must("run", "-d", "--snapshotter", "stevedore", reference, `${stock.namespace}-stays`, "sleep", "1000");
  await Promise.all([ours.stop(), stock.stop()]);
  await ours.restart();
  await stock.restart();
  expect(await must("tasks", "exec", "--exec-id", "e", `${stock.namespace}-stays`, "cat", "/etc/motd")).toBe("busybox for tests\n");
  await must("tasks", "rm", "-f", `${stock.namespace}-stays`);
  await must("containers", "rm", `${stock.namespace}-stays`);
  expect(await runOn("stevedore", "three")).toBe("stevedore\n");

  await must("images", "rm", "--sync", reference);
  expect(await onDisk(ours)).toEqual({ blobs: 0, ingests: 0, overlayfs: 0, native: 0 });
}

describe("a stock containerd keeps content and snapshots with us: pulls, runs, restarts of both, and its collection frees our disk", () => {
  test("1.6.20", async () => {
    await using ours = await startPluginServices();
    await using stock = await startOn(ours, "containerd");
    await pullsRunsAndCollects(ours, stock, { binary: "ctr", pullFlags: [] });
  });

  test("2.3.4, and its layers are unpacked by us too", async ({ skip }) => {
    const found = await newestContainerd();
    if ("skip" in found) return skip(found.skip);
    await using ours = await startPluginServices();
    await using stock = await startOn(ours, found.path, plugin(ours, "stevedore-diff", "diff", "snapshots") + '[plugins."io.containerd.service.v1.diff-service"]\n  default = ["stevedore-diff"]\n');
    await pullsRunsAndCollects(ours, stock, { binary: join(found.path, "../ctr"), pullFlags: ["--local"] });
  });
});

test("a host of ours has another's snapshotter by proxy_plugins: pulls on either side, runs, and its collection frees the other's disk", async () => {
  await using other = await startPluginServices();
  const address = other.address("snapshots");
  await using host = await startHost({ config: `[proxy_plugins.there]\n  type = "snapshot"\n  address = "${address}"\n  capabilities = ["some"]\n  [proxy_plugins.there.exports]\n    root = "${other.root}"\n` });
  const plugins = await host.must(["plugins", "ls", "-d", "id==there"]);
  for (const part of ["io.containerd.snapshotter.v1", address, other.root, "some"]) expect(plugins).toContain(part);
  await transferPull(host.address, { reference, namespace: host.namespace, snapshotter: "there" });
  const id = `${host.namespace}-c`;
  expect(await host.must(["run", "--rm", "--snapshotter", "there", reference, id, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  expect((await onDisk(other)).overlayfs).toBeGreaterThan(0);
  await other.stop();
  expect((await host.ctr(["run", "--rm", "--snapshotter", "there", reference, id, "true"])).stderr).toContain("unavailable");
  await other.restart();
  await host.ctr(["containers", "rm", id]);
  await eventually("the other is found again", async () => (await host.ctr(["snapshots", "--snapshotter", "there", "ls"])).exitCode === 0);
  expect(await host.must(["run", "--rm", "--snapshotter", "there", reference, id, "cat", "/etc/motd"], { timeout: 60_000 })).toBe("busybox for tests\n");
  await host.must(["images", "rm", "--sync", reference]);
  expect((await onDisk(other)).overlayfs).toBe(0);
});

test("a host of ours keeps its content with a stock containerd: pulls, runs, and its collection frees it there", async () => {
  await using stock = await startStock();
  await using host = await startHost({ config: `[proxy_plugins.remote]\n  type = "content"\n  address = "${stock.address}"\n[stevedore.content.proxy]\n  namespace = "${stock.namespace}"\n` });
  await transferPull(host.address, { reference, namespace: host.namespace });
  expect(await host.must(["run", "--rm", reference, `${host.namespace}-c`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  const there = (await stock.must(["content", "ls", "-q"])).split("\n").toSorted();
  expect((await host.must(["content", "ls", "-q"])).split("\n").toSorted()).toEqual(there);
  expect(there.length).toBeGreaterThan(3);
  expect(await host.must(["content", "get", there.at(-1)!])).toBe(await stock.must(["content", "get", there.at(-1)!]));
  await host.must(["images", "rm", "--sync", reference]);
  expect(await stock.must(["content", "ls", "-q"])).toBe("");
});
