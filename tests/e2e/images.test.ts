import { mkdir, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { multiPlatformImage, mountsBelow, PASSWD, pushLayout, startRegistry, tempDir, type Side } from "../kit/mod.ts";
import { maskTimes, pull, same, sameCommand, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

describe("pull", () => {
  test("by tag, again, and by digest", async () => {
    const digest = /sha256:[0-9a-f]{64}/.exec(await pair.ours.must(["images", "ls", `name==${pair.image}`]))?.[0];
    const byDigest = `${pair.image.replace(/:latest$/, "")}@${digest}`;
    for (const reference of [pair.image, byDigest]) await pair.both((side) => pull(side, reference));
    await sameCommand(pair, ["images", "ls", "-q"]);
    await same(pair, (side) => side.must(["images", "rm", byDigest]));
  });

  test("records the same content, labels and snapshots as stock", async () => {
    await same(pair, async (side) => ({
      content: contentList(maskTimes(await side.must(["content", "ls"]))),
      images: maskTimes(await side.must(["images", "ls"])),
      snapshots: sortedLines(await side.must(["snapshots", "ls"])),
    }));
  });

  test("of an index takes this platform alone; --all-platforms the content of all", async () => {
    const reference = await pushLayout(pair.registry, await multiPlatformImage(), "multi");
    for (const flags of [[], ["--all-platforms"]]) {
      await same(pair, async (side) => {
        await pull(side, reference, ...flags);
        const listed = await side.must(["images", "ls", `name==${reference}`]);
        const checked = await side.must(["images", "check", `name==${reference}`]);
        const content = contentList(maskTimes(await side.must(["content", "ls"])));
        const output = await side.must(["run", "--rm", reference, pair.id("multi"), "cat", "/etc/motd"]);
        return { listed, checked, content, output };
      });
    }
    await same(pair, (side) => side.must(["images", "rm", "--sync", reference]));
  });

  test("for a platform that the index doesn't have", async () => {
    const reference = await pushLayout(pair.registry, await multiPlatformImage(), "multi");
    const seen = await same(pair, async (side) => {
      const result = await side.ctr(["images", "pull", "--plain-http", "--platform", "linux/s390x", reference]);
      await side.ctr(["images", "rm", "--sync", reference]);
      return result.exitCode;
    });
    expect(seen).not.toBe(0);
  });

  test("into the native snapshotter, and run from there", async () => {
    await same(pair, async (side) => {
      await pull(side, pair.image, "--snapshotter", "native");
      const snapshots = sortedLines(await side.must(["snapshots", "--snapshotter", "native", "ls"]));
      const output = await side.must(["run", "--rm", "--snapshotter", "native", pair.image, pair.id("native"), "sh", "-c", "echo new > /file; cat /file /etc/motd; ls -ln / | wc -l"]);
      return { snapshots, output, after: sortedLines(await side.must(["snapshots", "--snapshotter", "native", "ls"])) };
    });
  });

  test("with labels of its own", async () => {
    await same(pair, async (side) => {
      await pull(side, pair.image, "--label", "a=b");
      const listed = (await side.must(["images", "ls", `name==${pair.image}`])).includes("a=b");
      await side.must(["images", "label", pair.image, "a="]);
      return listed;
    });
  });

  test.each(["basic", "token"] as const)("from a registry with %s authentication", async (auth) => {
    await using registry = await startRegistry({ auth });
    const reference = await pushLayout(registry, await multiPlatformImage(), "private/image");
    await same(pair, async (side) => {
      const refused = await side.ctr(["images", "pull", "--plain-http", reference]);
      const wrong = await side.ctr(["images", "pull", "--plain-http", "--user", "alice:wrong", reference]);
      await pull(side, reference, "--user", registry.credentials ?? "");
      await side.must(["images", "rm", "--sync", reference]);
      return { refused: refused.exitCode, wrong: wrong.exitCode };
    });
  });

  test("over TLS, as hosts.toml says", async () => {
    await using registry = await startRegistry({ tls: true });
    await using hosts = await tempDir("hosts");
    const reference = await pushLayout(registry, await multiPlatformImage(), "secure");
    const setHost = async (line: string) => {
      await mkdir(join(hosts.path, registry.host), { recursive: true });
      await writeFile(join(hosts.path, registry.host, "hosts.toml"), `server = "${registry.url}"\n[host."${registry.url}"]\n  ${line}\n`);
    };
    const codes: number[] = [];
    for (const line of [`ca = "${registry.caFile}"`, "skip_verify = true", 'capabilities = ["pull", "resolve"]']) {
      await setHost(line);
      const seen = await same(pair, async (side) => {
        const result = await side.ctr(["images", "pull", "--hosts-dir", hosts.path, reference]);
        await side.ctr(["images", "rm", "--sync", reference]);
        return result.exitCode;
      });
      codes.push(seen);
    }
    expect(codes).toEqual([0, 0, 1]);
  });
});

describe("records", () => {
  test("check says complete and unpacked", async () => {
    const { stdout } = await sameCommand(pair, ["images", "check"]);
    expect(stdout).toMatch(/complete.*true/);
  });

  test("tag, tag --force, label, remove", async () => {
    const tag = `${pair.registry.host}/tagged:1`;
    await sameCommand(pair, ["images", "tag", pair.image, tag]);
    expect((await sameError(pair, ["images", "tag", pair.image, tag])).class).toBe("already exists");
    await sameCommand(pair, ["images", "tag", "--force", pair.image, tag]);
    await sameCommand(pair, ["images", "label", tag, "one=1", "two=2"], (text) => text.trim().split(",").toSorted().join());
    await sameCommand(pair, ["images", "label", tag, "one="]);
    await sameCommand(pair, ["images", "label", "--replace-all", tag, "three=3"]);
    await sameCommand(pair, ["images", "ls", `name==${tag}`]);
    await sameCommand(pair, ["images", "ls", "-q", `labels.three==3`]);
    await sameCommand(pair, ["images", "ls", "-q", `name~=tagged`]);
    await sameCommand(pair, ["images", "rm", tag]);
    await sameCommand(pair, ["images", "ls", "-q"]);
  });

  test("unknown images", async () => {
    const none = `${pair.registry.host}/none:1`;
    for (const args of [["images", "tag", none, "x:1"], ["images", "label", none, "a=b"], ["images", "rm", none], ["run", "--rm", none, pair.id("none")], ["images", "mount", none, "/tmp"]]) {
      await sameError(pair, args);
    }
  });

  test("images rm --sync frees the blobs and snapshots that nothing else needs", async () => {
    const reference = await pushLayout(pair.registry, await multiPlatformImage(), "to-remove");
    await same(pair, async (side) => {
      const before = await inventory(side);
      await pull(side, reference);
      const during = await inventory(side);
      await side.must(["images", "rm", "--sync", reference]);
      expect(during.content.length).toBeGreaterThan(before.content.length);
      expect(await inventory(side)).toEqual(before);
      return during.content.length - before.content.length;
    });
  });
});

describe("mount and unmount", () => {
  test("read-only and --rw, with the image's files", async () => {
    await using dir = await tempDir("mount");
    await same(pair, async (side) => {
      const target = join(dir.path, side.label);
      await mkdir(target, { recursive: true });
      await side.must(["images", "mount", pair.image, target]);
      const passwd = readFileSync(join(target, "etc/passwd"), "utf8");
      const options = mountsBelow(target).length;
      await side.must(["images", "unmount", "--rm", target]);
      expect(mountsBelow(target)).toEqual([]);
      await side.must(["images", "mount", "--rw", pair.image, target]);
      const written = await side.must(["snapshots", "ls"]);
      await side.must(["images", "unmount", "--rm", target]);
      return { passwd, options, kinds: written.split("\n").filter((line) => /Active|View/.test(line)).length };
    });
    expect(PASSWD).toContain("alice");
  });
});

function sortedLines(text: string): string[] {
  return text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).toSorted();
}

// The labels at a line's end come in any order.
function contentList(text: string): string[] {
  return sortedLines(text).map((line) => line.replace(/containerd\.io\/\S*$/, (labels) => labels.split(/,(?=containerd)/).toSorted().join(",")));
}

async function inventory(side: Side): Promise<{ content: string[]; snapshots: string[] }> {
  return { content: sortedLines(await side.must(["content", "ls", "-q"])), snapshots: sortedLines(await side.must(["snapshots", "ls"])) };
}
