import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bomb, createTar, hostileLayers, layoutOf, MEDIA, must, pushLayout, sha256, startHost, startRegistry, tempDir, transferPull, unmountBelow, type Host, type Registry, type TempDir } from "../kit/mod.ts";
import { failure } from "./pair.ts";

const MIB = 1 << 20;
const LIMITS = `[stevedore.limits]
  max_layer_bytes = ${64 * MIB}
  max_layer_entries = 10000
`;

let host: Host;
let registry: Registry;
let dir: TempDir;
let canary: string;

beforeAll(async () => {
  registry = await startRegistry();
  dir = await tempDir("hostile");
  canary = join(dir.path, "canary");
  host = await startHost({ config: LIMITS });
});

afterEach(async () => {
  for (const image of (await host.must(["images", "ls", "-q"])).split("\n").filter(Boolean)) await host.must(["images", "rm", "--sync", image]);
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

let counter = 0;

/** Pushes an image of one layer; returns its reference. */
async function imageOf(layer: { bytes: Uint8Array; diffId?: string; mediaType?: string }): Promise<string> {
  counter += 1;
  const layout = join(dir.path, `layout-${counter}`);
  await layoutOf(layout, layer);
  return await pushLayout(registry, layout, `hostile-${counter}`);
}

/** Both ways of pulling: the client unpacks (Diff.Apply), the server does (Transfer). */
const WAYS = {
  "client-side": (reference: string) => host.ctr(["images", "pull", "--plain-http", reference]).then((result) => (result.exitCode === 0 ? "done" : result.stderr)),
  "server-side": (reference: string) => transferPull(host.address, { reference, namespace: host.namespace }).then(() => "done", (error: Error) => error.message),
};

describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])("%s", (way) => {
  test.each(Object.keys(hostileLayers("/tmp/x/canary")))("a layer that tries to leave the root: %s", async (name) => {
    const passwd = statSync("/etc/passwd").mtimeMs;
    writeFileSync(canary, "alive");
    const tar = createTar(hostileLayers(canary)[name] ?? []);
    const outcome = await WAYS[way](await imageOf({ bytes: gzipSync(tar), diffId: sha256(tar) }));
    // Refused or confined to the root; the host is as it was.
    expect(outcome === "done" || outcome.length > 10).toBe(true);
    expect(readFileSync(canary, "utf8")).toBe("alive");
    expect(statSync("/etc/passwd").mtimeMs).toBe(passwd);
    expect(readFileSync("/etc/passwd", "utf8")).not.toContain("escaped");
    expect(existsSync(`/tmp/${canary.slice(1)}`)).toBe(false);
  });

  const tar = createTar([{ name: "file", data: Buffer.alloc(3 * MIB, "text ") }]);
  const packed = gzipSync(tar);

  test("a layer whose diff ID is wrong", async () => {
    expect(await WAYS[way](await imageOf({ bytes: packed, diffId: sha256("something else") }))).toMatch(/diff ?id|wrong|mismatch|unexpected/i);
  });

  test("a layer that ends in the middle of its compression", async () => {
    expect(await WAYS[way](await imageOf({ bytes: packed.subarray(0, packed.length / 2), diffId: sha256(tar) }))).toMatch(/EOF|end|truncated|invalid/i);
  });

  test("a layer with a broken checksum inside its compression", async () => {
    const broken = Buffer.from(packed);
    broken[broken.length - 6] = (broken[broken.length - 6] ?? 0) ^ 1;
    expect(await WAYS[way](await imageOf({ bytes: broken, diffId: sha256(tar) }))).not.toBe("done");
  });

  test("a zstd frame that is broken, cut off, or followed by something else", async () => {
    const frame = zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    const broken = Buffer.from(frame);
    broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
    for (const bytes of [broken, frame.subarray(0, -20), Buffer.concat([frame, Buffer.from("rubbish")])]) {
      expect(await WAYS[way](await imageOf({ bytes, diffId: sha256(tar), mediaType: `${MEDIA.layer}+zstd` }))).toMatch(/compressed stream (is broken|ends)/);
    }
  });

  test("a layer that is no tar, and one of an unknown media type", async () => {
    const noise = Buffer.alloc(4096, "noise");
    expect(await WAYS[way](await imageOf({ bytes: gzipSync(noise), diffId: sha256(noise) }))).not.toBe("done");
    // As stock containerd, an unknown type of layer may be fetched and skipped; it must not be taken for a tar.
    await WAYS[way](await imageOf({ bytes: noise, mediaType: "application/vnd.example.layer" }));
  });

  test("a tar that ends in the middle of a file", async () => {
    const cut = tar.subarray(0, MIB);
    expect(await WAYS[way](await imageOf({ bytes: gzipSync(cut), diffId: sha256(cut) }))).toMatch(/EOF|end|truncated/i);
  });

  test("a bomb of bytes is stopped at the limit", async () => {
    const { bytes, diffId } = bomb(200);
    expect(bytes.length).toBeLessThan(MIB);
    const used = Number((await must("du", ["-sk", host.root])).split("\t")[0]);
    expect(await WAYS[way](await imageOf({ bytes, diffId }))).toMatch(/limit|more than|too (large|big|many)|max/i);
    await host.must(["leases", "create", "--id", "sync"]);
    await host.must(["leases", "rm", "--sync", "sync"]);
    expect(Number((await must("du", ["-sk", host.root])).split("\t")[0])).toBeLessThan(used + 70 * 1024);
  });

  test("a bomb of files is stopped at the limit", async () => {
    const many = createTar(Array.from({ length: 10_500 }, (_, i) => ({ name: `f/${i}` })));
    expect(await WAYS[way](await imageOf({ bytes: gzipSync(many), diffId: sha256(many) }))).toMatch(/limit|more than|too many|max/i);
  });
});

test("after all of it a good image of the same host works", async () => {
  const tar = createTar([{ name: "bin/", type: "dir" }, { name: "bin/busybox", mode: 0o755, data: readFileSync("/bin/busybox") }]);
  const reference = await imageOf({ bytes: gzipSync(tar), diffId: sha256(tar) });
  await host.must(["images", "pull", "--plain-http", reference]);
  expect(await host.must(["run", "--rm", reference, `${host.namespace}-ok`, "/bin/busybox", "echo", "ok"])).toBe("ok\n");
});

describe("a full disk", () => {
  test("is reported, and when there is room again everything goes on", async () => {
    await using small = await tempDir("small");
    const mounted = join(small.path, "disk");
    await mkdir(mounted);
    await must("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", mounted]);
    await using full = await startHost({ root: join(mounted, "root") });
    const tar = createTar([{ name: "big", data: Buffer.alloc(90 * MIB, "x") }]);
    const reference = await imageOf({ bytes: gzipSync(tar), diffId: sha256(tar) });
    const pulled = await full.ctr(["images", "pull", "--plain-http", reference]);
    expect(pulled.exitCode).toBe(1);
    expect(pulled.stderr).toMatch(/no space left|ENOSPC|disk is full/i);
    const blob = await full.ctr(["content", "ingest", "too-large"], { stdin: "y".repeat(70 * MIB) });
    expect(failure(blob).exitCode).toBe(1);
    expect(blob.stderr).toMatch(/no space left|ENOSPC|disk is full/i);
    await full.ctr(["images", "rm", "--sync", reference]);
    await full.ctr(["leases", "create", "--id", "sync"]);
    await full.ctr(["leases", "rm", "--sync", "sync"]);
    await must("mount", ["-o", "remount,size=512m", mounted]);
    await full.must(["images", "pull", "--plain-http", reference]);
    expect(await full.must(["images", "check"])).toMatch(/complete.*true/);
    await full[Symbol.asyncDispose]();
    await unmountBelow(mounted);
  });
});
