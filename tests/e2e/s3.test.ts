import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blobPath, busyboxImage, eventually, killService, pushLayout, rootOf, run, startFaultProxy, startHost, startRegistry, startS3Server, STEVEDORE, tempDir, transferPull, whyNoS3, type FaultProxy, type Host, type Registry, type S3Keys, type S3Server } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";

const CACHE_BYTES = 100_000;
const skip = await whyNoS3();
if (skip !== undefined) process.stderr.write(`hosts on S3: skipped: ${skip}\n`);

describe.skipIf(skip !== undefined)("hosts whose content is in one bucket", () => {
  let server: S3Server;
  let registry: Registry;
  let proxy: FaultProxy;
  let hosts: [Host, Host];
  const config = (over: string[] = []): string =>
    [
      "[stevedore.content]",
      'backend = "s3"',
      "[stevedore.content.s3]",
      `endpoint = "${server.endpoint}"`,
      'bucket = "content"',
      'prefix = "hosts/"',
      `access_key = "${server.keys.accessKey}"`,
      `secret_key = "${server.keys.secretKey}"`,
      "shared = true",
      ...over,
    ].join("\n");

  beforeAll(async () => {
    [server, registry] = await Promise.all([startS3Server(), startRegistry()]);
    await server.createBucket("content");
    proxy = await startFaultProxy(registry);
    await pushLayout(registry, await busyboxImage(), "image");
    hosts = await Promise.all([startHost({ config: config() }), startHost({ config: config() })]);
  });

  afterAll(async () => {
    for (const each of [...(hosts ?? []), proxy, registry, server]) await each?.[Symbol.asyncDispose]();
  });

  const reference = (): string => `${proxy.host}/image:latest`;
  const runOnce = (host: Host, id: string): Promise<string> => host.must(["run", "--rm", reference(), `${host.namespace}-${id}`, "cat", "/etc/motd"]);
  /** Removes all copies, as a full cache would. */
  const chill = async (host: Host): Promise<void> => {
    await host.stop();
    await run("rm", ["-rf", join(host.root, "io.stevedore.content.s3/blobs")]);
    await host.restart();
  };

  test("one pulls and runs; the other takes the blobs from the bucket, and the registry gives manifests alone", async () => {
    const [one, two] = hosts;
    await transferPull(one.address, { reference: reference(), namespace: one.namespace });
    expect(await runOnce(one, "first")).toBe("busybox for tests\n");
    proxy.requests.splice(0);
    await transferPull(two.address, { reference: reference(), namespace: two.namespace });
    expect(proxy.requests.filter((line) => line.includes("/blobs/"))).toEqual([]);
    expect(await runOnce(two, "first")).toBe("busybox for tests\n");
  });

  test("content is there by its digest in a namespace that has no record of it", async () => {
    const [, two] = hosts;
    const layout = await busyboxImage();
    const { digest, size } = await rootOf(layout);
    const namespace = `${two.namespace}-other`;
    const found = await two.must(["content", "get", digest], { namespace });
    expect(Buffer.byteLength(found)).toBe(size);
    expect(found).toBe(readFileSync(blobPath(layout, digest), "utf8"));
  });

  test("the server goes away: a container and cached content go on, new reads and commits say why, and all recovers by itself", async ({ onTestFailed }) => {
    onTestFailed(() => server.kill().then(server.restart));
    const [one, two] = hosts;
    await two.must(["run", "-d", reference(), `${two.namespace}-long`, "sleep", "1000"]);
    await chill(one);
    await server.kill();
    const { digest } = await rootOf(await busyboxImage());
    // Where the copy was lost, and where it was not.
    const refused = await one.ctr(["content", "get", digest]);
    expect(refused.stderr).toMatch(/bucket content at http:\/\/127\.0\.0\.1:\d+: .*what is cached goes on/);
    await two.must(["content", "get", digest]);
    expect(await two.must(["tasks", "exec", "--exec-id", "x", `${two.namespace}-long`, "echo", "still here"])).toBe("still here\n");
    expect(await runOnce(two, "away")).toBe("busybox for tests\n");
    await using dir = await tempDir("s3");
    writeFileSync(join(dir.path, "blob"), "written while the server is away");
    // From a file: what resumes has to seek.
    const ingest = () => run("sh", ["-c", `ctr -a ${two.address} -n ${two.namespace} content ingest meanwhile < ${join(dir.path, "blob")}`]);
    const failed = await ingest();
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("bucket content at");
    // A host starts without it, too.
    await killService(two, "content");
    expect(await two.must(["content", "active"])).toContain("meanwhile");
    await server.restart();
    await eventually("the read works again", async () => (await one.ctr(["content", "get", digest])).exitCode === 0);
    expect(await ingest()).toMatchObject({ exitCode: 0, stderr: "" });
    await two.must(["tasks", "kill", "--signal", "KILL", `${two.namespace}-long`]);
    await eventually("the container has ended", async () => (await two.ctr(["tasks", "rm", `${two.namespace}-long`])).exitCode === 0);
    await two.must(["containers", "rm", `${two.namespace}-long`]);
  });

  test("after a restart with an empty cache the image runs from the bucket", async () => {
    const [one] = hosts;
    await one.must(["images", "rm", "--sync", reference()]);
    await chill(one);
    proxy.requests.splice(0);
    await transferPull(one.address, { reference: reference(), namespace: one.namespace });
    expect(await runOnce(one, "again")).toBe("busybox for tests\n");
    expect(proxy.requests.filter((line) => line.includes("/blobs/"))).toEqual([]);
  });

  test("keys without permission: a pull says so and leaves nothing; with others in the credentials file it works, with a cache smaller than the layer too", async () => {
    await using dir = await tempDir("s3");
    const file = join(dir.path, "credentials");
    const write = ({ accessKey, secretKey, sessionToken = "" }: S3Keys): void =>
      writeFileSync(file, `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n${sessionToken && `aws_session_token = ${sessionToken}\n`}`);
    write(await server.outsider());
    const text = config([`cache_bytes = ${CACHE_BYTES}`]).replace(/access_key = .*\nsecret_key = .*/, `credentials_file = "${file}"`).replace("hosts/", "denied/");
    await using host = await startHost({ config: text });
    const pull = () => transferPull(host.address, { reference: reference(), namespace: host.namespace });
    await expect(pull()).rejects.toMatchObject({ code: status.PERMISSION_DENIED, details: expect.stringMatching(/bucket content at .*allow these keys/) as string });
    expect(await host.must(["images", "ls", "-q"])).toBe("");
    expect(await host.must(["leases", "ls", "-q"])).toBe("");
    expect(await host.must(["content", "ls", "-q"])).toBe("");
    write(server.keys);
    await pull();
    expect(await runOnce(host, "allowed")).toBe("busybox for tests\n");

    // The cache has no room for the layer: it lies beside it while it is needed, and never longer than the host runs.
    const layer = await largestLayer(await busyboxImage());
    expect(layer.size).toBeGreaterThan(CACHE_BYTES);
    const copy = join(host.root, "io.stevedore.content.s3/blobs/sha256", layer.digest.slice("sha256:".length));
    expect(existsSync(copy)).toBe(true);
    await host.stop();
    await host.restart();
    // The socket answers before content has looked at its cache.
    await eventually("the copy is gone", () => !existsSync(copy));
    const got = await run("sh", ["-c", `ctr -a ${host.address} -n ${host.namespace} content get ${layer.digest} | sha256sum`]);
    expect(`sha256:${got.stdout.split(" ")[0]}`).toBe(layer.digest);
    expect(existsSync(copy)).toBe(false);
    // Unpacked once more, by the client.
    await host.must(["images", "pull", "--plain-http", "--snapshotter", "native", reference()]);
    expect(await host.must(["run", "--rm", "--snapshotter", "native", reference(), `${host.namespace}-again`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
    await host.must(["images", "export", join(dir.path, "archive.tar"), reference()]);
  });

  test("doctor tries the bucket, and wrong settings are refused before a host starts", async () => {
    await using dir = await tempDir("s3");
    const file = join(dir.path, "config.toml");
    const doctor = async (text: string): Promise<{ level: string; detail: string }[]> => {
      writeFileSync(file, `version = 3\n${text}\n`);
      const { stdout } = await run(STEVEDORE, ["doctor", "--json", "--config", file, "--root", join(dir.path, "root"), "--state", join(dir.path, "state")], { timeout: 120_000 });
      return (JSON.parse(stdout) as { findings: { what: string; level: string; detail: string }[] }).findings.filter(({ what }) => what === "content bucket" || what === "configuration");
    };
    expect((await doctor(config()))[1]).toMatchObject({ level: "ok", detail: expect.stringContaining("can be listed, read and written") as string });
    expect((await doctor(config().replace('bucket = "content"', 'bucket = "nobodys"')))[1]).toMatchObject({ level: "fail", detail: expect.stringContaining("create the bucket") as string });
    expect((await doctor(config().replace(/secret_key = .*/, "")))[0]).toMatchObject({ level: "fail", detail: expect.stringContaining("has access_key without secret_key") as string });
    expect((await doctor(config().replace(/endpoint = .*/, 'endpoint = "somewhere:9000"')))[0]?.detail).toMatch(/endpoint: expected a URL like "https:\/\/s3\.example:9000"/);
    expect((await doctor(config(["part_bytes = 1000"])))[0]?.detail).toContain("5 MiB, the least that S3 takes");
  });
});
