import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  chainIdOf, ctr, estargzImage, eventually, goClient, hostArchitecture, killService, multiPlatformImage, must, NERDCTL, NEWEST_CTR, newestContainerd, pushLayout, run, startFaultProxy, startHost, startRegistry, startStargz, startStock, STEVEDORE, tempDir,
  type Descriptor, type FaultProxy, type Registry, type RunResult, type Side, type Stargz,
} from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";

/** A daemon with a stargz-snapshotter of its own, and the newest ctr on it. */
interface Peer {
  side: Side;
  stargz: Stargz;
  ctr(...args: string[]): Promise<string>;
}

const stack = new AsyncDisposableStack();
let skipped: string | undefined;
let registry: Registry;
let proxy: FaultProxy;
let layout: string;
let layer: Descriptor;
let ours: Peer;
let stock: Peer;

beforeAll(async () => {
  const [containerd, client] = [await newestContainerd(), await goClient(NEWEST_CTR)];
  // Nothing is fetched but what is read, so that requests can be counted.
  const stargz = async () => startStargz({ config: "no_background_fetch = true\nnoprefetch = true\n" });
  const [first, second] = [await stargz(), await stargz()];
  for (const part of [first, second]) if (!("skip" in part)) stack.use(part);
  if ("skip" in containerd || "skip" in client || "skip" in first || "skip" in second) {
    skipped = [containerd, client, first].flatMap((part) => ("skip" in part ? [part.skip] : [])).join("; ");
    return;
  }
  registry = stack.use(await startRegistry());
  proxy = stack.use(await startFaultProxy(registry));
  const peer = (side: Side, snapshotter: Stargz): Peer => ({
    side,
    stargz: snapshotter,
    async ctr(...args) {
      const { stdout, stderr, exitCode } = await ctr(side.address, args, { binary: client.path, namespace: side.namespace, timeout: 120_000 });
      if (exitCode !== 0) throw new Error(`${side.name}: ctr ${args.join(" ")}: exit code ${exitCode}\n${stdout}${stderr}`);
      return stdout;
    },
  });
  const unpacked = (snapshotter: string): string => `[[plugins."io.containerd.transfer.v1.local".unpack_config]]\n  platform = "linux/${hostArchitecture()}"\n  snapshotter = "${snapshotter}"\n`;
  ours = peer(stack.use(await startHost({ config: first.daemonConfig })), first);
  stock = peer(stack.use(await startStock({ binary: containerd.path, config: second.daemonConfig + unpacked("overlayfs") + unpacked("stargz") })), second);
  layout = await estargzImage();
  for (const name of ["lazy", "again"]) await pushLayout(registry, layout, name);
  layer = await largestLayer(layout);
}, 300_000);

beforeEach(({ skip }) => {
  if (skipped !== undefined) return skip(skipped);
  proxy.clear();
  proxy.requests.splice(0);
});

afterAll(() => stack.disposeAsync());

const image = (name = "lazy"): string => `${proxy.host}/${name}:latest`;
const lines = (text: string): string[] => text.split("\n").filter(Boolean);
const sumOf = (text: string): string => text.split(" ")[0] ?? "";
const start = (peer: Peer, id: string, ...command: string[]): Promise<string> => peer.ctr("run", "--rm", "--snapshotter", "stargz", image(), `${peer.side.namespace}-${id}`, ...command);

/** Bytes of a blob that were asked for since the last look; whole ones count wholly. */
function fetched({ digest, size }: Descriptor): number {
  const asked = proxy.requests.filter((line) => line.startsWith("GET ") && line.includes(digest));
  return asked.reduce((sum, line) => {
    const ranges = line.split("bytes=")[1]?.split(",") ?? [`0-${size - 1}`];
    return sum + ranges.map((range) => range.split("-").map(Number)).reduce((bytes, [from = 0, to = size - 1]) => bytes + to - from + 1, 0);
  }, 0);
}

/** What a pull leaves: blobs, snapshots with their labels, what is missing. Dates and the order of labels are left out. */
async function recordsOf(peer: Peer): Promise<unknown> {
  const snapshots = lines(await peer.ctr("snapshots", "--snapshotter", "stargz", "ls")).slice(1).map((line) => line.trim().split(/\s+/));
  return {
    blobs: lines(await peer.ctr("content", "ls", "-q")).toSorted(),
    check: (await peer.ctr("images", "check", "--snapshotter", "stargz")).split("\n")[1]?.trim().split(/\s+/).slice(0, 6),
    snapshots: await Promise.all(snapshots.map(async ([key = "", ...rest]) => [key, ...rest, JSON.parse(await peer.ctr("snapshots", "--snapshotter", "stargz", "info", key)).Labels])),
  };
}

async function nothingLeft(peer: Peer): Promise<void> {
  await eventually(`nothing is left of ${peer.side.name}'s layers`, async () => {
    await peer.ctr("leases", "create", "--id", "collect");
    await peer.ctr("leases", "rm", "--sync", "collect");
    const snapshots = lines(await peer.ctr("snapshots", "--snapshotter", "stargz", "ls")).slice(1);
    return snapshots.length === 0 && peer.stargz.mounts().length === 0 && (await peer.ctr("content", "ls", "-q")) === "";
  }, 60_000);
}

describe("stargz-snapshotter as proxy plugin", () => {
  test("an eStargz image is pulled without its layers, runs, and is gone with its mounts when it is removed; as with stock", { timeout: 240_000 }, async () => {
    const pulls: unknown[] = [];
    for (const peer of [ours, stock]) {
      await peer.ctr("images", "pull", "--plain-http", "--snapshotter", "stargz", image());
      expect(proxy.requests.filter((line) => line.startsWith("GET ") && line.includes("/blobs/") && line.includes(layer.digest) && !line.includes("bytes="))).toEqual([]);
      const byPull = fetched(layer);
      expect(byPull).toBeLessThan(layer.size / 20);
      expect(peer.stargz.mounts()).toHaveLength(3);
      pulls.push(await recordsOf(peer));

      expect(sumOf(await start(peer, "one", "sha256sum", "/data/3"))).toMatch(/^[0-9a-f]{64}$/);
      const byRun = fetched(layer) - byPull;
      expect(byRun).toBeGreaterThan(1_000_000);
      expect(byRun).toBeLessThan(layer.size / 4);
      expect(lines(await peer.ctr("content", "ls", "-q"))).not.toContain(layer.digest);

      await peer.ctr("images", "rm", "--sync", image());
      await nothingLeft(peer);
      proxy.requests.splice(0);
    }
    expect(pulls[0]).toEqual(pulls[1]);
    expect(pulls[0]).toMatchObject({ check: [image(), "application/vnd.oci.image.manifest.v1+json", expect.stringMatching(/^sha256:/), "incomplete", "(1/4)", expect.anything()] });
  });

  test("`stevedore pull`, in two namespaces that share a layer's mount: what one removes the other still has; it outlives our service", { timeout: 120_000 }, async () => {
    const other = `${ours.side.namespace}-b`;
    for (const namespace of [ours.side.namespace, other]) {
      const output = await must(STEVEDORE, ["pull", "--address", ours.side.address, "--namespace", namespace, "--plain-http", "--snapshotter", "stargz", image()]);
      expect(lines(output).at(-1)).toMatch(/  0 B in /);
    }
    const expected = sumOf(await start(ours, "first", "sha256sum", "/data/7"));
    await ours.ctr("images", "rm", "--sync", image());
    const there = (...args: string[]): Promise<string> => ours.side.must(args, { namespace: other });
    await killService(ours.side, "snapshots");
    expect(sumOf(await there("run", "--rm", "--snapshotter", "stargz", image(), `${other}-x`, "sha256sum", "/data/7"))).toBe(expected);
    expect(fetched(layer)).toBeLessThan(layer.size / 4);
    await there("images", "rm", "--sync", image());
    await ours.side.must(["namespaces", "rm", other]);
    await nothingLeft(ours);
  });

  test("an image without tables of contents is pulled whole, and runs", { timeout: 120_000 }, async () => {
    await pushLayout(registry, await multiPlatformImage(), "plain");
    await ours.ctr("images", "pull", "--plain-http", "--snapshotter", "stargz", image("plain"));
    expect(await ours.ctr("images", "check", "--snapshotter", "stargz")).toMatch(/ complete \(/);
    expect(await ours.ctr("run", "--rm", "--snapshotter", "stargz", image("plain"), `${ours.side.namespace}-plain`, "cat", "/etc/motd")).toBe("busybox for tests\n");
    expect(ours.stargz.mounts()).toEqual([]);
    await ours.ctr("images", "rm", "--sync", image("plain"));
    await nothingLeft(ours);
  });

  test("nerdctl pulls lazily itself, by labels of its own", { timeout: 120_000 }, async ({ skip }) => {
    const client = await goClient(NERDCTL);
    if ("skip" in client) return skip(client.skip);
    await using dir = await tempDir("nerdctl");
    const { address, namespace } = ours.side;
    const nerdctl = (...args: string[]): Promise<RunResult> =>
      run(client.path, ["--address", address, "--namespace", namespace, "--data-root", join(dir.path, "data"), "--cni-netconfpath", join(dir.path, "cni"), "--cni-path", "/usr/lib/cni", "--insecure-registry", "--snapshotter", "stargz", ...args], {
        timeout: 60_000, env: { NERDCTL_TOML: join(dir.path, "nerdctl.toml"), DOCKER_CONFIG: dir.path },
      });
    expect(await nerdctl("run", "--rm", "--net", "none", image("again"), "cat", "/etc/motd")).toMatchObject({ exitCode: 0, stdout: "busybox for tests\n" });
    expect(fetched(layer)).toBeLessThan(layer.size / 20);
    expect(ours.stargz.mounts()).toHaveLength(3);
    expect(await ours.ctr("snapshots", "--snapshotter", "stargz", "info", await chainIdOf(layout))).toContain(layer.digest);
    expect(await nerdctl("rmi", image("again"))).toMatchObject({ exitCode: 0 });
    await nothingLeft(ours);
  });
});
