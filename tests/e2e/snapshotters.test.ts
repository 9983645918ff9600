import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MountsService, SnapshotsService, type containerd } from "@stevedore/api";
import { findExecutable, MNT, mount, mountAll, unmountAll } from "@stevedore/linux";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, chainIdOf, connectGrpc, eventually, featuresImage, goClient, killService, makeThinPool, mountsBelow, NEWEST_CTR, prepareHybridCgroups, pushLayout, QUIET_GC, startHost, startRegistry, tempDir, transferPull, treeOf, whyNoThinPools, type Host, type Registry, type TempDir, type TestPool, type Tree } from "../kit/mod.ts";
import { pull, rows } from "./pair.ts";

const PROGRAMS = `${process.env.PATH}:/usr/sbin:/sbin`;
// Where other tests run beside this one, each pull of ten layers takes a while; in a virtual machine it always does.
const SLOW_MS = process.env["STEVEDORE_VM"] === "1" ? 600_000 : 180_000;
const FOREIGN_SHIM = "/usr/bin/containerd-shim-runc-v2";

/** Why a snapshotter can't be tried on this machine. */
function whyNot(type: string, program: string | undefined): string | undefined {
  if (!new RegExp(`\\t${type}\\n`).test(readFileSync("/proc/filesystems", "utf8"))) return `this kernel has no ${type}`;
  return program === undefined || findExecutable(program, PROGRAMS) !== undefined ? undefined : `${program} is not installed`;
}

const missing = {
  btrfs: whyNot("btrfs", "mkfs.btrfs"),
  erofs: whyNot("erofs", undefined),
  blockfile: whyNot("ext4", "mkfs.ext4"),
  // Few machines have thin pools, and the virtual machine that has them takes its time: only where it is asked for.
  devmapper: process.env["STEVEDORE_TEST_SNAPSHOTTERS"]?.includes("devmapper") === true ? whyNoThinPools() : "only with STEVEDORE_TEST_SNAPSHOTTERS=devmapper: tests/README.md, virtual machines",
};
// In a virtual machine of one slow processor one of them is enough.
const only = process.env["STEVEDORE_TEST_SNAPSHOTTERS"]?.split(",");
const names = (Object.keys(missing) as (keyof typeof missing)[]).filter((name) => missing[name] === undefined && (only === undefined || only.includes(name)));

function makeImage(type: string, file: string, megabytes: number, options: string[] = []): string {
  writeFileSync(file, "");
  truncateSync(file, megabytes << 20);
  execFileSync(findExecutable(`mkfs.${type}`, PROGRAMS)!, ["-q", ...options, file]);
  return file;
}

let dir: TempDir;
let pool: TestPool | undefined;
let host: Host;
let registry: Registry;
let busybox: string;
let features: string;
/** What the image shows on overlayfs. */
let expected: Tree;
const rootOf = (name: string): string => (name === "btrfs" ? join(dir.path, "btrfs") : join(host.root, `io.containerd.snapshotter.v1.${name}`));

beforeAll(async () => {
  await prepareHybridCgroups();
  dir = await tempDir("snapshotters");
  registry = await startRegistry();
  const config: string[] = [];
  if (names.includes("btrfs")) {
    mkdirSync(join(dir.path, "btrfs"));
    mount({ type: "btrfs", source: makeImage("btrfs", join(dir.path, "btrfs.img"), 512), options: ["loop"] }, join(dir.path, "btrfs"));
    config.push(`[plugins."io.containerd.snapshotter.v1.btrfs"]`, `root_path = "${join(dir.path, "btrfs")}"`);
  }
  if (names.includes("blockfile")) config.push(`[plugins."io.containerd.snapshotter.v1.blockfile"]`, `scratch_file = "${makeImage("ext4", join(dir.path, "scratch"), 64, ["-O", "ea_inode"])}"`);
  if (names.includes("devmapper")) {
    pool = makeThinPool(dir.path);
    // A smaller ext4 has blocks of 1 KiB, and so little room for extended attributes.
    config.push(`[plugins."io.containerd.snapshotter.v1.devmapper"]`, `pool_name = "${pool.name}"`, `base_image_size = "512MB"`);
  }
  // What is committed stays until it has its label.
  host = await startHost({ config: QUIET_GC + config.join("\n") });
  busybox = await pushLayout(registry, await busyboxImage(), "busybox");
  features = await pushLayout(registry, await featuresImage(), "features");
  await pull(host, features);
  expected = await treeIn("overlayfs", await chainIdOf(await featuresImage()));
  await expectNothing("overlayfs");
}, SLOW_MS);

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  pool?.[Symbol.dispose]();
  if (dir !== undefined) unmountAll(join(dir.path, "btrfs"), MNT.DETACH);
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

/** What a committed snapshot shows, mounted as a client does that has the mount manager make what it can't. */
async function treeIn(snapshotter: string, parent: string): Promise<Tree> {
  await using client = connectGrpc(host.address, host.namespace);
  const call = <T>(service: { name: string; methods: Record<string, unknown> }, method: string, request: object): Promise<T> => client.unary(service.name, service.methods[method] as never, request as never) as Promise<T>;
  const key = `view-${snapshotter}`;
  const { mounts } = await call<{ mounts: containerd.types.IMount[] }>(SnapshotsService, "view", { snapshotter, key, parent, labels: { "containerd.io/gc.root": "1" } });
  const target = join(dir.path, key);
  mkdirSync(target, { recursive: true });
  const { info } = await call<{ info: containerd.types.IActivationInfo }>(MountsService, "activate", { name: key, mounts, temporary: true });
  try {
    mountAll((info.system ?? []).map(({ type, source, options }) => ({ type: type!, source: source!, options: options! })), target);
    return treeOf(target, { ignoreDirectoryTimes: true });
  } finally {
    unmountAll(target);
    await call(MountsService, "deactivate", { name: key });
    await call(SnapshotsService, "remove", { snapshotter, key });
  }
}

/** Loop devices on files of this test. */
const loops = (): string => execFileSync("losetup", ["-l", "-n", "-O", "BACK-FILE"], { encoding: "utf8" }).split("\n").filter((line) => line.startsWith(host.root)).join("\n");

async function expectNothing(snapshotter: string): Promise<void> {
  for (const image of (await host.must(["images", "ls", "-q"])).split("\n").filter(Boolean)) await host.must(["images", "rm", image]);
  await host.must(["leases", "create", "--id", "collect"]);
  await host.must(["leases", "rm", "--sync", "collect"]);
  expect(rows(await host.must(["snapshots", "--snapshotter", snapshotter, "ls"])).slice(1)).toEqual([]);
  await eventually("files are gone", () => readdirSync(join(rootOf(snapshotter), "snapshots")).length === 0, 20_000);
  await eventually("mounts are gone", () => mountsBelow(host.root).length === 0 && mountsBelow(join(host.state, "io.containerd.mount-manager.v1.bolt")).length === 0 && loops() === "", 20_000);
  expect(readdirSync(join(host.root, "tmpmounts"))).toEqual([]);
  if (pool !== undefined) expect(pool.devices()).toEqual([]);
}

test("a snapshotter that this host lacks is listed, with the reason and the mend", async () => {
  const status = Object.fromEntries(rows(await host.must(["plugins", "ls", "type==io.containerd.snapshotter.v1"])).slice(1).map((row) => [row[1], row.at(-1)]));
  expect(status).toMatchObject({ ...(!names.includes("devmapper") && { devmapper: "skip" }), native: "ok", overlayfs: "ok", ...Object.fromEntries(names.map((name) => [name, "ok"])) });
  if (names.includes("devmapper")) return;
  expect(await host.must(["plugins", "ls", "-d", "id==devmapper"])).toMatch(/Message:\s+devmapper not configured .*blockfile.*: skip plugin/);
  const refused = await host.ctr(["snapshots", "--snapshotter", "devmapper", "ls"]);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("snapshotter not loaded: devmapper (devmapper not configured")]);
});

for (const [name, why] of Object.entries(missing)) if (why !== undefined) test.skip(`${name}: ${why}`, () => undefined);

describe.each(names)("%s", (snapshotter) => {
  const snapshots = (...args: string[]) => host.must(["snapshots", "--snapshotter", snapshotter, ...args]);
  const id = (name: string): string => `${host.namespace}-${snapshotter}-${name}`;

  test("an image of every kind of file shows what overlayfs does", async () => {
    const chain = await chainIdOf(await featuresImage());
    await transferPull(host.address, { reference: features, namespace: host.namespace, snapshotter });
    expect(comparable(await treeIn(snapshotter, chain))).toEqual(comparable(expected));
    await expectNothing(snapshotter);
  }, SLOW_MS);

  test("containers run on it, under our shim and Debian's; what one wrote is committed, shown and written as a layer", async ({ skip }) => {
    const client = await goClient(NEWEST_CTR);
    // What shows snapshots by the mount manager is for clients that know it.
    if (snapshotter === "erofs" && "skip" in client) return skip(client.skip);
    const newest = snapshotter === "erofs" && "path" in client ? { binary: client.path } : {};
    await pull(host, busybox, "--snapshotter", snapshotter);
    for (const runtime of ["io.containerd.runc.v2", FOREIGN_SHIM]) {
      const ran = await host.must(["run", "--rm", "--runtime", runtime, "--snapshotter", snapshotter, busybox, id("first"), "sh", "-c", "echo written > /etc/motd; cat /etc/motd; touch /new"], newest);
      expect(ran, runtime).toBe("written\n");
    }
    await host.must(["run", "-d", "--null-io", "--snapshotter", snapshotter, busybox, id("second"), "sh", "-c", "echo mine > /mine; rm /etc/motd; sync; sleep 1000"], newest);
    await eventually("it has written", async () => (await host.must(["tasks", "exec", "--exec-id", `e${process.hrtime.bigint()}`, id("second"), "ls", "/mine", "/etc"])).includes("motd") === false);
    await host.must(["tasks", "kill", "-s", "SIGKILL", id("second")]);
    await eventually("it has ended", async () => (await host.ctr(["tasks", "rm", id("second")])).exitCode !== 1 || !(await host.must(["tasks", "ls"])).includes(id("second")));
    const diff = execFileSync("tar", ["-t"], { input: Buffer.from(await diffOf(snapshotter, id("second"))), encoding: "utf8" });
    expect(diff.split("\n").filter((line) => /mine|motd|bin/.test(line))).toEqual(["etc/.wh.motd", "mine"]);
    await snapshots("commit", "committed", id("second"));
    await snapshots("label", "committed", "containerd.io/gc.root=1");
    const tree = await treeIn(snapshotter, "committed");
    expect([Object.keys(tree).includes("mine"), Object.keys(tree).includes("etc/motd"), Object.keys(tree).includes("bin/busybox")]).toEqual([true, false, true]);
    expect(Number((await snapshots("usage", "-b", "committed")).split("\n")[1]?.trim().split(/\s+/)[1])).toBeLessThan(1 << 20);
    await host.must(["containers", "rm", id("second")]);
    await snapshots("rm", "committed");
    await host.assertNoContainers();
    await expectNothing(snapshotter);
  }, SLOW_MS);
});

test.skipIf(names.length === 0)("killed while they prepare, unpack, commit and remove, snapshotters leave nothing", async () => {
  const pullAll = () => Promise.allSettled(names.map((snapshotter) => transferPull(host.address, { reference: features, namespace: host.namespace, snapshotter })));
  for (const after of [50, 600]) {
    const pulling = pullAll();
    await new Promise((resolve) => setTimeout(resolve, after));
    await killService(host, "snapshots");
    await pulling;
  }
  expect((await pullAll()).map(({ status }) => status)).toEqual(names.map(() => "fulfilled"));
  await host.must(["images", "rm", features]);
  await killService(host, "snapshots");
  for (const snapshotter of names) await expectNothing(snapshotter);
}, SLOW_MS);

/** What a snapshot has on top of its parent, as a tar archive. */
async function diffOf(snapshotter: string, key: string): Promise<string> {
  const { stdout } = await host.ctr(["snapshots", "--snapshotter", snapshotter, "diff", "--media-type", "application/vnd.oci.image.layer.v1.tar", key]);
  return stdout;
}

// A new file system of ext4 has a directory of its own.
function comparable(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !name.startsWith("lost+found")));
}
