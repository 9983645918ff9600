import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { digestOf, MediaType, type Descriptor, type Platform } from "@stevedore/oci";

/** Return true when the request has been answered. */
export type Fault = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A registry in this process: correct, until a fault is set. */
export interface FakeRegistry extends AsyncDisposable {
  host: string;
  blobs: Map<string, Buffer>;
  tags: Map<string, Descriptor>;
  /** `METHOD path [range]` of every request. */
  requests: string[];
  fault: Fault | undefined;
  /** Stores a blob and gives its descriptor. */
  add(mediaType: string, bytes: Buffer): Descriptor;
  addJson(mediaType: string, value: unknown): Descriptor;
  /** How often a blob was asked for. */
  countOf(descriptor: Descriptor): number;
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const blobs = new Map<string, Buffer>();
  const types = new Map<string, string>();
  const tags = new Map<string, Descriptor>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://registry").pathname;
    requests.push([request.method, path, request.headers.range].filter((part) => part !== undefined).join(" "));
    if (registry.fault?.(request, response, path) === true) return;
    if (path === "/v2/") return void response.writeHead(200).end();
    const name = path.slice(path.lastIndexOf("/") + 1);
    const digest = path.includes("/manifests/") ? (tags.get(name)?.digest ?? name) : name;
    const bytes = blobs.get(digest);
    if (bytes === undefined) return void response.writeHead(404).end();
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
    response.writeHead(from === undefined ? 200 : 206, {
      "content-type": types.get(digest) ?? "application/octet-stream",
      "docker-content-digest": digest,
      "content-length": end - start,
      ...(from === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    response.end(request.method === "HEAD" ? undefined : bytes.subarray(start, end));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const registry: FakeRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    blobs, tags, requests,
    fault: undefined,
    add(mediaType, bytes) {
      const digest = digestOf(bytes);
      blobs.set(digest, bytes);
      types.set(digest, mediaType);
      return { mediaType, digest, size: bytes.length };
    },
    addJson: (mediaType, value) => registry.add(mediaType, Buffer.from(JSON.stringify(value))),
    countOf: ({ digest }) => requests.filter((line) => line.startsWith("GET") && line.includes(digest)).length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return registry;
}

/** A layer's tar with these files. */
export function makeTar(files: Record<string, string | Buffer>): Buffer {
  const dir = mkdtempSync(join(tmpdir(), "stevedore-test-tar-"));
  try {
    for (const [name, body] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), body);
    }
    return execFileSync("tar", ["-C", dir, "--sort=name", "--mtime=@1000000000", "--owner=0", "--group=0", "--numeric-owner", "-cf", "-", "."], { maxBuffer: 1 << 30 });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Bytes that look random and are the same each time. */
export function noise(length: number, seed = ""): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => createHash("sha256").update(`${seed}${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

export interface MadeImage {
  manifest: Descriptor;
  config: Descriptor;
  layers: Descriptor[];
  diffIds: string[];
}

export interface ImageParts {
  /** Of the layers. */
  annotations?: readonly (Record<string, string> | undefined)[];
  tars: Buffer[];
  compression?: "gzip" | "zstd" | "none";
  platform?: Platform;
  tag?: string;
  /** Put into the config in place of the right ones. */
  diffIds?: string[];
}

/** Puts an image into the registry. */
export function addImage(registry: FakeRegistry, parts: ImageParts): MadeImage {
  const { tars, compression = "gzip", platform = { os: "linux", architecture: "amd64" }, tag = "v1" } = parts;
  const pack = { gzip: (tar: Buffer) => gzipSync(tar, { level: 1 }), zstd: (tar: Buffer) => zstdCompressSync(tar), none: (tar: Buffer) => tar }[compression];
  const mediaType = { gzip: MediaType.ociLayerGzip, zstd: MediaType.ociLayerZstd, none: MediaType.ociLayer }[compression];
  const layers = tars.map((tar, i) => ({ ...registry.add(mediaType, pack(tar)), ...(parts.annotations?.[i] === undefined ? {} : { annotations: parts.annotations[i] }) }));
  const diffIds = parts.diffIds ?? tars.map((tar) => digestOf(tar));
  const config = registry.addJson(MediaType.ociConfig, { ...platform, rootfs: { type: "layers", diff_ids: diffIds } });
  const manifest = registry.addJson(MediaType.ociManifest, { schemaVersion: 2, mediaType: MediaType.ociManifest, config, layers });
  registry.tags.set(tag, manifest);
  return { manifest, config, layers, diffIds };
}
