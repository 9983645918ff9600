import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maskTimes, same, sameCommand, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

describe("version and plugins", () => {
  test("version names client and server, and a uuid that stays", async () => {
    const [first, second] = [await pair.ours.must(["version"]), await pair.ours.must(["version"])];
    expect(second).toBe(first);
    const uuid = /UUID: ([0-9a-f-]{36})/.exec(first)?.[1];
    expect(uuid).toBeDefined();
    expect(first).toMatch(/Server:\s+Version:\s+\S+/);
    await pair.ours.stop();
    await pair.ours.restart();
    expect(await pair.ours.must(["version"])).toContain(uuid);
  });

  test("plugins ls names the plugins that clients look for, all ok", async () => {
    const lines = (await pair.ours.must(["plugins", "ls"])).split("\n").map((line) => line.trim().split(/\s+/));
    const status = (type: string, id: string) => lines.find((line) => line[0] === type && line[1] === id)?.at(-1);
    for (const id of ["overlayfs", "native"]) expect(status("io.containerd.snapshotter.v1", id), id).toBe("ok");
    expect(status("io.containerd.content.v1", "content")).toBe("ok");
    expect(status("io.containerd.runtime.v2", "task")).toBe("ok");
    for (const id of ["containers", "content", "diff", "events", "images", "introspection", "leases", "namespaces", "snapshots", "tasks", "version"]) {
      expect(status("io.containerd.grpc.v1", id), id).toBe("ok");
    }
  });

  test("plugins ls -d shows exports and capabilities; a filter selects", async () => {
    const detailed = await pair.ours.must(["plugins", "ls", "-d", "id==overlayfs"]);
    expect(detailed).toMatch(/Type:\s+io\.containerd\.snapshotter\.v1/);
    expect(detailed).toMatch(/root\s+\S+overlayfs/);
    const selected = async (filter: string) => same(pair, async (side) => (await side.must(["plugins", "ls", "-q", filter])).split("\n").filter(Boolean).length > 0);
    expect(await selected("type==io.containerd.snapshotter.v1")).toBe(true);
    expect(await selected("id==no-such-plugin")).toBe(false);
  });
});

describe("namespaces", () => {
  const name = (suffix: string) => `${pair.namespace}-ns-${suffix}`;
  const ours = (text: string) => text.split("\n").filter((line) => line.includes(`${pair.namespace}-ns-`)).join("\n");

  test("create with labels, list, label, remove", async () => {
    await sameCommand(pair, ["namespaces", "create", name("a"), "purpose=test", "empty="]);
    await sameCommand(pair, ["namespaces", "create", name("b")]);
    expect((await sameCommand(pair, ["namespaces", "ls"], ours)).stdout).toContain("purpose=test");
    await sameCommand(pair, ["namespaces", "label", name("a"), "purpose=", "other/key.with-signs=x=y"]);
    const labelled = await sameCommand(pair, ["namespaces", "ls"], ours);
    expect(labelled.stdout).toContain("other/key.with-signs=x=y");
    expect(labelled.stdout).not.toContain("purpose");
    await sameCommand(pair, ["namespaces", "ls", "-q"], ours);
    await sameCommand(pair, ["namespaces", "rm", name("a"), name("b")]);
    expect((await sameCommand(pair, ["namespaces", "ls", "-q"], ours)).stdout).toBe("");
  });

  test("an object creates its namespace; one that is not empty stays", async () => {
    await same(pair, (side) => side.must(["leases", "create", "--id", "l1"], { namespace: name("implicit") }));
    expect((await sameCommand(pair, ["namespaces", "ls", "-q"], ours)).stdout).toContain(name("implicit"));
    expect((await sameError(pair, ["namespaces", "rm", pair.namespace])).class).toBe("failed precondition");
    await same(pair, (side) => side.must(["leases", "rm", "l1"], { namespace: name("implicit") }));
    await sameCommand(pair, ["namespaces", "rm", name("implicit")]);
  });

  test("bad names, duplicates and unknown ones", async () => {
    await sameCommand(pair, ["namespaces", "create", name("dup")]);
    expect((await sameError(pair, ["namespaces", "create", name("dup")])).class).toBe("already exists");
    await sameCommand(pair, ["namespaces", "rm", name("dup")]);
    await sameError(pair, ["namespaces", "rm", name("none")]);
    for (const bad of ["with space", "_dash", "dot.", "a..b", "ä", "x".repeat(77)]) {
      expect((await sameError(pair, ["namespaces", "create", bad])).class, bad).toBe("invalid argument");
    }
    await sameError(pair, ["namespaces", "create", ""]);
  });

  test("commands in a namespace that doesn't exist see nothing; a malformed one is refused", async () => {
    expect((await same(pair, (side) => side.must(["images", "ls", "-q"], { namespace: name("none") })))).toBe("");
    await same(pair, async (side) => (await side.ctr(["images", "ls"], { namespace: "not valid" })).exitCode);
  });

  test("the same names in two namespaces are two things", async () => {
    await same(pair, async (side) => {
      for (const namespace of [name("one"), name("two")]) await side.must(["leases", "create", "--id", "shared-name", `in=${namespace}`], { namespace });
      const seen = await Promise.all([name("one"), name("two")].map((namespace) => side.must(["leases", "ls"], { namespace })));
      for (const namespace of [name("one"), name("two")]) {
        await side.must(["leases", "rm", "shared-name"], { namespace });
        await side.must(["namespaces", "rm", namespace]);
      }
      return seen.map(maskTimes);
    });
  });
});

describe("leases", () => {
  test("create, list, remove, with ids and labels", async () => {
    await same(pair, async (side) => {
      const created = (await side.must(["leases", "create", "--id", "mine", "--expires", "1h", "a=b", "c="])).trim();
      const listed = maskTimes(await side.must(["leases", "ls"])).split("\n").filter((line) => line.includes("mine"));
      const quiet = (await side.must(["leases", "ls", "-q", 'id==mine'])).trim();
      await side.must(["leases", "rm", "--sync", "mine"]);
      return { created, listed, quiet, after: await side.must(["leases", "ls", "-q", "id==mine"]) };
    });
  });

  test("an id is made where none is given", async () => {
    const shape = await same(pair, async (side) => {
      const id = (await side.must(["leases", "create"])).trim();
      await side.must(["leases", "rm", id]);
      return /^[\w-]{8,}$/.test(id);
    });
    expect(shape).toBe(true);
  });

  test("duplicates and unknown ones", async () => {
    await same(pair, (side) => side.must(["leases", "create", "--id", "twice"]));
    expect((await sameError(pair, ["leases", "create", "--id", "twice"])).class).toBe("already exists");
    await same(pair, (side) => side.must(["leases", "rm", "twice"]));
    await sameError(pair, ["leases", "rm", "twice"]);
    await sameError(pair, ["leases", "ls", "bad filter =="]);
  });
});
