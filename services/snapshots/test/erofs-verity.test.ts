import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { dmStatus, findExecutable, hasVerity, mountedUnder, unmount } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { createErofsDriver, type ErofsOptions } from "../drivers/erofs-driver.ts";
import { imageOfTree } from "../erofs/image-of-tree.ts";
import { protectImage } from "../erofs/protect-image.ts";
import { hasDmVerity, openVerity } from "../erofs/verity-device.ts";
import { readVerityFile, verityFileOf } from "../erofs/verity-metadata.ts";
import { appendVerity } from "../erofs/verity-tree.ts";
import { HANDLERS } from "../mounts/handlers.ts";
import { EROFS_DEFAULTS, mountImage, startDriver, whyNot } from "./drivers.ts";
import { createTempDir, failure, NAMESPACE } from "./kit.ts";

const missing = whyNot("erofs", { program: "" });
const noDmVerity = missing ?? (hasDmVerity() ? undefined : "this kernel has no dm-verity");
const veritysetup = findExecutable("veritysetup", "/usr/sbin:/sbin:/usr/bin");

// Bytes that no two blocks have in common.
function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 512) bytes.fill(createHash("sha256").update(String(at)).digest(), at, Math.min(at + 512, length));
  return bytes;
}

describe("hash trees of dm-verity", () => {
  // By `veritysetup format` of cryptsetup 2.6.1, with containerd's salt.
  const SAMPLES: [bytes: number, block: number, rootHash: string][] = [
    [4096, 4096, "3d9f8e5663c95075450e81907f8ba4d6e47f10e8a657e78565dc897aed10caca"],
    [5000, 4096, "ac4122aeb0b0dff54eb92cb405120786527ba0c17d7af428372428d7b76ddcec"],
    [200 * 4096, 4096, "871bd799da728c2a5b08da7fc159537e6353244f61fcc937017dcd8a0d3b93e1"],
    [5000 * 512, 512, "6df878eebb94af63a5f790f02a9e6745fe9104b21f74e9fe5a1024a228dfe532"],
  ];

  test("root hashes are those of veritysetup, with one block, with many levels, with small blocks", () => {
    using directory = createTempDir();
    for (const [length, blockBytes, rootHash] of SAMPLES) {
      const file = path.join(directory.path, String(length));
      writeFileSync(file, bytesOf(length));
      const metadata = appendVerity(file, { dataBytes: length, blockBytes });
      expect([length, metadata]).toEqual([length, { rootHash, hashOffset: Math.ceil(length / blockBytes) * blockBytes }]);
    }
  });

  test.skipIf(veritysetup === undefined)(`veritysetup finds a protected image whole, and a changed one not${veritysetup === undefined ? ": it is not installed (cryptsetup-bin)" : ""}`, () => {
    using directory = createTempDir();
    const image = path.join(directory.path, "layer.erofs");
    writeFileSync(path.join(directory.path, "file"), bytesOf(1 << 20));
    imageOfTree(directory.path, image);
    protectImage(image);
    const { rootHash, hashOffset } = readVerityFile(verityFileOf(image));
    const verify = () => execFileSync(veritysetup!, ["verify", image, image, rootHash, `--hash-offset=${hashOffset}`], { stdio: "pipe" });
    verify();
    const size = statSync(image).size;
    protectImage(image);
    expect(statSync(image).size).toBe(size);
    damage(image, 8192);
    expect(verify).toThrow(/fail/i);
  });

  test("metadata that is damaged is refused by name", () => {
    using directory = createTempDir();
    const file = path.join(directory.path, "layer.erofs.dmverity");
    expect(() => readVerityFile(file)).toThrow(/failed to read dm-verity metadata from .*layer.erofs.dmverity/);
    for (const [text, words] of [["", "no root hash"], ["[]", "no root hash"], ['{"roothash":"xyz"}', "no root hash"], ['{"roothash":"ab","hashoffset":-1}', "no hash offset"]]) {
      writeFileSync(file, text!);
      expect(() => readVerityFile(file), text).toThrow(words);
    }
  });
});

function damage(file: string, position: number): void {
  const fd = openSync(file, "r+");
  writeSync(fd, "damaged", position);
  closeSync(fd);
}

const start = (options: Partial<ErofsOptions>, prepare?: (root: string) => void) => startDriver("erofs", (parts) => createErofsDriver(parts, { ...EROFS_DEFAULTS, root: parts.root, ...options }), prepare);

async function commitFile(host: Awaited<ReturnType<typeof start>>, name: string, parent = ""): Promise<string> {
  await host.mounted(await host.snapshotter.prepare(NAMESPACE, `making-${name}`, { parent, labels: {} }), (tree) => writeFileSync(path.join(tree, name), bytesOf(1 << 20)));
  await host.snapshotter.commit(NAMESPACE, name, `making-${name}`, { labels: {} });
  return path.join(host.root, "snapshots", String(Math.max(...readdirSync(path.join(host.root, "snapshots")).map(Number))), "layer.erofs");
}

describe.skipIf(missing !== undefined)(`which layers dm-verity is for${missing === undefined ? "" : `: ${missing}`}`, () => {
  test("those with metadata; all or none where that is said", async () => {
    await using host = await start({});
    const plain = await commitFile(host, "plain");
    const checked = await commitFile(host, "checked", "plain");
    protectImage(checked);
    const lowersBy = (dmverityMode: ErofsOptions["dmverityMode"]) => {
      const driver = createErofsDriver({ disk: undefined as never, tempMounts: undefined as never }, { ...EROFS_DEFAULTS, root: host.root, dmverityMode });
      return driver.mounts({ id: 9, kind: "view", parents: [2, 1], labels: {} }).slice(0, 2).map(({ options }) => options);
    };
    const plainly = ["ro", "loop"];
    expect(lowersBy("auto")).toEqual([[...plainly, `X-containerd.dmverity=${checked}.dmverity`], plainly]);
    expect(lowersBy("off")).toEqual([plainly, plainly]);
    if (hasDmVerity()) expect(() => lowersBy("on")).toThrow(`dm-verity mode is 'on' but .dmverity metadata not found for layer ${plain}`);
  });

  test.skipIf(hasDmVerity())(`a kernel without it is told so, and what to do${hasDmVerity() ? ": this one has it" : ""}`, async () => {
    expect((await failure(start({ enableDmverity: true }))).message).toMatch(/enable_dmverity is set but dm-verity is not supported on this system.*modprobe dm-verity/s);
    expect((await failure(start({ dmverityMode: "on" }))).message).toContain("dmverity_mode is 'on' but dm-verity is not supported on this system");
  });
});

describe.skipIf(noDmVerity !== undefined)(`layers through dm-verity${noDmVerity === undefined ? "" : `: ${noDmVerity}`}`, () => {
  test("a container's layers are read through it, its own commit too, and nothing is left afterwards", async () => {
    await using host = await start({ enableDmverity: true, dmverityMode: "on" });
    const images = [await commitFile(host, "one"), await commitFile(host, "two", "one")];
    const names: string[] = [];
    await host.mounted(await host.snapshotter.prepare(NAMESPACE, "container", { parent: "two", labels: {} }), async (tree) => {
      for (const name of ["one", "two"]) expect(readFileSync(path.join(tree, name)).equals(bytesOf(1 << 20))).toBe(true);
      names.push(...mappedDevices());
      expect(names).toHaveLength(2);
      // A second container of the same image shares the devices.
      await host.mounted(await host.snapshotter.view(NAMESPACE, "another", { parent: "two", labels: {} }), () => expect(mappedDevices()).toEqual(names));
      expect(mappedDevices()).toEqual(names);
    });
    await expect.poll(mappedDevices).toEqual([]);
    await expect.poll(() => images.filter(isAttached)).toEqual([]);
  });

  test("what was changed behind its back is not read, and is not mounted again", async () => {
    await using host = await start({ enableDmverity: true });
    const image = await commitFile(host, "one");
    const content = readFileSync(image).indexOf(bytesOf(4096));
    damage(image, content + (1 << 19));
    await host.mounted(await host.snapshotter.view(NAMESPACE, "v", { parent: "one", labels: {} }), async (tree) => {
      expect(() => readFileSync(path.join(tree, "one"))).toThrow(/EIO/);
      const second = await host.snapshotter.view(NAMESPACE, "w", { parent: "one", labels: {} });
      expect((await failure(host.mounted(second, () => undefined))).message).toContain("the image is damaged");
    });
    const metadata = verityFileOf(image);
    writeFileSync(metadata, readFileSync(metadata, "utf8").replace(/[\da-f]{64}/, "0".repeat(64)));
    expect((await failure(host.mounted(await host.snapshotter.view(NAMESPACE, "x", { parent: "one", labels: {} }), () => undefined))).message).toMatch(/mount/);
    await expect.poll(mappedDevices).toEqual([]);
  });

  test("a device that a crash has left is used again, or goes with its snapshot", async () => {
    await using host = await start({ enableDmverity: true });
    const image = await commitFile(host, "one");
    const metadata = readVerityFile(verityFileOf(image));
    const { path: device, descriptor } = await openVerity(image, metadata);
    const again = await openVerity(image, metadata);
    expect(again.path).toBe(device);
    closeSync(again.descriptor);
    // A mount in use outlives the descriptors, as it does the process.
    const place = path.join(host.root, "place");
    const made = await HANDLERS.erofs.mount({ type: "erofs", source: image, options: ["ro", "loop", `X-containerd.dmverity=${verityFileOf(image)}`] }, place);
    closeSync(descriptor);
    expect([made.source, made.options, readdirSync(place)]).toEqual([device, ["ro"], ["one"]]);
    for (const point of mountedUnder(place)) unmount(point);
    await expect.poll(mappedDevices).toEqual([]);
    await host.snapshotter.remove(NAMESPACE, "one");
    await host.snapshotter.cleanup();
    expect(existsSync(image)).toBe(false);
  });

  test.skipIf(whyNot("ext4") !== undefined)("together with fs-verity", async ({ skip }) => {
    const started = await start({ enableDmverity: true, enableFsverity: true }, (root) => mountImage("ext4", root, { size: 64 << 20, options: ["-b", "4096", "-O", "verity"] })).catch((error: Error) => error);
    if (started instanceof Error) return skip(started.message);
    await using host = started;
    const image = await commitFile(host, "one");
    expect(hasVerity(image)).toBe(true);
    await host.mounted(await host.snapshotter.view(NAMESPACE, "v", { parent: "one", labels: {} }), (tree) => expect(statSync(path.join(tree, "one")).size).toBe(1 << 20));
  });
});

function mappedDevices(): string[] {
  return readdirSync("/sys/class/block").filter((name) => name.startsWith("dm-"))
    .map((name) => readFileSync(`/sys/class/block/${name}/dm/name`, "utf8").trim()).filter((name) => name.startsWith("stevedore-erofs-") && dmStatus(name) !== undefined).toSorted();
}

function isAttached(image: string): boolean {
  return readdirSync("/sys/class/block").some((name) => {
    const file = `/sys/class/block/${name}/loop/backing_file`;
    return existsSync(file) && readFileSync(file, "utf8").trim() === image;
  });
}
