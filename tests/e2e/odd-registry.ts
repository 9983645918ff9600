import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createTar, hostArchitecture, MEDIA, sha256, type Descriptor } from "../kit/mod.ts";

/** True: the request has been answered. */
type Answer = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

export interface ImageOptions {
  layerType?: string;
  urls?: string[];
  /** What is sent as the layer, for its tar. */
  pack?: (tar: Buffer) => Buffer;
  diffId?: string;
  twice?: boolean;
}

/** A registry in this process that serves whatever it is given, and misbehaves where it is told to. */
export interface OddRegistry extends AsyncDisposable {
  readonly host: string;
  readonly requests: { line: string; headers: IncomingHttpHeaders }[];
  /** Comes before everything else. */
  answer: Answer | undefined;
  /** By digest, or by anything else that paths may end with. */
  readonly blobs: Map<string, { mediaType: string; bytes: Buffer }>;
  add(mediaType: string, content: Uint8Array | object): Descriptor;
  tag(name: string, descriptor: Descriptor): void;
  /** A small image of one layer, under a tag; `bytes` takes the place of its gzip, `twice` has the layer below and above another. */
  addImage(tag: string, options?: ImageOptions): { manifest: Descriptor; layer: Descriptor };
}

export async function startOddRegistry(): Promise<OddRegistry> {
  const blobs: OddRegistry["blobs"] = new Map();
  const tags = new Map<string, string>();
  const requests: OddRegistry["requests"] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://registry");
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    if (registry.answer?.(request, response, pathname) === true) return;
    const name = pathname.slice(pathname.lastIndexOf("/") + 1);
    const digest = tags.get(name) ?? name;
    const blob = blobs.get(digest);
    if (blob === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": blob.mediaType, "content-length": blob.bytes.length, "docker-content-digest": digest });
    response.end(request.method === "HEAD" ? undefined : blob.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const registry: OddRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    blobs,
    answer: undefined,
    add(mediaType, content) {
      const bytes = Buffer.from(content instanceof Uint8Array ? content : JSON.stringify(content));
      const digest = sha256(bytes);
      blobs.set(digest, { mediaType, bytes });
      return { mediaType, digest, size: bytes.length };
    },
    tag: (name, { digest }) => void tags.set(name, digest),
    addImage(tag, { layerType = `${MEDIA.layer}+gzip`, urls, pack = (tar: Buffer) => gzipSync(tar), diffId, twice = false } = {}) {
      const tar = createTar([{ name: "hello", data: `of ${tag}\n`.repeat(1000) }]);
      const layer = { ...registry.add(layerType, pack(tar)), ...(urls === undefined ? {} : { urls }) };
      const between = createTar([{ name: "between", data: "layers\n" }, { name: "hello", data: "hidden\n" }]);
      const of = <T>(outer: T, inner: () => T): T[] => (twice ? [outer, inner(), outer] : [outer]);
      const rootfs = { type: "layers", diff_ids: of(diffId ?? sha256(tar), () => sha256(between)) };
      const config = registry.add(MEDIA.config, { architecture: hostArchitecture(), os: "linux", config: {}, rootfs });
      const layers = of(layer, () => registry.add(`${MEDIA.layer}+gzip`, gzipSync(between)));
      const manifest = registry.add(MEDIA.manifest, { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers });
      registry.tag(tag, manifest);
      return { manifest, layer };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}
