import { execFileSync } from "node:child_process";
import { chownSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { setXattr } from "@stevedore/linux";
import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { fromApiMounts } from "../api-mount.ts";
import { createTempDir, failure, isRoot, withMounted, type TempDir } from "./kit.ts";
import { spawnProcesses, type Processes } from "./process.ts";
import { buildTar } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";

const NS = { namespace: "default" };
const sn = "overlayfs";
const TYPES = { plain: "application/vnd.oci.image.layer.v1.tar", gzip: "application/vnd.oci.image.layer.v1.tar+gzip", zstd: "application/vnd.oci.image.layer.v1.tar+zstd" };
const UNCOMPRESSED = "containerd.io/uncompressed";
const { COMMIT, WRITE } = containerd.services.content.v1.WriteAction;

let directory: TempDir;
let host: Processes;
beforeAll(async () => {
  if (!isRoot) return;
  directory = createTempDir();
  host = await spawnProcesses(directory.path);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  directory?.[Symbol.dispose]();
});

let counter = 0;
async function commitTree(change: (tree: string) => void, parent = ""): Promise<string> {
  const key = `key-${++counter}`;
  const { mounts } = await host.snapshots.prepare({ snapshotter: sn, key, parent }, NS);
  await withMounted(fromApiMounts(mounts), change);
  await host.snapshots.commit({ snapshotter: sn, name: `layer-${counter}`, key }, NS);
  return `layer-${counter}`;
}
const viewOf = async (parent: string) => (await host.snapshots.view({ snapshotter: sn, key: `view-${++counter}`, parent }, NS)).mounts;
const prepareOn = async (parent: string) => (await host.snapshots.prepare({ snapshotter: sn, key: `key-${++counter}`, parent }, NS)).mounts;
const readBlob = async (digest: string): Promise<Buffer> => Buffer.concat((await Array.fromAsync(host.content.read({ digest }, NS))).map(({ data }) => data));
async function ingest(data: Buffer, ref: string): Promise<string> {
  async function* requests(): AsyncGenerator<containerd.services.content.v1.IWriteContentRequest> {
    for (let at = 0; at < data.length; at += 1 << 20) yield { action: WRITE, ref, offset: at, data: data.subarray(at, at + (1 << 20)) };
    yield { action: COMMIT, ref, offset: data.length, total: data.length };
  }
  return (await Array.fromAsync(host.content.write(requests(), NS))).at(-1)!.digest;
}

function makeBase(tree: string): void {
  for (const name of ["same/deep", "changed/deep", "gone/deep", "touched"]) mkdirSync(path.join(tree, name), { recursive: true });
  for (const name of ["same/deep/f", "changed/deep/f", "gone/deep/f", "deleted", "content", "mode", "linked"]) writeFileSync(path.join(tree, name), "old");
  linkSync(path.join(tree, "linked"), path.join(tree, "same/linked"));
  symlinkSync("old", path.join(tree, "link"));
  execFileSync("find", [tree, "-exec", "touch", "-h", "-d", "2020-01-01", "{}", "+"]);
}

function changeTree(tree: string): void {
  const at = (name: string): string => path.join(tree, name);
  writeFileSync(at("changed/deep/f"), "new");
  rmSync(at("gone"), { recursive: true });
  unlinkSync(at("deleted"));
  writeFileSync(at("content"), "new");
  execFileSync("touch", ["-d", "2020-01-01", at("content")]);
  execFileSync("chmod", ["600", at("mode")]);
  writeFileSync(at("touched/back"), "");
  unlinkSync(at("touched/back"));
  unlinkSync(at("link"));
  symlinkSync("new", at("link"));
  mkdirSync(at(`added/${"long".repeat(30)}/ünï`), { recursive: true });
  writeFileSync(at(`added/${"long".repeat(30)}/ünï/file`), "1");
  linkSync(at(`added/${"long".repeat(30)}/ünï/file`), at("zz-hard"));
  writeFileSync(at("capable"), "", { mode: 0o755 });
  setXattr(at("capable"), "security.capability", Buffer.from("0100000200200000000000000000000000000000", "hex"));
  setXattr(at("capable"), "user.left", Buffer.from("out"));
  chownSync(at("capable"), 3_000_000, 5);
  setXattr(at("capable"), "security.capability", Buffer.from("0100000200200000000000000000000000000000", "hex"));
  execFileSync("mknod", [at("device"), "c", "1", "3"]);
  execFileSync("mkfifo", [at("fifo")]);
}

describe.skipIf(!isRoot)("Diff over real services (needs root)", () => {
  test.each(Object.entries(TYPES))("%s: applying the difference gives the same tree", async (kind, mediaType) => {
    const base = await commitTree(makeBase);
    const changed = await commitTree(changeTree, base);
    const labels = { mine: "1" };
    const { diff } = await host.diff.diff({ left: await viewOf(base), right: await viewOf(changed), mediaType, labels, ref: `diff-${kind}` }, NS);
    const { info } = await host.content.info({ digest: diff!.digest }, NS);
    expect(diff).toMatchObject({ mediaType, size: info!.size });
    expect(info!.labels).toMatchObject({ mine: "1" });

    const target = await prepareOn(base);
    const { applied } = await host.diff.apply({ diff, mounts: target, syncFs: true }, NS);
    expect(applied?.mediaType).toBe(TYPES.plain);
    if (kind !== "plain") expect(info!.labels![UNCOMPRESSED]).toBe(applied!.digest);
    else expect(applied!.digest).toBe(diff!.digest);
    const options = { withoutTimes: (name: string) => name.startsWith("added") || !name.includes("/") };
    const wanted = await withMounted(fromApiMounts(await viewOf(changed)), (tree) => listTree(tree, options));
    const got = await withMounted(fromApiMounts(target), (tree) => listTree(tree, options));
    delete wanted["capable"]!.xattrs["user.left"];
    expect(withWholeSeconds(got)).toEqual(withWholeSeconds(wanted));
  });

  test("looking only at what the overlay changed gives the same bytes as looking at everything", async () => {
    const base = await commitTree(makeBase);
    const top = await prepareOn(base);
    await withMounted(fromApiMounts(top), changeTree);
    const left = await viewOf(base);
    const pruned = await host.diff.diff({ left, right: top, mediaType: TYPES.plain }, NS);
    const full = await withMounted(fromApiMounts(top), async (tree) => host.diff.diff({ left, right: [{ type: "bind", source: tree, options: ["ro", "rbind"] }], mediaType: TYPES.plain }, NS));
    expect(pruned.diff).toMatchObject({ digest: full.diff!.digest });
    const names = execFileSync("tar", ["-tf", "-"], { input: await readBlob(pruned.diff!.digest!), encoding: "utf8" });
    expect(names).not.toContain("same");
    expect(names).not.toContain("touched");
    expect(names).toContain("gone");
  });

  test("an unchanged snapshot differs by nothing; the default is gzip; the same again is the same blob", async () => {
    const base = await commitTree(makeBase);
    const top = await prepareOn(base);
    const empty = await host.diff.diff({ left: await viewOf(base), right: top, mediaType: TYPES.plain }, NS);
    expect(empty.diff?.size).toBe(1024);
    const first = await host.diff.diff({ left: [], right: await viewOf(base) }, NS);
    expect(first.diff?.mediaType).toBe(TYPES.gzip);
    expect((await host.diff.diff({ left: [], right: await viewOf(base), ref: "again" }, NS)).diff).toEqual(first.diff);
  });

  test("no file is younger than the source date", async () => {
    const base = await commitTree((tree) => writeFileSync(path.join(tree, "young"), ""));
    const { diff } = await host.diff.diff({ left: [], right: await viewOf(base), mediaType: TYPES.plain, sourceDateEpoch: { seconds: 1_000_000_000, nanos: 0 } }, NS);
    expect(execFileSync("tar", ["--utc", "-tvf", "-"], { input: await readBlob(diff!.digest!), encoding: "utf8" })).toContain("2001-09-09 01:46");
  });

  test("what can't be done is refused, and leaves nothing behind", async () => {
    const media = await failure(host.diff.diff({ left: [], right: [], mediaType: "application/x-lzma" }, NS));
    expect([isError(media, "unimplemented"), media.message]).toEqual([true, "unsupported diff media type: application/x-lzma: not implemented"]);
    const broken = await failure(host.diff.diff({ left: [], right: [{ type: "overlay", source: "overlay", options: ["lowerdir=/nowhere:/no"] }] }, NS));
    expect(broken.message).toContain("mount overlay overlay on");
    const absent = await failure(host.diff.apply({ diff: { mediaType: TYPES.gzip, digest: `sha256:${"0".repeat(64)}` }, mounts: [] }, NS));
    expect(isError(absent, "notFound")).toBe(true);
    expect(absent.message).toContain("failed to get reader from content store: ");
    const { statuses } = await host.content.listStatuses({}, NS);
    expect(statuses).toEqual([]);
  });

  test("a broken layer fails clearly and its snapshot goes away", async () => {
    const digest = await ingest(Buffer.from("1f8b0800000000000003", "hex"), "broken");
    const mounts = await prepareOn("");
    const error = await failure(host.diff.apply({ diff: { mediaType: TYPES.gzip, digest, size: 10 }, mounts }, NS));
    expect(isError(error, "dataLoss")).toBe(true);
    await host.snapshots.remove({ snapshotter: sn, key: `key-${counter}` }, NS);
  });

  test("a layer applied to several mounts, or to none of a kind we know, goes through a mount", async () => {
    const digest = await ingest(buildTar([{ name: "f", data: "1" }, { name: ".wh.old" }]), "via-mount");
    const source = path.join(directory.path, "volume");
    mkdirSync(source);
    writeFileSync(path.join(source, "old"), "");
    const bind = { type: "bind", source, options: ["rbind", "rw"] };
    await host.diff.apply({ diff: { mediaType: TYPES.plain, digest }, mounts: [bind, bind] }, NS);
    expect(Object.keys(listTree(source))).toEqual(["f"]);
    const readOnly = await failure(host.diff.apply({ diff: { mediaType: TYPES.plain, digest }, mounts: [{ ...bind, options: ["rbind", "ro"] }] }, NS));
    expect(readOnly.message).toContain("EROFS");
  });

  test("kill -9 in the middle of unpacking: the service opens again, and the snapshot can be used or removed", async () => {
    const digest = await ingest(buildTar([{ name: "big", data: Buffer.alloc(200 << 20, 1) }]), "big");
    const base = await commitTree(makeBase);
    const mounts = await prepareOn(base);
    const key = `key-${counter}`;
    const applying = failure(host.diff.apply({ diff: { mediaType: TYPES.plain, digest }, mounts }, NS));
    const diffing = failure(host.diff.diff({ left: [], right: await viewOf(base), mediaType: TYPES.zstd }, NS).then(() => Promise.reject(new Error("was quick"))));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await host.kill();
    await Promise.all([applying, diffing]);
    await host.restart();
    const { info } = await host.snapshots.stat({ snapshotter: sn, key }, NS);
    expect(info?.parent).toBe(base);
    await host.snapshots.remove({ snapshotter: sn, key }, NS);
    const again = await prepareOn(base);
    await withMounted(fromApiMounts(again), (tree) => expect(Object.keys(listTree(tree))).toContain("content"));
    expect(readdirSync(path.join(host.root, "tmpmounts"))).toEqual([]);
  });
});

function withWholeSeconds(listing: ReturnType<typeof listTree>): ReturnType<typeof listTree> {
  const whole = (mtime: string | undefined) => (mtime === undefined ? {} : { mtime: String(BigInt(mtime) / 1_000_000_000n) });
  return Object.fromEntries(Object.entries(listing).map(([name, listed]) => [name, { ...listed, ...whole(listed.mtime) }]));
}
