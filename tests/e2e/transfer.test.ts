import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blobPath, busyboxImage, chainIdOf, featuresImage, goClient, multiPlatformImage, NEWEST_CTR, pushLayout, rootOf, startHost, startRegistry, tempDir, transferPull, treeOf, type Host, type Registry } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";
import { pull } from "./pair.ts";
import { withView } from "./snapshot-tools.ts";

let host: Host;
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
  host = await startHost();
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

describe("a pull on the server's side", () => {
  test("streams its progress: every blob waits, downloads, and is complete; every layer is extracted", async () => {
    const layout = await multiPlatformImage();
    const reference = await pushLayout(registry, layout, "progress");
    const events = await transferPull(host.address, { reference, namespace: host.namespace, labels: { a: "b" } });
    expect(events.at(0)?.event).toMatch(/^Resolving from OCI Registry/);
    // Told with a name behind it: `ctr` shows what has none when the next thing comes.
    expect(events.slice(-2).map(({ event }) => event)).toEqual([expect.stringMatching(/^Completed pull from/), expect.stringMatching(/^(extracted|complete)$/)]);
    const layer = await largestLayer(layout);
    const ofLayer = events.filter(({ name }) => name === `layer-${layer.digest}`);
    const kinds = new Set(ofLayer.map(({ event }) => event));
    for (const kind of ["waiting", "complete", "extracted"]) expect(kinds, kind).toContain(kind);
    expect(ofLayer.find(({ event }) => event === "complete")).toMatchObject({ progress: layer.size, total: layer.size });
    expect(events.some(({ event, name }) => event === "saved" && name === reference)).toBe(true);
    expect(await host.must(["images", "ls", `name==${reference}`])).toContain("a=b");
    expect(await host.must(["run", "--rm", reference, `${host.namespace}-t`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
    await host.must(["images", "rm", "--sync", reference]);
  });

  test.each(["overlayfs", "native"])("unpacks exactly as Diff.Apply does: %s", async (snapshotter) => {
    await using dir = await tempDir("transfer");
    const layout = await featuresImage();
    const key = await chainIdOf(layout);
    const reference = await pushLayout(registry, layout, "features");
    // Layers are applied at once here, so that directories which a layer has no entry for keep the time of the layer below.
    const look = (target: string) => withView(host, { snapshotter, key, target }, (view) => treeOf(view, { unpackedSince: started, ignoreDirectoryTimes: true }));
    const started = Date.now() - 20;
    await pull(host, reference, "--snapshotter", snapshotter);
    const byClient = await look(`${dir.path}/client`);
    await host.must(["images", "rm", "--sync", reference]);
    expect(await host.must(["content", "ls", "-q"])).toBe("");
    await transferPull(host.address, { reference, namespace: host.namespace, snapshotter });
    expect(await look(`${dir.path}/server`)).toEqual(byClient);
    await host.must(["images", "rm", "--sync", reference]);
  });

  test("leaves the same records as a client's pull", async () => {
    const reference = await pushLayout(registry, await busyboxImage(), "records");
    const records = async () => {
      const labels = (text: string) => text.split("\n").map((line) => [line.split(/\s+/)[0], ...(/(containerd\.io\/\S+)/.exec(line)?.[1]?.split(/,(?=containerd)/).toSorted() ?? [])].join(" ")).toSorted();
      return { content: labels(await host.must(["content", "ls"])), snapshots: await host.must(["snapshots", "ls"]), images: await host.must(["images", "ls"]), check: await host.must(["images", "check"]) };
    };
    await pull(host, reference);
    const byClient = await records();
    await host.must(["images", "rm", "--sync", reference]);
    await transferPull(host.address, { reference, namespace: host.namespace });
    expect(await records()).toEqual(byClient);
    await host.must(["images", "rm", "--sync", reference]);
  });

  test("two at once of the same image, and one again", async () => {
    const reference = await pushLayout(registry, await busyboxImage(), "twice");
    await Promise.all([1, 2].map(() => transferPull(host.address, { reference, namespace: host.namespace })));
    await transferPull(host.address, { reference, namespace: host.namespace });
    expect(await host.must(["images", "check"])).toMatch(/complete.*true/);
    await host.must(["images", "rm", "--sync", reference]);
    expect(await host.must(["content", "ls", "-q"])).toBe("");
    expect(blobPath("", (await rootOf(await busyboxImage())).digest)).toContain("sha256");
  });
});

describe("ctr 2.3.4", () => {
  test("pulls, runs, execs, kills, lists, removes", async ({ skip }) => {
    const client = await goClient(NEWEST_CTR);
    if ("skip" in client) return skip(client.skip);
    const newest = (args: string[], options = {}) => host.must(args, { ...options, binary: client.path });
    const reference = await pushLayout(registry, await multiPlatformImage(), "newest");
    const pulled = await newest(["images", "pull", "--plain-http", reference]);
    expect(pulled).toMatch(/newest:latest\s+saved/);
    expect(await newest(["images", "ls", "-q"])).toBe(`${reference}\n`);
    expect(await newest(["images", "check"])).toContain("complete");
    const id = `${host.namespace}-newest`;
    expect((await host.ctr(["run", "--rm", reference, id, "sh", "-c", "echo out; exit 4"], { binary: client.path }))).toMatchObject({ stdout: "out\n", exitCode: 4 });
    await newest(["run", "-d", reference, id, "sleep", "1000"]);
    expect(await newest(["tasks", "exec", "--exec-id", "e", id, "cat", "/etc/motd"])).toBe("busybox for tests\n");
    expect(await newest(["tasks", "ls"])).toContain("RUNNING");
    expect(await newest(["containers", "ls", "-q"])).toBe(`${id}\n`);
    await newest(["tasks", "kill", "-s", "SIGKILL", id]);
    await newest(["tasks", "rm", "-f", id]);
    await newest(["containers", "rm", id]);
    await newest(["images", "rm", "--sync", reference]);
    await newest(["plugins", "ls"]);
    await newest(["version"]);
    await newest(["info"]);
    expect(await newest(["content", "ls", "-q"])).toBe("");
  });

  test("pulls on its own side too (--local)", async ({ skip }) => {
    const client = await goClient(NEWEST_CTR);
    if ("skip" in client) return skip(client.skip);
    const reference = await pushLayout(registry, await busyboxImage(), "local");
    await host.must(["images", "pull", "--local", "--plain-http", reference], { binary: client.path });
    expect(await host.must(["run", "--rm", reference, `${host.namespace}-local`, "cat", "/etc/motd"], { binary: client.path })).toBe("busybox for tests\n");
    await host.must(["images", "rm", "--sync", reference], { binary: client.path });
  });

  test("a failed pull says why, as the server said it", async ({ skip }) => {
    const client = await goClient(NEWEST_CTR);
    if ("skip" in client) return skip(client.skip);
    const { stderr, exitCode } = await host.ctr(["images", "pull", "--plain-http", `${registry.host}/none:1`], { binary: client.path });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/none:1.*not found/s);
  });
});
