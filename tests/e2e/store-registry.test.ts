import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImagesService } from "@stevedore/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blobPath, busyboxImage, connectGrpc, createCertificate, eventually, freePort, MEDIA, multiPlatformImage, must, pushLayout, QUIET_GC, rootOf, run, serviceProcesses, startDockerd, startHost, startRegistry, startStock, tempDir, transferPull, uniqueNamespace, type Host, type Registry } from "../kit/mod.ts";
import { pull } from "./pair.ts";

const namespace = uniqueNamespace();
const other = uniqueNamespace();
let registry: Registry;
let host: Host;
let address: string;

beforeAll(async () => {
  registry = await startRegistry();
  address = `127.0.0.1:${await freePort()}`;
  host = await startHost({ namespace, config: `${QUIET_GC}[stevedore.registry]\n  address = "${address}"\n  namespaces = ["${namespace}", "second-${namespace}"]\n` });
  const reference = await pushLayout(registry, await multiPlatformImage(), "multi");
  await pull(host, reference, "--all-platforms");
  await host.must(["images", "tag", reference, "docker.io/library/multi:1"]);
  const busybox = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(host, busybox);
  await host.must(["images", "tag", busybox, "registry.invalid/team/busybox:1", "registry.invalid/team/busybox:2"]);
}, 120_000);

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

const get = (path: string, init: RequestInit = {}) => fetch(`http://${address}${path}`, init);
const errorOf = async (answer: Response) => ({ status: answer.status, code: ((await answer.json()) as { errors: { code: string }[] }).errors[0]?.code });

async function addBlob(bytes: Uint8Array, ref: string, into = namespace): Promise<{ digest: string; size: number }> {
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  await host.must(["content", "ingest", "--expected-digest", digest, "--expected-size", String(bytes.length), ref], { stdin: bytes, namespace: into });
  return { digest, size: bytes.length };
}

/** An artifact of our own making, as an image record. */
async function addArtifact(name: string, manifest: object, into = namespace): Promise<{ mediaType: string; digest: string; size: number }> {
  const target = { mediaType: MEDIA.manifest, ...(await addBlob(Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.manifest, ...manifest })), name, into)) };
  await using client = connectGrpc(host.address, into);
  await client.unary(ImagesService.name, ImagesService.methods.create, { image: { name, target } });
  return target;
}

const EMPTY = { mediaType: "application/vnd.oci.empty.v1+json", digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", size: 2 };

describe("clients", () => {
  test.each(["library/multi:1", "docker.io/library/multi:1"])("skopeo copies %s with all its platforms, byte for byte", async (name) => {
    await using dir = await tempDir("copy");
    await must("skopeo", ["copy", "--all", "--preserve-digests", "--src-tls-verify=false", `docker://${address}/${name}`, `oci:${dir.path}/layout:1`], { timeout: 60_000 });
    const layout = await multiPlatformImage();
    const root = await rootOf(layout);
    expect(await rootOf(join(dir.path, "layout"))).toMatchObject({ digest: root.digest, mediaType: root.mediaType });
    const { manifests } = JSON.parse(await readFile(blobPath(layout, root.digest), "utf8")) as { manifests: { digest: string }[] };
    for (const { digest } of manifests) expect(await readFile(blobPath(join(dir.path, "layout"), digest))).toEqual(await readFile(blobPath(layout, digest)));
  });

  test("docker pulls and runs from it", async () => {
    await using side = await startStock();
    await using docker = await startDockerd(side);
    await docker.must(["pull", "--quiet", `${address}/team/busybox:1`], { timeout: 60_000 });
    expect(await docker.must(["run", "--rm", "--network", "none", `${address}/team/busybox:1`, "cat", "/etc/motd"], { timeout: 60_000 })).toBe("busybox for tests");
  });

  test("a stock containerd pulls from it, by its name and as a mirror", async () => {
    await using stock = await startStock();
    await using dir = await tempDir("mirror");
    await pull(stock, `${address}/team/busybox:1`);
    await mirror(dir.path);
    await stock.must(["images", "pull", "--hosts-dir", dir.path, "registry.invalid/team/busybox:2"], { timeout: 60_000 });
    expect(await stock.must(["run", "--rm", "registry.invalid/team/busybox:2", `${stock.namespace}-r`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  });

  test("another host pulls from it as a mirror, all on its own side", async () => {
    await using dir = await tempDir("mirror");
    await mirror(dir.path);
    await using second = await startHost({ config: `[plugins."io.containerd.transfer.v1.local"]\n  config_path = "${dir.path}"\n` });
    await transferPull(second.address, { reference: "registry.invalid/team/busybox:1", namespace: second.namespace, scheme: "" });
    expect(await second.must(["run", "--rm", "registry.invalid/team/busybox:1", `${second.namespace}-r`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
  });

  async function mirror(directory: string): Promise<void> {
    await mkdir(join(directory, "registry.invalid"), { recursive: true });
    await writeFile(join(directory, "registry.invalid/hosts.toml"), `[host."http://${address}"]\n  capabilities = ["pull", "resolve"]\n`);
  }
});

describe("the distribution spec's answers", () => {
  test("manifests by tag and digest, HEAD as GET, not modified", async () => {
    const root = await rootOf(await multiPlatformImage());
    const bytes = await readFile(blobPath(await multiPlatformImage(), root.digest), "utf8");
    expect((await get("/v2/")).status).toBe(200);
    for (const reference of ["1", root.digest]) {
      const answer = await get(`/v2/library/multi/manifests/${reference}`);
      expect([answer.status, answer.headers.get("content-type"), answer.headers.get("docker-content-digest")]).toEqual([200, root.mediaType, root.digest]);
      expect(await answer.text()).toBe(bytes);
      const head = await get(`/v2/library/multi/manifests/${reference}`, { method: "HEAD" });
      expect([head.status, head.headers.get("content-length"), head.headers.get("content-type")]).toEqual([200, String(bytes.length), root.mediaType]);
    }
    expect((await get("/v2/library/multi/manifests/1", { headers: { "if-none-match": `"${root.digest}"` } })).status).toBe(304);
    const child = (JSON.parse(bytes) as { manifests: { digest: string; mediaType: string }[] }).manifests[0]!;
    expect((await get(`/v2/library/multi/manifests/${child.digest}`)).headers.get("content-type")).toBe(child.mediaType);
    // `ns`, as the client of a mirror sends it, names the host.
    expect((await get("/v2/library/multi/manifests/1?ns=docker.io")).status).toBe(200);
    expect((await get("/v2/library/multi/manifests/1?ns=registry.invalid")).status).toBe(404);
  });

  test("blobs, and ranges of them", async () => {
    const bytes = randomBytes(3_000_000);
    const blob = await addBlob(bytes, "ranges");
    await addBlob(Buffer.from("{}"), "empty");
    await addArtifact("registry.invalid/ranges:1", { config: EMPTY, layers: [{ mediaType: "application/octet-stream", ...blob }] });
    const path = `/v2/ranges/blobs/${blob.digest}`;
    const whole = await get(path);
    expect([whole.status, whole.headers.get("accept-ranges"), whole.headers.get("docker-content-digest")]).toEqual([200, "bytes", blob.digest]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    for (const [range, start, end] of [["0-0", 0, 1], ["1000000-2499999", 1_000_000, 2_500_000], ["2999990-", 2_999_990, 3_000_000], ["-10", 2_999_990, 3_000_000]] as const) {
      const part = await get(path, { headers: { range: `bytes=${range}` } });
      expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes ${start}-${end - 1}/3000000`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true);
    }
    const beyond = await get(path, { headers: { range: "bytes=3000000-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */3000000"]);
    const head = await get(path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "3000000"]);
    expect(await (await get(`/v2/ranges/blobs/${EMPTY.digest}`)).text()).toBe("{}");
  });

  test("what is not in the repository is not served: of other images, of other namespaces, without an image", async () => {
    const foreign = await addBlob(Buffer.from("another namespace's"), "foreign", other);
    await addArtifact("registry.invalid/foreign:1", { config: EMPTY, layers: [{ mediaType: "application/octet-stream", ...foreign }] }, other);
    const loose = await addBlob(Buffer.from("of no image"), "loose");
    const apart = await addArtifact("registry.invalid/apart:1", { config: EMPTY, layers: [] });
    expect((await get(`/v2/apart/manifests/${apart.digest}`)).status).toBe(200);
    expect(await errorOf(await get("/v2/foreign/manifests/1"))).toEqual({ status: 404, code: "NAME_UNKNOWN" });
    for (const digest of [foreign.digest, loose.digest]) expect(await errorOf(await get(`/v2/team/busybox/blobs/${digest}`))).toEqual({ status: 404, code: "BLOB_UNKNOWN" });
    expect(await errorOf(await get(`/v2/library/multi/manifests/${apart.digest}`))).toEqual({ status: 404, code: "MANIFEST_UNKNOWN" });
  });

  test("a second namespace's images are there too", async () => {
    const into = `second-${namespace}`;
    const blob = await addBlob(Buffer.from("second"), "blob", into);
    await addArtifact("registry.invalid/in-second:1", { config: { mediaType: "application/vnd.example", ...blob }, layers: [] }, into);
    expect((await get("/v2/in-second/manifests/1")).status).toBe(200);
    expect(await (await get(`/v2/in-second/blobs/${blob.digest}`)).text()).toBe("second");
  });

  test("errors in the spec's JSON", async () => {
    const absent = `sha256:${"0".repeat(64)}`;
    expect(await errorOf(await get("/v2/team/busybox/manifests/none"))).toEqual({ status: 404, code: "MANIFEST_UNKNOWN" });
    expect(await errorOf(await get(`/v2/team/busybox/manifests/${absent}`))).toEqual({ status: 404, code: "MANIFEST_UNKNOWN" });
    expect(await errorOf(await get(`/v2/team/busybox/blobs/${absent}`))).toEqual({ status: 404, code: "BLOB_UNKNOWN" });
    expect(await errorOf(await get("/v2/team/busybox/blobs/sha256:short"))).toEqual({ status: 400, code: "DIGEST_INVALID" });
    expect(await errorOf(await get("/v2/Team/busybox/manifests/1"))).toEqual({ status: 400, code: "NAME_INVALID" });
    expect(await errorOf(await get("/v2/none/tags/list"))).toEqual({ status: 404, code: "NAME_UNKNOWN" });
    expect(await errorOf(await get("/v1/search"))).toEqual({ status: 404, code: "UNSUPPORTED" });
    for (const [method, path] of [["POST", "/v2/team/busybox/blobs/uploads/"], ["PUT", "/v2/team/busybox/manifests/1"], ["DELETE", "/v2/team/busybox/manifests/1"], ["PATCH", "/v2/"]] as const) {
      const answer = await get(path, { method, body: method === "DELETE" ? null : "x" });
      expect(answer.headers.get("allow")).toBe("GET, HEAD");
      expect(await errorOf(answer)).toEqual({ status: 405, code: "UNSUPPORTED" });
    }
  });

  test("tags and repositories in pages", async () => {
    expect(await (await get("/v2/team/busybox/tags/list")).json()).toEqual({ name: "team/busybox", tags: ["1", "2"] });
    const first = await get("/v2/team/busybox/tags/list?n=1");
    expect(await first.json()).toEqual({ name: "team/busybox", tags: ["1"] });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await get(next);
    expect(await second.json()).toEqual({ name: "team/busybox", tags: ["2"] });
    expect(second.headers.get("link")).toBeNull();
    expect(await (await get("/v2/team/busybox/tags/list?n=0")).json()).toEqual({ name: "team/busybox", tags: [] });
    const { repositories } = (await (await get("/v2/_catalog")).json()) as { repositories: string[] };
    expect(repositories).toEqual(expect.arrayContaining(["docker.io/library/multi", `${registry.host.replace(":", "_")}/busybox`, "registry.invalid/team/busybox"]));
    expect(await (await get(`/v2/_catalog?n=1&last=${encodeURIComponent("registry.invalid/team")}`)).json()).toEqual({ repositories: ["registry.invalid/team/busybox"] });
  });

  test("referrers: those with a name, and those that hang on their subject by a label", async () => {
    const subject = await rootOf(await busyboxImage());
    const config = await addBlob(Buffer.from('{"a":1}'), "config");
    const about = (artifactType: string) => ({ artifactType, config: { mediaType: "application/vnd.example", ...config }, layers: [], subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size }, annotations: { for: artifactType } });
    const named = await addArtifact("registry.invalid/team/busybox:sbom", about("application/vnd.example.sbom"));
    const unnamed = await addBlob(Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.manifest, ...about("application/vnd.example.signature") })), "signature");
    await host.must(["content", "label", subject.digest, `containerd.io/gc.ref.content.referrer.sha256.${unnamed.digest.slice(7, 19)}=${unnamed.digest}`]);
    const referrers = async (query = "") => {
      const answer = await get(`/v2/team/busybox/referrers/${subject.digest}${query}`);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, MEDIA.index]);
      return { filters: answer.headers.get("oci-filters-applied"), ...((await answer.json()) as { manifests: { digest: string; artifactType: string }[] }) };
    };
    const all = await referrers();
    expect(all.manifests.map(({ digest }) => digest).toSorted()).toEqual([named.digest, unnamed.digest].toSorted());
    expect(all.manifests).toContainEqual({ mediaType: MEDIA.manifest, ...unnamed, artifactType: "application/vnd.example.signature", annotations: { for: "application/vnd.example.signature" } });
    expect(await referrers("?artifactType=application/vnd.example.sbom")).toMatchObject({ filters: "artifactType", manifests: [{ digest: named.digest }] });
    expect((await get(`/v2/team/busybox/manifests/${unnamed.digest}`)).status).toBe(200);
    expect((await (await get(`/v2/team/busybox/referrers/sha256:${"1".repeat(64)}`)).json())).toEqual({ schemaVersion: 2, mediaType: MEDIA.index, manifests: [] });
    await host.must(["images", "rm", "registry.invalid/team/busybox:sbom"]);
  });
});

test("a blob that is being sent outlives the content service; a request meanwhile waits for its successor", async () => {
  const bytes = randomBytes(24 << 20);
  const blob = await addBlob(bytes, "large");
  await addArtifact("registry.invalid/large:1", { config: EMPTY, layers: [{ mediaType: "application/octet-stream", ...blob }] });
  const slow = await get(`/v2/large/blobs/${blob.digest}`);
  const before = (await serviceProcesses(host)).find(({ name }) => name === "content")?.pid;
  process.kill(before!, "SIGKILL");
  const meanwhile = await get(`/v2/large/blobs/${blob.digest}`, { headers: { range: "bytes=0-9" } });
  expect(Buffer.from(await meanwhile.arrayBuffer()).equals(bytes.subarray(0, 10))).toBe(true);
  expect(Buffer.from(await slow.arrayBuffer()).equals(bytes)).toBe(true);
  await eventually("content is back", async () => (await serviceProcesses(host)).every(({ health }) => health === "ok"), 30_000);
});

test("over TLS, for those with a password", async () => {
  await using dir = await tempDir("tls");
  const { certFile, keyFile } = await createCertificate(dir.path, "store");
  const [passwords, secure] = [join(dir.path, "passwords"), `127.0.0.1:${await freePort()}`];
  await writeFile(passwords, "# who may pull\nalice:secret\n", { mode: 0o600 });
  const name = uniqueNamespace();
  await using own = await startHost({ namespace: name, config: `[stevedore.registry]\n  address = "${secure}"\n  namespaces = ["${name}"]\n  tls_cert = "${certFile}"\n  tls_key = "${keyFile}"\n  credentials = "${passwords}"\n` });
  await pull(own, await pushLayout(registry, await busyboxImage(), "busybox"));
  const image = `docker://${secure}/busybox:latest`;
  await mkdir(join(dir.path, "certs"));
  await writeFile(join(dir.path, "certs/ca.crt"), await readFile(certFile));
  const inspect = (...flags: string[]) => run("skopeo", ["inspect", "--raw", "--cert-dir", join(dir.path, "certs"), ...flags, image]);
  expect(JSON.parse((await inspect("--creds", "alice:secret")).stdout)).toMatchObject({ mediaType: MEDIA.manifest });
  expect((await inspect("--creds", "alice:wrong")).stderr).toMatch(/unauthorized|authentication required/);
  expect((await inspect("--no-creds")).stderr).toMatch(/unauthorized|authentication required/);
});
