import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, chainIdOf, must, tempDir, treeOf, unmountBelow, type Side } from "../kit/mod.ts";
import { maskTimes, pull, same, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";
import { mountSnapshot } from "./snapshot-tools.ts";

let pair: PairWithImage;
let busybox: string;

beforeAll(async () => {
  pair = await startPairWithImage();
  busybox = await chainIdOf(await busyboxImage());
  await pair.both((side) => pull(side, pair.image, "--snapshotter", "native"));
});

afterAll(() => pair?.[Symbol.asyncDispose]());

describe.each(["overlayfs", "native"])("%s", (snapshotter) => {
  const snapshots = (side: Side, ...args: string[]) => side.must(["snapshots", "--snapshotter", snapshotter, ...args]);

  test("prepare, mount, write, commit, view: the layers add up", async () => {
    await using dir = await tempDir("snapshots");
    await same(pair, async (side) => {
      const target = (name: string) => join(dir.path, `${side.label}-${name}`);
      const prepared = await snapshots(side, "prepare", "--target", target("a"), "work-a", busybox);
      await mountSnapshot(side, snapshotter, "work-a", target("a"));
      writeFileSync(join(target("a"), "etc/motd"), "changed\n");
      writeFileSync(join(target("a"), "added"), "added\n");
      execFileSync("rm", ["-r", join(target("a"), "home")]);
      await unmountBelow(dir.path);
      await snapshots(side, "commit", "layer-a", "work-a");
      await snapshots(side, "prepare", "work-b", "layer-a");
      await mountSnapshot(side, snapshotter, "work-b", target("b"));
      writeFileSync(join(target("b"), "second"), "second\n");
      await unmountBelow(dir.path);
      await snapshots(side, "commit", "layer-b", "work-b");
      await snapshots(side, "view", "view-b", "layer-b");
      await mountSnapshot(side, snapshotter, "view-b", target("view"));
      const texts = ["etc/motd", "added", "second", "etc/passwd"].map((name) => readFileSync(join(target("view"), name), "utf8"));
      const tree = Object.keys(treeOf(target("view"))).toSorted();
      expect(() => writeFileSync(join(target("view"), "refused"), "x")).toThrow(/EROFS|read-only/);
      await unmountBelow(dir.path);
      const listed = linesOf(await snapshots(side, "ls"));
      const infos = await Promise.all(["layer-a", "layer-b", "view-b"].map((key) => snapshots(side, "info", key).then(maskTimes)));
      const drawn = (await snapshots(side, "tree")).split("\n").filter((line) => /layer|view/.test(line));
      const usage = (await snapshots(side, "usage", "-b", "layer-b")).split("\n")[0];
      const kinds = mountShape(prepared);
      for (const key of ["view-b", "layer-b", "layer-a"]) await snapshots(side, "rm", key);
      return { texts, tree, listed, infos, drawn, usage, kinds, after: linesOf(await snapshots(side, "ls")) };
    });
  });

  test("the mount commands that clients are given", async () => {
    await same(pair, async (side) => {
      await snapshots(side, "prepare", "m-active", busybox);
      await snapshots(side, "view", "m-view", busybox);
      await snapshots(side, "prepare", "m-empty");
      const shapes: Record<string, string[]> = {};
      for (const key of ["m-active", "m-view", "m-empty"]) shapes[key] = mountShape(await snapshots(side, "mounts", "/target", key));
      for (const key of ["m-active", "m-view", "m-empty"]) await snapshots(side, "rm", key);
      return shapes;
    });
  });

  test("labels: set at creation, changed, inherited by no one", async () => {
    await same(pair, async (side) => {
      await snapshots(side, "prepare", "labelled", busybox);
      await snapshots(side, "label", "labelled", "one=1", "containerd.io/snapshot/x=2");
      const labelled = maskTimes(await snapshots(side, "info", "labelled"));
      await snapshots(side, "label", "labelled", "one=");
      const fewer = maskTimes(await snapshots(side, "info", "labelled"));
      await snapshots(side, "rm", "labelled");
      return { labelled, fewer };
    });
  });

  test("diff of two snapshots is a layer that holds the change alone", async () => {
    await using dir = await tempDir("diff");
    await same(pair, async (side) => {
      const target = join(dir.path, `${side.label}`);
      await snapshots(side, "prepare", "changed", busybox);
      await mountSnapshot(side, snapshotter, "changed", target);
      writeFileSync(join(target, "new-file"), "new\n");
      execFileSync("touch", ["-d", "@1600000000", join(target, "new-file")]);
      execFileSync("rm", [join(target, "etc/motd")]);
      mkdirSync(join(target, "new-dir"));
      await unmountBelow(dir.path);
      const file = join(dir.path, "diff.tar");
      await must("sh", ["-c", `CONTAINERD_ADDRESS=${side.address} CONTAINERD_NAMESPACE=${side.namespace} ctr snapshots --snapshotter ${snapshotter} diff changed ${busybox} > ${file}`]);
      const listed = (await must("sh", ["-c", `(gzip -dc ${file} 2>/dev/null || cat ${file}) | tar -tvf - 2>/dev/null`])).replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "TIME");
      await snapshots(side, "rm", "changed");
      return listed.split("\n").toSorted();
    });
  });

  test("what can't be done", async () => {
    const args = (...rest: string[]) => ["snapshots", "--snapshotter", snapshotter, ...rest];
    await same(pair, (side) => snapshots(side, "prepare", "one", busybox));
    expect((await sameError(pair, args("prepare", "one", busybox))).class).toBe("already exists");
    expect((await sameError(pair, args("prepare", "two", "no-such-parent"))).class).toBe("not found");
    expect((await sameError(pair, args("prepare", "two", "one"))).class).toBe("invalid argument");
    expect((await sameError(pair, args("commit", busybox, "one"))).class).toBe("already exists");
    expect((await sameError(pair, args("commit", "name", "no-such-key"))).class).toBe("not found");
    expect((await sameError(pair, args("rm", busybox))).class).toBe("failed precondition");
    expect((await sameError(pair, args("rm", "no-such-key"))).class).toBe("not found");
    expect((await sameError(pair, args("mounts", "/target", busybox))).class).toBe("failed precondition");
    expect((await sameError(pair, args("info", "no-such-key"))).class).toBe("not found");
    await same(pair, (side) => snapshots(side, "rm", "one"));
  });
});

test("an unknown snapshotter", async () => {
  expect((await sameError(pair, ["snapshots", "--snapshotter", "overlyfs", "ls"])).exitCode).toBe(1);
  expect((await sameError(pair, ["snapshots", "--snapshotter", "overlyfs", "prepare", "x"])).class).toBe("invalid argument");
});

test("snapshots unpack makes an image's layers snapshots", async () => {
  await same(pair, async (side) => {
    const digest = /sha256:[0-9a-f]{64}/.exec(await side.must(["images", "ls", `name==${pair.image}`]))?.[0] ?? "";
    return { output: await side.must(["snapshots", "unpack", digest]), listed: linesOf(await side.must(["snapshots", "ls"])) };
  });
});

// Paths of snapshots are each side's own, and 2.x gives overlay's options in another order than 1.6; the rest of a mount command is the contract.
function mountShape(command: string): string[] {
  return command.trim().split("\n").map((line) => {
    const [, type, , , options = ""] = /^mount -t (\S+) (\S+) (\S+) -o (\S+)$/.exec(line.trim()) ?? [];
    const shapes = options.split(",").map((option) => option.replace(/\/[^:]*\/snapshots\/\d+/g, "SNAPSHOT"));
    return `${type} ${shapes.toSorted().join(",")}`;
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).toSorted();
}
