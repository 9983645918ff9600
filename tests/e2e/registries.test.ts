import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  busyboxImage, createAuthority, newestContainerd, pushLayout, REGISTRY_IDENTITY, REGISTRY_PASSWORD, REGISTRY_USER, run, startPair, startRegistry, tempDir,
  type Authority, type Certificate, type Pair, type Registry, type Side, type TempDir,
} from "../kit/mod.ts";
import { expectNothing, expectPulled, outcomeOf, type PullOf, removeImages, samePull } from "./pulls.ts";

const alice = { username: REGISTRY_USER, secret: REGISTRY_PASSWORD };
const IMAGE = "team/app:v1";
const [INVALID_ARGUMENT, FAILED_PRECONDITION, UNAUTHENTICATED] = [3, 9, 16];

const PATH = process.env["PATH"];
let stack: AsyncDisposableStack;
let dir: TempDir;
let pair: Pair;
let isNewest: boolean;
let authority: Authority;
let client: Certificate;
let plain: Registry;
let dockerConfig: string;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dir = stack.use(await tempDir("registries"));
  dockerConfig = join(dir.path, "docker/config.json");
  await mkdir(join(dir.path, "docker"));
  const newest = await newestContainerd();
  isNewest = !("skip" in newest);
  // The host finds helpers where it finds other programs.
  await mkdir(join(dir.path, "helpers"));
  process.env["PATH"] = `${join(dir.path, "helpers")}:${PATH}`;
  const own = `[debug]\n  level = "debug"\n[stevedore]\n  docker_config = "${dockerConfig}"\n`;
  pair = stack.use(await startPair({ config: own, ...("skip" in newest ? {} : { stockBinary: newest.path }) }));
  plain = pair.registry;
  await pushLayout(plain, await busyboxImage(), "team/app", "v1");
  authority = await createAuthority(dir.path, "authority");
  client = await authority.issue("client");
}, 120_000);

afterEach(async () => {
  await removeImages(pair);
  await expectNothing(pair.ours);
});
afterAll(async () => {
  process.env["PATH"] = PATH;
  await stack?.disposeAsync();
});

/** A directory of hosts' settings; files of this registry's directory, by name. */
async function hostDir(host: string, files: Record<string, string>): Promise<string> {
  const certs = join(dir.path, `certs-${process.hrtime.bigint()}`);
  await mkdir(join(certs, host), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(certs, host, name), text);
  return certs;
}

// Transfer is what is compared; Debian's containerd has none.
const onBoth = (code: number, reference: string, options?: Partial<PullOf>) => (isNewest ? samePull(pair, { reference, ...options }, code) : outcomeOf(pair.ours, { reference, ...options }));
const works = (side: Side, reference: string) => expectPulled(side, reference);

async function expectWorks(reference: string, options?: Partial<PullOf>): Promise<void> {
  expect(await onBoth(0, reference, options)).toMatchObject({ code: 0 });
  await works(pair.ours, reference);
}

describe("who may pull", () => {
  test.each(["basic", "token"] as const)("%s: with the right credentials, with wrong ones, and without", async (auth) => {
    await using registry = await startRegistry({ auth, dataDir: plain.dataDir });
    const reference = `${registry.host}/${IMAGE}`;
    expect(await onBoth(UNAUTHENTICATED, reference)).toMatchObject({ code: UNAUTHENTICATED, message: expect.stringMatching(/401|authorization failed/) });
    expect(await outcomeOf(pair.ours, { reference, credentials: { ...alice, secret: "wrong" } })).toMatchObject({ code: UNAUTHENTICATED });
    await expectWorks(reference, { credentials: alice });
  });

  test("whoever asks, as registries of public images have it: what `ctr` answers without --user is nothing, not an empty token", async () => {
    await using registry = await startRegistry({ auth: "public", dataDir: plain.dataDir });
    await expectWorks(`${registry.host}/${IMAGE}`, { credentials: { username: "", secret: "" } });
  });

  test("an identity token is exchanged for one of the registry's", async () => {
    await using registry = await startRegistry({ auth: "token", dataDir: plain.dataDir });
    await expectWorks(`${registry.host}/${IMAGE}`, { credentials: { username: "", secret: REGISTRY_IDENTITY } });
  });
});

describe("Docker's config.json, where the client gives nothing", () => {
  const configure = (config: object) => writeFile(dockerConfig, JSON.stringify(config));
  const base64 = Buffer.from(`${alice.username}:${alice.secret}`).toString("base64");

  test("auths, identity tokens, helper programs; what is secret is nowhere to be read", async () => {
    await using basic = await startRegistry({ auth: "basic", dataDir: plain.dataDir });
    await using token = await startRegistry({ auth: "token", dataDir: plain.dataDir });
    await configure({ auths: { [basic.host]: { auth: base64 }, [token.host]: { identitytoken: REGISTRY_IDENTITY } } });
    for (const { host } of [basic, token]) {
      expect(await outcomeOf(pair.ours, { reference: `${host}/${IMAGE}` })).toEqual({ code: 0, message: "" });
      await works(pair.ours, `${host}/${IMAGE}`);
    }
    const helper = join(dir.path, "helpers/docker-credential-kit");
    await writeFile(helper, `#!/bin/sh\nread server\n[ "$1 $server" = "get ${basic.host}" ] && echo '{"ServerURL":"","Username":"${alice.username}","Secret":"${alice.secret}"}'\n`, { mode: 0o755 });
    await configure({ credHelpers: { [basic.host]: "kit" } });
    expect(await outcomeOf(pair.ours, { reference: `${basic.host}/${IMAGE}` })).toEqual({ code: 0, message: "" });
    await works(pair.ours, `${basic.host}/${IMAGE}`);
    await configure({ credsStore: "none-such" });
    expect(await outcomeOf(pair.ours, { reference: `${basic.host}/${IMAGE}` })).toMatchObject({ code: UNAUTHENTICATED, message: expect.stringContaining("docker-credential-none-such is not on PATH") });
    // What the client says counts first.
    expect(await outcomeOf(pair.ours, { reference: `${basic.host}/${IMAGE}`, credentials: alice })).toMatchObject({ code: 0 });
    await works(pair.ours, `${basic.host}/${IMAGE}`);
    await configure({});
    const places = [pair.ours.state, ...["log", "meta", "nats"].map((name) => join(pair.ours.root, name))];
    const files = (await Promise.all(places.map((place) => readdir(place, { recursive: true, withFileTypes: true })))).flat().filter((file) => file.isFile());
    expect(files.map(({ name }) => name)).toContain("images.log");
    for (const { parentPath, name } of files) {
      const text = await readFile(join(parentPath, name), "latin1").catch(() => "");
      for (const secret of [`"${REGISTRY_PASSWORD}"`, `:${REGISTRY_PASSWORD}`, base64, REGISTRY_IDENTITY]) expect(text.includes(secret), `${name} has ${secret}`).toBe(false);
    }
  });
});

describe("TLS", () => {
  test("a private authority: docker's layout, hosts.toml, and without it", async () => {
    await using registry = await startRegistry({ tls: await authority.issue("server"), dataDir: plain.dataDir });
    const reference = `${registry.host}/${IMAGE}`;
    const ca = await readFile(authority.certFile, "utf8");
    const docker = await hostDir(registry.host, { "ca.crt": ca });
    // skopeo reads the same directory.
    expect((await run("skopeo", ["inspect", "--raw", "--cert-dir", join(docker, registry.host), `docker://${reference}`])).exitCode).toBe(0);
    await expectWorks(reference, { scheme: "", hostDir: docker });
    await expectWorks(reference, { hostDir: await hostDir(registry.host, { "hosts.toml": `server = "${registry.url}"\nca = "own.crt"\n`, "own.crt": ca }) });
    await expectWorks(reference, { hostDir: await hostDir("_default", { "hosts.toml": `server = "${registry.url}"\nskip_verify = true\n` }) });
    // On this machine any certificate will do, and so will none at all, unless something was said.
    await expectWorks(reference, { scheme: "" });
    await expectWorks(`${plain.host}/${IMAGE}`, { scheme: "" });
    const unknown = await hostDir(registry.host, { "hosts.toml": `server = "${registry.url}"\n` });
    expect(await onBoth(FAILED_PRECONDITION, reference, { hostDir: unknown })).toMatchObject({ message: expect.stringContaining("x509: certificate signed by unknown authority") });
  });

  test("a certificate of the client's: docker's layout, hosts.toml, and without it", async () => {
    await using registry = await startRegistry({ tls: { ...(await authority.issue("server")), clientCaFile: authority.certFile }, dataDir: plain.dataDir });
    const reference = `${registry.host}/${IMAGE}`;
    const [ca, cert, key] = await Promise.all([authority.certFile, client.certFile, client.keyFile].map((file) => readFile(file, "utf8"))) as [string, string, string];
    await expectWorks(reference, { scheme: "", hostDir: await hostDir(registry.host, { "ca.crt": ca, "own.cert": cert, "own.key": key }) });
    const toml = (lines: string) => `server = "${registry.url}"\nca = "ca.crt"\n${lines}\n`;
    await expectWorks(reference, { hostDir: await hostDir(registry.host, { "ca.crt": ca, "a.pem": cert, "b.pem": key, "both.pem": cert + key, "hosts.toml": toml('client = [["a.pem", "b.pem"], "both.pem"]') }) });
    expect(await onBoth(FAILED_PRECONDITION, reference, { hostDir: await hostDir(registry.host, { "ca.crt": ca, "hosts.toml": toml("") }) })).toMatchObject({ message: expect.stringMatching(/remote error: tls: (certificate required|bad certificate) \(it wants a certificate of ours/) });
  });

  test("certificates that are wrong: expired, for another name", async () => {
    const ca = await readFile(authority.certFile, "utf8");
    const certificates = { "certificate has expired": await authority.issue("old", { expired: true }), "certificate is valid for": await authority.issue("other", { names: "DNS:elsewhere.example" }) };
    for (const [words, tls] of Object.entries(certificates)) {
      await using registry = await startRegistry({ tls, dataDir: plain.dataDir });
      const settings = await hostDir(registry.host, { "hosts.toml": `server = "${registry.url}"\nca = "ca.crt"\n`, "ca.crt": ca });
      expect(await onBoth(FAILED_PRECONDITION, `${registry.host}/${IMAGE}`, { hostDir: settings })).toMatchObject({ message: expect.stringContaining(words) });
    }
    await using renewed = await startRegistry({ tls: await authority.issue("new"), dataDir: plain.dataDir });
    const settings = await hostDir(renewed.host, { "hosts.toml": `server = "${renewed.url}"\nca = "ca.crt"\n`, "ca.crt": ca });
    await expectWorks(`${renewed.host}/${IMAGE}`, { hostDir: settings });
  });

  test("https asked of a plain registry, and http of one with TLS", async () => {
    await using secure = await startRegistry({ tls: true, dataDir: plain.dataDir });
    expect(await onBoth(FAILED_PRECONDITION, `${plain.host}/${IMAGE}`, { scheme: "https" })).toMatchObject({ message: expect.stringContaining("http: server gave HTTP response to HTTPS client") });
    expect(await onBoth(INVALID_ARGUMENT, `${secure.host}/${IMAGE}`, { scheme: "http" })).toMatchObject({ message: expect.stringMatching(/400 Bad Request: it was asked by http and wants https/) });
  });
});

describe("hosts.toml", () => {
  /** Forwards to the plain registry what has the path's prefix and notes what it was sent. */
  async function startMirror(prefix: string): Promise<{ host: string; seen: { path: string; headers: IncomingHttpHeaders }[] } & AsyncDisposable> {
    const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
    const server = createServer(async (request, response) => {
      const url = new URL(request.url ?? "/", "http://mirror");
      seen.push({ path: url.pathname, headers: request.headers });
      if (!url.pathname.startsWith(prefix)) return void response.writeHead(404).end();
      const { accept = "*/*" } = request.headers;
      const answer = await fetch(`${plain.url}/v2${url.pathname.slice(prefix.length)}`, { method: request.method ?? "GET", headers: { accept } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const kept = ["content-type", "docker-content-digest", "content-length"].flatMap((name) => (answer.headers.get(name) === null ? [] : [[name, answer.headers.get(name)!]]));
      response.writeHead(answer.status, Object.fromEntries(kept)).end(request.method === "HEAD" ? undefined : bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
      host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      seen,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  test("mirrors in order, capabilities, headers, override_path; credentials and headers stay where they belong", async () => {
    await using first = await startMirror("/v2/none");
    await using second = await startMirror("/own/root");
    const toml = `server = "http://registry.invalid"
[host."http://${first.host}"]
  capabilities = ["resolve"]
  [host."http://${first.host}".header]
    x-first = "1"
[host."http://${second.host}/own/root"]
  capabilities = ["pull", "resolve"]
  override_path = true
  dial_timeout = "2s"
  [host."http://${second.host}/own/root".header]
    x-second = ["a", "b"]
`;
    const reference = `registry.invalid/${IMAGE}`;
    await expectWorks(reference, { hostDir: await hostDir("registry.invalid", { "hosts.toml": toml }) });
    // Asked to resolve, not to fetch; stock tries it for that too.
    const asked = first.seen.filter(({ headers }) => headers["user-agent"]?.startsWith("stevedore"));
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/v2/team/app/manifests/v1"]));
    expect(first.seen.every(({ headers }) => headers["x-first"] === "1" && headers["x-second"] === undefined)).toBe(true);
    expect(second.seen.some(({ path }) => path.startsWith("/own/root/team/app/blobs/sha256:"))).toBe(true);
    expect(second.seen.every(({ headers }) => headers["x-second"] === "a, b" && headers["x-first"] === undefined)).toBe(true);
  });

  // containerd has no rewrites; k3s and others do.
  test("rewrites: a mirror that keeps a repository under another name", async () => {
    await using mirror = await startMirror("/v2");
    const host = `http://${mirror.host}`;
    const toml = `server = "http://registry.invalid"\n[host."${host}"]\n  [host."${host}".rewrite]\n    "^upstream/(.*)" = "team/$1"\n`;
    const reference = "registry.invalid/upstream/app:v1";
    expect(await outcomeOf(pair.ours, { reference, hostDir: await hostDir("registry.invalid", { "hosts.toml": toml }) })).toEqual({ code: 0, message: "" });
    await works(pair.ours, reference);
    expect(mirror.seen.every(({ path }) => path.startsWith("/v2/team/app/"))).toBe(true);
  });

  test("a mistake in it is said, with the file; mended, the pull works", async () => {
    const certs = await hostDir("registry.invalid", { "hosts.toml": `[host."${plain.url}"]\n  capabilities = ["pull", "fly"]\n` });
    const reference = `registry.invalid/${IMAGE}`;
    expect(await outcomeOf(pair.ours, { reference, hostDir: certs })).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringMatching(/hosts\.toml: host ".*": unknown capability "fly" \(known: pull, /) });
    await writeFile(join(certs, "registry.invalid/hosts.toml"), `[host."${plain.url}"]\n  capabilities = ["pull", "resolve"]\n`);
    await expectWorks(reference, { hostDir: certs });
  });
});
