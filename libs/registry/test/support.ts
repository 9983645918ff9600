import { spawn, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger, type Logger } from "@stevedore/log";
import { MediaType, digestOf, type Descriptor } from "@stevedore/oci";

export const quiet: Logger = createLogger({ service: "test", level: "error" });

export function tempDir(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "stevedore-registry-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface RealRegistry extends AsyncDisposable {
  host: string;
}

/** Debian's docker-registry on a free loopback port; `http` and `auth` are lines of its YAML. */
export async function startRegistry(options: { dir: string; http?: string; auth?: string }): Promise<RealRegistry> {
  const port = await freePort();
  const config = join(options.dir, `registry-${port}.yml`);
  writeFileSync(config, [
    "version: 0.1", "log: {level: error, accesslog: {disabled: true}}",
    `storage: {filesystem: {rootdirectory: "${options.dir}/data"}, delete: {enabled: true}}`,
    `http:\n  addr: 127.0.0.1:${port}\n${options.http ?? ""}`, options.auth ?? "", "",
  ].join("\n"));
  const child = spawn("docker-registry", ["serve", config], { stdio: "ignore", env: { ...process.env, OTEL_TRACES_EXPORTER: "none" } });
  const exited = once(child, "exit");
  for (let i = 0; ; i++) {
    if (child.exitCode !== null || i === 200) throw new Error("docker-registry did not start");
    if (await reachable(port)) break;
    await sleep(25);
  }
  return {
    host: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function reachable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => { socket.destroy(); resolve(true); });
    socket.once("error", () => resolve(false));
  });
}

export interface TestImage {
  manifest: Descriptor;
  manifestBytes: Buffer;
  config: Descriptor;
  configBytes: Buffer;
  layer: Descriptor;
  layerBytes: Buffer;
}

/** An image of one layer of deterministic bytes that don't compress. */
export function makeImage(layerSize = 3_000_000): TestImage {
  const layerBytes = Buffer.concat(Array.from({ length: Math.ceil(layerSize / 32) }, (_, i) => createHash("sha256").update(`${i}`).digest())).subarray(0, layerSize);
  const configBytes = Buffer.from(JSON.stringify({ os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [digestOf(layerBytes)] } }));
  const layer = { mediaType: MediaType.ociLayer, digest: digestOf(layerBytes), size: layerBytes.length };
  const config = { mediaType: MediaType.ociConfig, digest: digestOf(configBytes), size: configBytes.length };
  const manifestBytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociManifest, config, layers: [layer] }));
  const manifest = { mediaType: MediaType.ociManifest, digest: digestOf(manifestBytes), size: manifestBytes.length };
  return { manifest, manifestBytes, config, configBytes, layer, layerBytes };
}

/** Pushes with curl: another implementation than the one under test, and it knows TLS and basic auth by flags. */
export function push(base: string, repository: string, tag: string, options: { image: TestImage; curl?: string[] }): void {
  const { image, curl = [] } = options;
  const run = (args: string[], input?: Buffer): string =>
    execFileSync("curl", ["-sS", "-f", ...curl, ...args], { maxBuffer: 1 << 30, ...(input === undefined ? {} : { input }) }).toString();
  for (const [digest, bytes] of [[image.config.digest, image.configBytes], [image.layer.digest, image.layerBytes]] as const) {
    const head = run(["-X", "POST", "-D", "-", "-o", "/dev/null", `${base}/v2/${repository}/blobs/uploads/`]);
    const location = new URL(/^location: (.*)\r$/im.exec(head)?.[1] ?? "", base);
    location.searchParams.set("digest", digest);
    run(["-X", "PUT", "-H", "content-type: application/octet-stream", "--data-binary", "@-", location.href], bytes);
  }
  run(["-X", "PUT", "-H", `content-type: ${MediaType.ociManifest}`, "--data-binary", "@-", `${base}/v2/${repository}/manifests/${tag}`], image.manifestBytes);
}

export interface FakeServer extends AsyncDisposable {
  host: string;
  /** `METHOD path` of every request, in order. */
  requests: string[];
  seen: IncomingMessage[];
}

/** A server for faults that a real registry can't be made to have. */
export async function startFake(handle: (request: IncomingMessage, response: ServerResponse, url: URL) => void): Promise<FakeServer> {
  const requests: string[] = [];
  const seen: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    seen.push(request);
    handle(request, response, new URL(request.url ?? "/", `http://${request.headers.host}`));
  };
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers like a correct registry that holds the image under any name. */
export function serveImage(image: TestImage, request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://x").pathname;
  if (path.includes("/manifests/")) {
    response.writeHead(200, { "content-type": image.manifest.mediaType, "docker-content-digest": image.manifest.digest, "content-length": image.manifest.size });
    response.end(request.method === "HEAD" ? undefined : image.manifestBytes);
    return;
  }
  const bytes = [[image.layer, image.layerBytes], [image.config, image.configBytes]].find(([descriptor]) => path.endsWith((descriptor as Descriptor).digest))?.[1] as Buffer | undefined;
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0);
  const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
  const range = from === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` };
  response.writeHead(from === undefined ? 200 : 206, { "content-length": end - start, ...range });
  response.end(bytes.subarray(start, end));
}

/** All bytes of a fetch. */
export async function drain(stream: AsyncIterable<Buffer[]>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const batch of stream) chunks.push(...batch);
  return Buffer.concat(chunks);
}

export async function messageFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => "no error", (error: Error) => error.message);
}
