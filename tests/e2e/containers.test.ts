import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maskTimes, rows, same, sameCommand, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

interface ContainerInfo {
  ID: string;
  Labels: Record<string, string>;
  Image: string;
  Runtime: { Name: string };
  Snapshotter: string;
  SnapshotKey: string;
  Spec: Record<string, unknown>;
}

test("create, ls, info, label, rm", async () => {
  const id = pair.id("record");
  await same(pair, async (side) => {
    await side.must(["containers", "create", "--label", "one=1", "--env", "A=b", "--cwd", "/tmp", pair.image, id, "echo", "hello"]);
    const listed = rows(await side.must(["containers", "ls"]));
    const quiet = await side.must(["containers", "ls", "-q", "labels.one==1"]);
    const labelled = (await side.must(["containers", "label", id, "two/x.y=2", "one="])).trim().split(",").toSorted();
    const info = JSON.parse(await side.must(["containers", "info", id])) as ContainerInfo;
    const filtered = await Promise.all([`id==${id}`, "id~=^nothing", `image~=busybox`, "runtime.name==io.containerd.runc.v2"].map((filter) => side.must(["containers", "ls", "-q", filter])));
    await side.must(["containers", "rm", id]);
    const { ID, Labels, Image, Runtime, Snapshotter, SnapshotKey, Spec } = info;
    return { listed, quiet, labelled, filtered, info: { ID, Labels, Image, Runtime, Snapshotter, SnapshotKey, Spec }, after: await side.must(["containers", "ls", "-q"]) };
  });
});

test("rm takes the snapshot with it, --keep-snapshot leaves it", async () => {
  const id = pair.id("kept");
  await same(pair, async (side) => {
    const keys = async () => (await side.must(["snapshots", "ls"])).includes(id);
    await side.must(["containers", "create", pair.image, id]);
    const created = await keys();
    await side.must(["containers", "rm", "--keep-snapshot", id]);
    const kept = await keys();
    await side.must(["snapshots", "rm", id]);
    return { created, kept, removed: await keys() };
  });
});

describe("bad input", () => {
  test("ids", async () => {
    for (const id of ["with space", "_under", "trailing-", "a..b", "ä", "x".repeat(77)]) {
      expect((await sameError(pair, ["containers", "create", pair.image, id])).class, id).toBe("invalid argument");
    }
  });

  test("labels", async () => {
    expect((await sameError(pair, ["containers", "create", "--label", `k=${"v".repeat(4096)}`, pair.image, pair.id("label")])).class).toBe("invalid argument");
    await sameCommand(pair, ["containers", "ls", "-q"]);
  });

  test("duplicates, unknown ids, images and snapshotters", async () => {
    const id = pair.id("twice");
    await same(pair, (side) => side.must(["containers", "create", pair.image, id]));
    expect((await sameError(pair, ["containers", "create", pair.image, id])).class).toBe("already exists");
    await same(pair, (side) => side.must(["containers", "rm", id]));
    for (const args of [["rm", id], ["info", id], ["label", id, "a=b"], ["create", "no.such/image:1", id], ["create", "--snapshotter", "overlyfs", pair.image, id]]) await sameError(pair, ["containers", ...args]);
  });

  test("nothing of the failed attempts is left", async () => {
    await same(pair, async (side) => ({
      containers: await side.must(["containers", "ls", "-q"]),
      snapshots: (await side.must(["snapshots", "ls"])).split("\n").length,
      leases: maskTimes(await side.must(["leases", "ls", "-q"])),
    }));
  });
});
