import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, eventually, multiPlatformImage, pushLayout, sha256, startHost, startRegistry, transferPull, type Host, type Registry } from "../kit/mod.ts";
import { pull } from "./pair.ts";

// The collector runs as it does by default here, while the other files keep it quiet.
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

/** Runs the collector now, and waits for it. */
async function collect(): Promise<void> {
  await host.must(["leases", "create", "--id", "collect"]);
  await host.must(["leases", "rm", "--sync", "collect"]);
}

function blobsOnDisk(): string[] {
  return readdirSync(join(host.root, "io.containerd.content.v1.content/blobs/sha256")).toSorted();
}

function snapshotsOnDisk(): string[] {
  return readdirSync(join(host.root, "io.containerd.snapshotter.v1.overlayfs/snapshots"));
}

async function hasBlob(digest: string): Promise<boolean> {
  return (await host.must(["content", "ls", "-q"])).includes(digest);
}

test("images rm --sync frees blobs and snapshots on disk, and leaves what another image needs", async () => {
  const first = await pushLayout(registry, await busyboxImage(), "first");
  const second = await pushLayout(registry, await multiPlatformImage(), "second");
  await pull(host, first);
  const [blobs, snapshots] = [blobsOnDisk(), snapshotsOnDisk().length];
  await pull(host, second);
  await host.must(["images", "rm", "--sync", second]);
  expect(blobsOnDisk()).toEqual(blobs);
  expect(snapshotsOnDisk().length).toBe(snapshots);
  expect(await host.must(["run", "--rm", first, `${host.namespace}-a`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  await host.must(["images", "rm", "--sync", first]);
  expect(blobsOnDisk()).toEqual([]);
  await eventually("the directories of snapshots are gone", () => snapshotsOnDisk().length === 0);
});

test("a container keeps its snapshots, a running one too, when its image is removed", async () => {
  const reference = await pushLayout(registry, await busyboxImage(), "held");
  await pull(host, reference);
  const id = `${host.namespace}-held`;
  await host.must(["run", "-d", reference, id, "sleep", "1000"]);
  await host.must(["images", "rm", "--sync", reference]);
  expect(blobsOnDisk()).toEqual([]);
  expect(await host.must(["tasks", "exec", "--exec-id", "e", id, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  await host.must(["tasks", "rm", "-f", id]);
  await host.must(["containers", "rm", id]);
  await collect();
  await eventually("the directories of snapshots are gone", () => snapshotsOnDisk().length === 0);
});

describe("roots", () => {
  test("a label gc.root keeps a blob; without it the blob goes", async () => {
    const digest = sha256("rooted");
    await host.must(["content", "ingest", "rooted"], { stdin: "rooted" });
    await host.must(["content", "label", digest, "containerd.io/gc.root=yes"]);
    await collect();
    expect(await hasBlob(digest)).toBe(true);
    await host.must(["content", "label", digest, "containerd.io/gc.root="]);
    await collect();
    expect(await hasBlob(digest)).toBe(false);
    expect(blobsOnDisk()).toEqual([]);
  });

  test("references by label are followed", async () => {
    const [parent, child] = [sha256("parent"), sha256("child")];
    await host.must(["content", "ingest", "parent"], { stdin: "parent" });
    await host.must(["content", "label", parent, "containerd.io/gc.root=yes", `containerd.io/gc.ref.content.x=${child}`]);
    await host.must(["content", "ingest", "child"], { stdin: "child" });
    await collect();
    expect([await hasBlob(parent), await hasBlob(child)]).toEqual([true, true]);
    await host.must(["content", "label", parent, "containerd.io/gc.root="]);
    await collect();
    expect([await hasBlob(parent), await hasBlob(child)]).toEqual([false, false]);
  });

  test("a blob of another namespace stays, and its bytes with it", async () => {
    const digest = sha256("two namespaces");
    const other = { namespace: `${host.namespace}-other` };
    for (const options of [{}, other]) {
      await host.must(["content", "ingest", "shared"], { stdin: "two namespaces", ...options });
      await host.must(["content", "label", digest, "containerd.io/gc.root=yes"], options);
    }
    await host.must(["content", "rm", digest]);
    await collect();
    expect(await host.must(["content", "get", digest], other)).toBe("two namespaces");
    await host.must(["content", "rm", digest], other);
    await host.must(["leases", "create", "--id", "collect"], other);
    await host.must(["leases", "rm", "--sync", "collect"], other);
    expect(blobsOnDisk()).toEqual([]);
  });
});

test("collections while images are pulled remove nothing that a pull needs", async () => {
  const [first, second] = [await pushLayout(registry, await busyboxImage(), "racing-1"), await pushLayout(registry, await multiPlatformImage(), "racing-2")];
  let pulling = true;
  const collecting = (async () => {
    for (let i = 0; pulling; i++) {
      await host.must(["leases", "create", "--id", `race-${i}`]);
      await host.must(["leases", "rm", "--sync", `race-${i}`]);
    }
  })();
  for (let i = 0; i < 4; i++) {
    await Promise.all([pull(host, first), transferPull(host.address, { reference: second, namespace: host.namespace })]);
    expect(await host.must(["images", "check", "-q"])).toContain(first);
    const output = await host.must(["run", "--rm", second, `${host.namespace}-race`, "cat", "/etc/motd"]);
    expect(output).toBe("busybox for tests\n");
    await host.must(["images", "rm", first, second]);
  }
  pulling = false;
  await collecting;
  await collect();
  expect(blobsOnDisk()).toEqual([]);
});
