import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { mount, mountedUnder, unmountAll } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { createTempDir, failure, isRoot, startService, withMounted, type ServiceHost } from "./kit.ts";
import { eventually } from "../../../tests/kit/mod.ts";
import { fromApiMounts } from "../api-mount.ts";
import { spawnProcesses } from "./process.ts";

const NS = { namespace: "default" };
const bind = (source: string) => ({ type: "bind", source, options: ["rbind", "ro"] });

function tree(host: ServiceHost, name: string, content = name): string {
  const directory = path.join(host.root, "trees", name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, name), content);
  return directory;
}

const targetsOf = (host: ServiceHost): string => path.join(host.root, "state", "t");
const loopDevices = (host: ServiceHost): string => execFileSync("losetup", ["-a"], { encoding: "utf8" }).split("\n").filter((line) => line.includes(host.root)).join("\n");

function assertNothingMounted(host: ServiceHost): void {
  expect(mountedUnder(targetsOf(host))).toEqual([]);
  expect(readdirSync(targetsOf(host))).toEqual([]);
  expect(loopDevices(host)).toBe("");
}

/** The mounts of an ext4 image that is made on the way. */
function imageMounts(image: string, work: string, lower: string): { type: string; source: string; options: string[] }[] {
  return [
    { type: "mkfs/ext4", source: image, options: ["X-containerd.mkfs.size=16MiB", "X-containerd.mkfs.uuid=550e8400-e29b-41d4-a716-446655440000", "loop", "rw"] },
    {
      type: "format/mkdir/overlay",
      source: "overlay",
      options: [`X-containerd.mkdir.path={{ mount 0 }}/upper:0755:12:34`, `X-containerd.mkdir.path=${work}`, "workdir={{ mount 0 }}/work", "upperdir={{ mount 0 }}/upper", `lowerdir=${lower}`],
    },
  ];
}

describe.skipIf(!isRoot)("the mount manager (needs root)", () => {
  test("what mount(2) can do is refused, what it can't is mounted, and what comes after is left to the caller", async () => {
    await using host = await startService();
    const { mounts } = host;
    const [lower, upper] = [tree(host, "lower"), tree(host, "upper")];
    const plain = await failure(mounts.activate({ name: "plain", mounts: [bind(lower)] }, NS));
    expect([isError(plain, "unimplemented"), plain.message]).toEqual([true, expect.stringContaining("not implemented")]);
    expect((await failure(mounts.activate({ name: "plain", mounts: [] }, NS))).message).toContain("not implemented");

    const { info } = await mounts.activate({ name: "a", labels: { one: "1", none: "" }, mounts: [bind(upper), bind(lower), { type: "format/overlay", source: "overlay", options: ["lowerdir={{ overlay 0 1 }}"] }] }, NS);
    const [first, second] = info!.active!;
    expect(info).toMatchObject({ name: "a", labels: { one: "1" }, active: [{ mount: { type: "bind", source: upper } }, { mount: { source: lower } }] });
    expect(info!.labels).not.toHaveProperty("none");
    expect(first!.mountedAt!.seconds).toBeGreaterThan(1_700_000_000);
    expect(first!.mountPoint!.startsWith(`${targetsOf(host)}/`)).toBe(true);
    expect(info!.system).toMatchObject([{ type: "overlay", source: "overlay", options: [`lowerdir=${first!.mountPoint}:${second!.mountPoint}`] }]);
    await withMounted(fromApiMounts(info!.system!), (root) => {
      expect(readdirSync(root)).toEqual(["lower", "upper"]);
    });

    const used = await failure(mounts.activate({ name: "a", mounts: [bind(lower)], temporary: true }, NS));
    expect([isError(used, "alreadyExists"), used.message]).toEqual([true, 'mount "a": already exists']);
    expect((await mounts.info({ name: "a" }, NS)).info).toEqual(info);
    expect((await Array.fromAsync(mounts.list({ filters: ["name==nothing"] }, NS))).map((message) => message.info)).toEqual([info]);
    expect(await Array.fromAsync(mounts.list({}, { namespace: "other" }))).toEqual([]);
    expect(isError(await failure(mounts.info({ name: "a" }, { namespace: "other" })), "notFound")).toBe(true);
    expect(isError(await failure(mounts.update({ info }, NS)), "unimplemented")).toBe(true);
    expect((await failure(mounts.info({ name: "a" }))).message).toBe("namespace is required: failed precondition");

    await mounts.deactivate({ name: "a" }, NS);
    expect((await failure(mounts.info({ name: "a" }, NS))).message).toBe('mount "a": not found');
    expect(isError(await failure(mounts.deactivate({ name: "a" }, NS)), "notFound")).toBe(true);
    assertNothingMounted(host);
  });

  test("temporary: all is mounted, a bind of the last is left", async () => {
    await using host = await startService();
    const { info } = await host.mounts.activate({ name: "t", mounts: [bind(tree(host, "one"))], temporary: true }, NS);
    expect(info!.system).toMatchObject([{ type: "bind", source: info!.active![0]!.mountPoint, options: ["rbind"] }]);
    expect(readdirSync(info!.active![0]!.mountPoint!)).toEqual(["one"]);
    await host.mounts.deactivate({ name: "t" }, NS);
    assertNothingMounted(host);
  });

  test("an image is made, mounted through a loop device, and given directories with mode and owner", async () => {
    await using host = await startService();
    const image = path.join(host.root, "images", "disk.img");
    mkdirSync(path.dirname(image));
    const lower = tree(host, "lower");
    // The format comes first, so that mkdir sees where the image is mounted.
    const { info } = await host.mounts.activate({ name: "image", mounts: imageMounts(image, "{{ mount 0 }}/work:0700", lower) }, NS);
    const mounted = info!.active![0]!.mountPoint!;
    expect(statSync(path.join(mounted, "upper"))).toMatchObject({ uid: 12, gid: 34 });
    expect(statSync(path.join(mounted, "upper")).mode & 0o777).toBe(0o755);
    expect(info!.system![0]!.options).toEqual([`workdir=${mounted}/work`, `upperdir=${mounted}/upper`, `lowerdir=${lower}`]);
    await withMounted(fromApiMounts(info!.system!), (root) => writeFileSync(path.join(root, "written"), "1"));
    await host.mounts.deactivate({ name: "image" }, NS);
    assertNothingMounted(host);
    expect(execFileSync("blkid", ["-o", "value", "-s", "UUID", image], { encoding: "utf8" }).trim()).toBe("550e8400-e29b-41d4-a716-446655440000");

    // It is not made a second time.
    const again = await host.mounts.activate({ name: "image", mounts: imageMounts(image, "{{ mount 0 }}/work", lower) }, NS);
    expect(existsSync(path.join(again.info!.active![0]!.mountPoint!, "upper/written"))).toBe(true);
    await host.mounts.deactivate({ name: "image" }, NS);
    assertNothingMounted(host);
  });

  test("loop: a device for the mounts behind it", async () => {
    await using host = await startService();
    const image = path.join(host.root, "disk.img");
    const { info } = await host.mounts.activate({ name: "loop", mounts: [{ type: "mkfs/loop", source: image, options: ["X-containerd.mkfs.size=16m"] }, { type: "format/ext4", source: "{{ mount 0 }}" }] }, NS);
    expect(loopDevices(host)).toContain(image);
    expect(info!.active![0]!.mount!.type).toBe("loop");
    await withMounted(fromApiMounts(info!.system!), (root) => expect(readdirSync(root)).toContain("lost+found"));
    await host.mounts.deactivate({ name: "loop" }, NS);
    assertNothingMounted(host);
    const alone = await host.mounts.activate({ name: "alone", mounts: [{ type: "loop", source: image }] }, NS);
    expect(alone.info!.system).toEqual([]);
    await host.mounts.deactivate({ name: "alone" }, NS);
    assertNothingMounted(host);
  });

  const hasErofs = isRoot && spawnable("mkfs.erofs");
  test.skipIf(!hasErofs)("erofs: layers are mounted, and an overlay put on them (needs mkfs.erofs)", async () => {
    await using host = await startService();
    const images = ["below", "above"].map((name) => {
      const image = path.join(host.root, `${name}.erofs`);
      execFileSync("mkfs.erofs", ["--quiet", image, tree(host, name)], { stdio: "ignore" });
      return { type: "erofs", source: image, options: ["ro", "loop"] };
    });
    const { info } = await host.mounts.activate({ name: "e", mounts: [...images, { type: "format/overlay", source: "overlay", options: ["lowerdir={{ overlay 1 0 }}"] }] }, NS);
    await withMounted(fromApiMounts(info!.system!), (root) => expect(readdirSync(root)).toEqual(["above", "below"]));
    expect(info!.active![0]!.mount!.options).toEqual(["ro"]);
    await host.mounts.deactivate({ name: "e" }, NS);
    assertNothingMounted(host);
  });

  test("what fails leaves nothing, and keeps its class", async () => {
    await using host = await startService();
    const { mounts } = host;
    const lower = tree(host, "lower");
    const outside = path.join(host.root, "..", "elsewhere");
    symlinkSync("/etc", path.join(host.root, "out"));
    const mkdir = (option: string) => [{ type: "mkdir/bind", source: lower, options: [`X-containerd.mkdir.${option}`] }];
    const mkfs = (...options: string[]) => [{ type: "mkfs/loop", source: path.join(host.root, "x.img"), options: options.map((option) => `X-containerd.mkfs.${option}`) }];
    const cases: [string, { type: string; source: string; options: string[] }[]][] = [
      ["unknown", [bind(lower), bind("/nowhere/at/all"), { type: "format/overlay", source: "o", options: [] }]],
      ["unknown", [{ type: "format/overlay", source: "o", options: ["lowerdir={{ mount 0 }}"] }]],
      ["unknown", [bind(lower), { type: "format/overlay", source: "o", options: ["lowerdir={{ overlay 0 7 }}"] }]],
      ["unknown", [{ type: "format/bind", source: "{{ printf 0 }}", options: [] }]],
      ["unknown", [{ type: "format/bind", source: "{{ mount 0", options: [] }]],
      ["invalidArgument", mkdir("mode=0700")],
      ["invalidArgument", mkdir(`path=${host.root}/d:0700:1`)],
      ["invalidArgument", mkdir(`path=${host.root}/d:0700:a:1`)],
      ["unknown", mkdir(`path=${host.root}/d:9`)],
      ["unimplemented", mkdir(`path=${path.resolve(outside)}`)],
      ["unimplemented", mkdir(`path=${host.root}2/d`)],
      ["unknown", mkdir(`path=${host.root}/out/d`)],
      ["unimplemented", mkdir(`path=${host.root}/trees:0711`)],
      ["invalidArgument", mkfs()],
      ["invalidArgument", mkfs("size=1m", "fs=ntfs")],
      ["invalidArgument", mkfs("size=1m", "colour=red")],
      ["unknown", mkfs("size=lots")],
      ["unknown", mkfs("size=1")],
      ["unknown", [{ type: "erofs", source: lower, options: ["X-containerd.dmverity=/x"] }]],
      ["unknown", [{ type: "loop", source: "/nowhere", options: [] }]],
    ];
    for (const [errorClass, list] of cases) {
      const error = await failure(mounts.activate({ name: "bad", mounts: list }, NS));
      expect([list, error.message, isError(error, errorClass as "unknown")]).toEqual([list, error.message, true]);
      assertNothingMounted(host);
    }
    expect((await failure(mounts.activate({ name: "", mounts: [bind(lower)], temporary: true }, NS))).message).toBe("bucket name required");
    expect(existsSync(path.join(host.root, "x.img"))).toBe(false);
    expect(existsSync("/etc/d")).toBe(false);
    expect(await Array.fromAsync(mounts.list({}, NS))).toEqual([]);
  });

  test("many at once with one name: one gets it; a mount in use is taken down when it is free", async () => {
    await using host = await startService();
    const { mounts, resources } = host;
    const list = [bind(tree(host, "one"))];
    const results = await Promise.allSettled([1, 2, 3].map(() => mounts.activate({ name: "same", mounts: list, temporary: true }, NS)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { info } = await mounts.info({ name: "same" }, NS);
    const cwd = process.cwd();
    process.chdir(info!.active![0]!.mountPoint!);
    const busy = await failure(mounts.deactivate({ name: "same" }, NS)).finally(() => process.chdir(cwd));
    expect(busy.message).toContain("EBUSY");
    expect(isError(await failure(mounts.info({ name: "same" }, NS)), "notFound")).toBe(true);
    await resources.cleanup({});
    assertNothingMounted(host);
  });

  test("tasks: what the runtime mounts itself is left to it, and a second activation finds the first", async () => {
    await using host = await startService();
    const list = [bind(tree(host, "one")), { type: "format/overlay", source: "o", options: ["lowerdir={{ mount 0 }}"] }];
    const refused = await failure(host.taskMounts.activate({ name: "c", mounts: list, allowedTypes: ["format/*"] }, NS));
    expect(isError(refused, "unimplemented")).toBe(true);
    const first = await host.taskMounts.activate({ name: "c", mounts: list }, NS);
    expect(await host.taskMounts.activate({ name: "c", mounts: list }, NS)).toEqual(first);
    await host.mounts.deactivate({ name: "c" }, NS);
    assertNothingMounted(host);
  });

  test("garbage collection: labels that refer back and the lease are told; what is not kept is unmounted", async () => {
    await using host = await startService();
    const { mounts, resources } = host;
    const list = [bind(tree(host, "one"))];
    await mounts.activate({ name: "old", mounts: list, temporary: true, labels: { "containerd.io/gc.bref.container": "c", "containerd.io/gc.root": "1", other: "2" } }, { ...NS, lease: "l" });
    const { epoch } = await resources.begin({});
    await mounts.activate({ name: "new", mounts: list, temporary: true }, NS);
    const told = (await Array.fromAsync(resources.list({ namespace: "" }))).flatMap((batch) => batch.resources).filter(({ kind }) => kind === "mount");
    expect(told).toMatchObject([{ key: "new", lease: "", labels: {} }, { namespace: "default", key: "old", lease: "l", labels: { "containerd.io/gc.bref.container": "c" } }]);
    expect(told[1]!.labels).not.toHaveProperty(["containerd.io/gc.root"]);
    const target = { epoch, namespace: "default", kind: "mount", keys: ["old", "new", "gone"] };
    expect((await resources.condemn(target)).refused).toEqual(["new"]);
    const { removed } = await resources.sweep(target);
    await resources.end({ epoch });
    expect(removed).toEqual(["old"]);
    expect((await Array.fromAsync(mounts.list({}, NS))).map(({ info }) => info?.name)).toEqual(["new"]);
    await mounts.deactivate({ name: "new" }, NS);
    assertNothingMounted(host);
  });
});

describe.skipIf(!isRoot)("the mount manager's process (needs root)", () => {
  test("killed: what was acknowledged is found again, what was cut off or unmounted is cleaned", async () => {
    using directory = createTempDir();
    await using processes = await spawnProcesses(directory.path);
    const { mounts, state } = processes;
    const source = path.join(directory.path, "tree");
    mkdirSync(source);
    writeFileSync(path.join(source, "file"), "1");
    const activate = async (name: string) => (await mounts.activate({ name, mounts: [bind(source)], temporary: true }, NS)).info!;
    const kept = await activate("kept");
    const unmounted = await activate("unmounted");
    await processes.kill();
    unmountAll(unmounted.active![0]!.mountPoint!);
    const targets = path.join(state, "io.containerd.mount-manager.v1.bolt/t");
    // As a death between mount and record leaves it.
    mkdirSync(path.join(targets, "77/0"), { recursive: true });
    mount(bind(source), path.join(targets, "77/0"));
    await processes.restart();
    await eventually("it answers", async () => expect((await mounts.info({ name: "kept" }, NS)).info).toEqual(kept));
    expect((await Array.fromAsync(mounts.list({}, NS))).map(({ info }) => info?.name)).toEqual(["kept"]);
    expect(mountedUnder(targets)).toEqual([kept.active![0]!.mountPoint]);
    expect(readdirSync(targets)).toEqual(["1"]);
    await mounts.deactivate({ name: "kept" }, NS);
    expect(readdirSync(targets)).toEqual([]);
  });
});

function spawnable(binary: string): boolean {
  return process.env["PATH"]!.split(":").some((directory) => existsSync(path.join(directory, binary)));
}
