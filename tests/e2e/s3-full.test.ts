import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLayout, createTar, eventually, must, pushLayout, run, sha256, startHost, startRegistry, startS3Server, tempDir, transferPull, unmountBelow, whyNoS3, type Host, type Registry, type S3Server } from "../kit/mod.ts";

const MIB = 1 << 20;
const skip = process.geteuid?.() === 0 ? await whyNoS3() : "a small disk needs root, to mount a tmpfs";
if (skip !== undefined) process.stderr.write(`a full cache of a host on S3: skipped: ${skip}\n`);

describe.skipIf(skip !== undefined)("a host on S3 whose cache is full", () => {
  let server: S3Server;
  let registry: Registry;
  let reference: string;
  const layers = Array.from({ length: 3 }, (_, at) => createTar([{ name: `random-${at}`, data: randomBytes(MIB) }]));
  const digests: string[] = [];
  const config = (prefix: string, cacheBytes: number): string =>
    ["[stevedore.content]", 'backend = "s3"', "[stevedore.content.s3]", `endpoint = "${server.endpoint}"`, 'bucket = "content"', `prefix = "${prefix}/"`, `access_key = "${server.keys.accessKey}"`, `secret_key = "${server.keys.secretKey}"`, "shared = true", `cache_bytes = ${cacheBytes}`].join("\n");

  beforeAll(async () => {
    [server, registry] = await Promise.all([startS3Server(), startRegistry()]);
    await server.createBucket("content");
    await using dir = await tempDir("layout");
    const layout = await createLayout(dir.path);
    const base = createTar([{ name: "bin/", type: "dir" }, { name: "bin/busybox", mode: 0o755, data: readFileSync("/bin/busybox") }]);
    await layout.finish(await layout.addImage({ layers: [base, ...layers].map((tar) => ({ tar, compression: "none" })) }));
    digests.push(...[base, ...layers].map(sha256));
    reference = await pushLayout(registry, dir.path, "image");
  }, 120_000);

  afterAll(async () => {
    for (const each of [registry, server]) await each?.[Symbol.asyncDispose]();
  });

  const pull = (host: Host) => transferPull(host.address, { reference, namespace: host.namespace });
  const runOnce = (host: Host, id: string): Promise<string> => host.must(["run", "--rm", reference, `${host.namespace}-${id}`, "/bin/busybox", "echo", "ok"]);
  const digestRead = async (host: Host, digest: string): Promise<string> => `sha256:${(await must("sh", ["-c", `ctr -a ${host.address} -n ${host.namespace} content get ${digest} | sha256sum`])).split(" ")[0]}`;
  const store = (host: Host): string => join(host.root, "io.stevedore.content.s3");
  const filesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory, { recursive: true }).map(String).filter((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.isFile()) : []);
  const bytesIn = (directory: string): number => filesIn(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  /** What a pull that has failed must not leave; what it committed goes with a collection. */
  const expectNothingLeft = async (host: Host): Promise<void> => {
    expect(await host.must(["images", "ls", "-q"])).toBe("");
    expect(await host.must(["leases", "ls", "-q"])).toBe("");
    await host.must(["leases", "create", "--id", "sync"]);
    await host.must(["leases", "rm", "--sync", "sync"]);
    expect(await host.must(["content", "active"])).not.toContain("sha256");
    expect(await host.must(["content", "ls", "-q"])).toBe("");
    expect(await host.must(["snapshots", "ls"])).not.toContain("Committed");
    for (const each of ["arriving", "ingest"]) expect(filesIn(join(store(host), each))).toEqual([]);
  };

  test("a cache smaller than the image: it is pulled, runs and is read all the same, from a registry and from the bucket", async () => {
    const limit = 2.5 * MIB;
    expect(readFileSync("/bin/busybox").length + 3 * MIB).toBeGreaterThan(limit);
    // The second one takes every layer from the bucket, and each is needed as a file.
    for (const name of ["one", "two"]) {
      await using host = await startHost({ config: config("small", limit) });
      await pull(host);
      expect(await runOnce(host, name)).toBe("ok\n");
      for (const digest of digests) expect(await digestRead(host, digest)).toBe(digest);
      await host.stop();
      await host.restart();
      for (const digest of digests) expect(await digestRead(host, digest)).toBe(digest);
      await eventually("the cache is as large as it may be", () => bytesIn(join(store(host), "blobs")) <= limit);
      expect(filesIn(join(store(host), "arriving"))).toEqual([]);
    }
  });

  test("no space where the cache is: a pull and a read say so and leave nothing, what is there goes on, and with space all works", async () => {
    await using dir = await tempDir("small");
    const root = join(dir.path, "root");
    const mounted = join(root, "io.stevedore.content.s3");
    await mkdir(mounted, { recursive: true });
    await must("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted]);
    {
      await using host = await startHost({ root, config: config("disk", 64 * MIB) });
      await expect(pull(host)).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED, details: expect.stringContaining("no space left on device") as string });
      await expectNothingLeft(host);
      await must("mount", ["-o", "remount,size=64m", mounted]);
      await pull(host);
      await host.must(["run", "-d", reference, `${host.namespace}-long`, "/bin/busybox", "sleep", "1000"]);
      const [cold = "", warm = ""] = digests;
      await rm(join(mounted, "blobs/sha256", cold.slice("sha256:".length)));
      await host.stop();
      await host.restart();
      const filler = join(mounted, "filler");
      await run("dd", ["if=/dev/zero", `of=${filler}`, "bs=4k"]);
      const read = await host.ctr(["content", "get", cold]);
      expect(read.exitCode).toBe(1);
      expect(read.stderr).toMatch(/no space left on device.*resource exhausted|ResourceExhausted.*no space left on device/i);
      expect(filesIn(join(mounted, "arriving"))).toEqual([]);
      // What is cached, what runs, and what is unpacked.
      expect(await digestRead(host, warm)).toBe(warm);
      expect(await host.must(["tasks", "exec", "--exec-id", "x", `${host.namespace}-long`, "/bin/busybox", "echo", "still here"])).toBe("still here\n");
      expect(await runOnce(host, "full")).toBe("ok\n");
      await rm(filler);
      expect(await digestRead(host, cold)).toBe(cold);
      await host.must(["tasks", "kill", "--signal", "KILL", `${host.namespace}-long`]);
      await eventually("the container has ended", async () => (await host.ctr(["tasks", "rm", `${host.namespace}-long`])).exitCode === 0);
      await host.must(["containers", "rm", `${host.namespace}-long`]);
    }
    await unmountBelow(dir.path);
  });
});
