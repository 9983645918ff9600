import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, type CredentialsSource, type RegistryClient, type Transport } from "@stevedore/registry";
import { drain, freePort, makeImage, messageFrom, push, quiet, startRegistry, tempDir, type RealRegistry } from "./support.ts";

const image = makeImage();
const temp = tempDir();
const ca = join(temp.path, "ca.crt");
const password = (secret: string): CredentialsSource => async () => ({ kind: "password", username: "alice", secret });
let transport: Transport;
let plain: RealRegistry;
let secure: RealRegistry;
let mutual: RealRegistry;
let basic: RealRegistry;

beforeAll(async () => {
  transport = createTransport();
  const openssl = (...args: string[]): unknown => execFileSync("openssl", args, { cwd: temp.path, stdio: "pipe" });
  writeFileSync(join(temp.path, "san"), "subjectAltName=IP:127.0.0.1");
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=Test CA", "-days", "2");
  for (const name of ["server", "client"]) {
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-out", `${name}.crt`, "-days", "2", "-extfile", "san");
  }
  // openssl hashes no bcrypt, which the registry wants: this is the bcrypt of "secret".
  writeFileSync(join(temp.path, "htpasswd"), `alice:${bcryptOfSecret()}\n`);
  const tls = `  tls: {certificate: "${temp.path}/server.crt", key: "${temp.path}/server.key"`;
  const dirs = ["plain", "secure", "mutual", "basic"].map((name) => join(temp.path, name));
  for (const dir of dirs) mkdirSync(dir);
  [plain, secure, mutual, basic] = await Promise.all([
    startRegistry({ dir: dirs[0]! }),
    startRegistry({ dir: dirs[1]!, http: `${tls}}` }),
    startRegistry({ dir: dirs[2]!, http: `${tls}, clientcas: ["${ca}"]}` }),
    startRegistry({ dir: dirs[3]!, auth: `auth: {htpasswd: {realm: test, path: "${temp.path}/htpasswd"}}` }),
  ]) as [RealRegistry, RealRegistry, RealRegistry, RealRegistry];
  push(`http://${plain.host}`, "team/app", "v1", { image });
  push(`https://${secure.host}`, "team/app", "v1", { image, curl: ["--cacert", ca] });
  push(`https://${mutual.host}`, "team/app", "v1", { image, curl: ["--cacert", ca, "--cert", join(temp.path, "client.crt"), "--key", join(temp.path, "client.key")] });
  push(`http://${basic.host}`, "team/app", "v1", { image, curl: ["-u", "alice:secret"] });
});

afterAll(async () => {
  await Promise.all([plain, secure, mutual, basic].map((registry) => registry?.[Symbol.asyncDispose]()));
  await transport[Symbol.asyncDispose]();
  temp[Symbol.dispose]();
});

function bcryptOfSecret(): string {
  return execFileSync("perl", ["-e", 'print crypt("secret", q($2y$05$abcdefghijklmnopqrstuu))']).toString();
}

interface Setup { hostsToml?: string; files?: Record<string, string>; credentials?: CredentialsSource; defaultScheme?: string }

function client(reference: string, setup: Setup = {}): RegistryClient {
  const host = reference.slice(0, reference.indexOf("/"));
  const hostDir = join(temp.path, `certs-${Math.random()}`);
  const dir = join(hostDir, host.replace(":", "_") + "_");
  if (setup.hostsToml !== undefined || setup.files !== undefined) mkdirSync(dir, { recursive: true });
  if (setup.hostsToml !== undefined) writeFileSync(join(dir, "hosts.toml"), setup.hostsToml);
  for (const [name, from] of Object.entries(setup.files ?? {})) execFileSync("cp", [from, join(dir, name)]);
  const hosts = loadHosts({ host, hostDirs: [hostDir], ...(setup.defaultScheme === undefined ? {} : { defaultScheme: setup.defaultScheme }) });
  return createRegistryClient({ reference, hosts, transport, log: quiet, retry: { attempts: 2, baseDelayMs: 5, maxDelayMs: 20 }, ...(setup.credentials === undefined ? {} : { credentials: setup.credentials }) });
}

async function expectWholeImage(from: RegistryClient): Promise<void> {
  const { name, descriptor } = await from.resolve();
  expect(name).toBe(from.reference);
  expect(descriptor).toEqual(image.manifest);
  const fetcher = from.fetcher();
  expect((await fetcher.read(descriptor)).equals(image.manifestBytes)).toBe(true);
  expect(digestOf(await drain(fetcher.open(image.layer)))).toBe(image.layer.digest);
}

describe("plain http", () => {
  test("resolves by tag, by digest and by both", async () => {
    await expectWholeImage(client(`${plain.host}/team/app:v1`));
    await expectWholeImage(client(`${plain.host}/team/app@${image.manifest.digest}`));
    await expectWholeImage(client(`${plain.host}/team/app:other@${image.manifest.digest}`));
  });

  test("a blob from an offset on", async () => {
    const rest = await drain(client(`${plain.host}/team/app:v1`).fetcher().open(image.layer, { offset: 1_234_567 }));
    expect(rest.equals(image.layerBytes.subarray(1_234_567))).toBe(true);
  });

  test("batches are large", async () => {
    const sizes: number[] = [];
    for await (const batch of client(`${plain.host}/team/app:v1`).fetcher().open(image.layer)) sizes.push(batch.reduce((sum, { length }) => sum + length, 0));
    expect(sizes.slice(0, -1).every((size) => size >= 256 << 10), sizes.join()).toBe(true);
  });

  test("what is not there is NotFound with the reference", async () => {
    await expect(client(`${plain.host}/team/app:nope`).resolve()).rejects.toMatchObject({ code: 5, message: `${plain.host}/team/app:nope: not found` });
    await expect(client(`${plain.host}/nobody/nothing:v1`).resolve()).rejects.toMatchObject({ code: 5 });
    const gone = { ...image.layer, digest: digestOf("gone") };
    await expect(drain(client(`${plain.host}/team/app:v1`).fetcher().open(gone))).rejects.toMatchObject({ code: 5, message: expect.stringContaining(`blobs/${gone.digest} not found`) });
  });

  test("https asked of it", async () => {
    expect(await messageFrom(client(`${plain.host}/team/app:v1`, { defaultScheme: "https" }).resolve()))
      .toBe(`failed to do request: Head "https://${plain.host}/v2/team/app/manifests/v1": http: server gave HTTP response to HTTPS client (--plain-http, or server = "http://${plain.host}" in its hosts.toml, asks it by http)`);
  });

  test("nobody listens", async () => {
    const port = await freePort();
    await expect(client(`127.0.0.1:${port}/a/b:c`).resolve()).rejects.toMatchObject({
      code: 14,
      message: `failed to do request: Head "https://127.0.0.1:${port}/v2/a/b/manifests/c": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
    expect(await messageFrom(client(`[::1]:${port}/a/b:c`).resolve())).toContain(`dial tcp [::1]:${port}: connect: `);
  });

  test("no such host", async () => {
    expect(await messageFrom(client("nowhere.invalid/a/b:c").resolve())).toMatch(/^failed to do request: Head "https:\/\/nowhere\.invalid\/.*": dial tcp: lookup nowhere\.invalid: /);
  });
});

describe("push", () => {
  const other = makeImage(1_500_000);
  async function* bytesOf(buffer: Buffer): AsyncGenerator<Uint8Array> {
    for (let offset = 0; offset < buffer.length; offset += 100_000) yield buffer.subarray(offset, offset + 100_000);
  }

  test.each(["plain", "basic", "secure"])("of a whole image, to %s; then it can be pulled", async (which) => {
    const registry = { plain, basic, secure }[which] as RealRegistry;
    const setup: Setup = which === "basic" ? { credentials: password("secret") } : which === "secure" ? { files: { "ca.crt": ca } } : {};
    const to = client(`${registry.host}/pushed/app:v2`, setup);
    const pusher = to.pusher({ tagged: other.manifest.digest });
    expect(await pusher.has(other.layer)).toBe(false);
    expect(await pusher.pushBlob(other.layer, { open: () => bytesOf(other.layerBytes) })).toBe("uploaded");
    expect(await pusher.pushBlob(other.config, { open: () => bytesOf(other.configBytes) })).toBe("uploaded");
    expect(await pusher.has(other.layer)).toBe(true);
    expect(await pusher.has(other.manifest)).toBe(false);
    await pusher.pushManifest(other.manifest, other.manifestBytes);
    expect(await pusher.has(other.manifest)).toBe(true);
    expect((await to.resolve()).descriptor).toEqual(other.manifest);
    expect(digestOf(await drain(to.fetcher().open(other.layer)))).toBe(other.layer.digest);
  });

  test("a blob of another repository is mounted", async () => {
    const pusher = client(`${plain.host}/mounted/app:v1`).pusher({ tagged: "", mountFrom: ["team/app"] });
    const never = (): AsyncIterable<Uint8Array> => { throw new Error("no bytes needed"); };
    expect(await pusher.pushBlob(image.layer, { open: never, mountFrom: ["team/app"] })).toBe("mounted");
    expect(await pusher.pushBlob(other.config, { open: () => bytesOf(other.configBytes), mountFrom: ["nowhere/x"] })).toBe("uploaded");
  });

  test("bytes that are not the digest's, and a manifest whose blobs are missing", async () => {
    const pusher = client(`${plain.host}/bad/app:v1`).pusher({ tagged: "" });
    await expect(pusher.pushBlob({ ...other.config, digest: digestOf("lie") }, { open: () => bytesOf(other.configBytes) })).rejects.toMatchObject({ code: 3, message: expect.stringContaining("400 Bad Request: digest_invalid") });
    await expect(pusher.pushManifest(other.manifest, other.manifestBytes)).rejects.toMatchObject({ message: expect.stringContaining("manifest_blob_unknown") });
  });

  test("without permission, and where nobody may push", async () => {
    await expect(client(`${basic.host}/x/y:z`).pusher({ tagged: "" }).has(other.layer)).rejects.toMatchObject({ code: 16 });
    const readOnly = client(`${plain.host}/x/y:z`, { hostsToml: `server = "http://${plain.host}"\ncapabilities = ["pull"]\n` });
    expect(() => readOnly.pusher({ tagged: "" })).toThrow(/no push hosts/);
  });
});

describe("TLS", () => {
  test("a private authority, by hosts.toml or by a certificate beside", async () => {
    await expectWholeImage(client(`${secure.host}/team/app:v1`, { hostsToml: `server = "https://${secure.host}"\nca = "${ca}"\n` }));
    await expectWholeImage(client(`${secure.host}/team/app:v1`, { files: { "ca.crt": ca } }));
  });

  test("skip_verify", async () => {
    await expectWholeImage(client(`${secure.host}/team/app:v1`, { hostsToml: `server = "https://${secure.host}"\nskip_verify = true\n` }));
  });

  test("an unknown authority", async () => {
    expect(await messageFrom(client(`${secure.host}/team/app:v1`, { defaultScheme: "https" }).resolve())).toContain("tls: failed to verify certificate: x509: certificate signed by unknown authority");
  });

  test("another name than the certificate's", async () => {
    const host = secure.host.replace("127.0.0.1", "localhost");
    expect(await messageFrom(client(`${host}/team/app:v1`, { files: { "ca.crt": ca } }).resolve())).toContain("x509: certificate is valid for 127.0.0.1, not localhost");
  });

  test("client certificates", async () => {
    const pair = `client = [["${temp.path}/client.crt", "${temp.path}/client.key"]]`;
    await expectWholeImage(client(`${mutual.host}/team/app:v1`, { hostsToml: `server = "https://${mutual.host}"\nca = "${ca}"\n${pair}\n` }));
    await expectWholeImage(client(`${mutual.host}/team/app:v1`, { files: { "ca.crt": ca, "client.cert": `${temp.path}/client.crt`, "client.key": `${temp.path}/client.key` } }));
    expect(await messageFrom(client(`${mutual.host}/team/app:v1`, { files: { "ca.crt": ca } }).resolve())).toMatch(/remote error: tls: |connection reset|unexpected EOF/);
  });
});

describe("basic authentication", () => {
  test("the right password", async () => {
    await expectWholeImage(client(`${basic.host}/team/app:v1`, { credentials: password("secret") }));
  });
  test("the wrong one", async () => {
    await expect(client(`${basic.host}/team/app:v1`, { credentials: password("wrong") }).resolve()).rejects.toMatchObject({ code: 16, message: expect.stringContaining("401 Unauthorized") });
  });
  test("none", async () => {
    await expect(client(`${basic.host}/team/app:v1`).resolve()).rejects.toMatchObject({
      code: 16, message: "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
    });
  });
});

describe("mirrors", () => {
  test("in the order written; one that is down or lacks the image is passed over", async () => {
    const down = await freePort();
    const hostsToml = `server = "http://${basic.host}"\n[host."http://127.0.0.1:${down}"]\n[host."http://${secure.host}"]\ncapabilities=["push"]\n[host."http://${plain.host}"]\ncapabilities = ["pull", "resolve"]\n`;
    await expectWholeImage(client(`${basic.host}/team/app:v1`, { hostsToml }));
  });
});
