import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import type { Registry } from "../registry.ts";
import { blobPath, MEDIA, rootOf, type Descriptor } from "./layout.ts";

export interface Manifest {
  config: Descriptor;
  layers: Descriptor[];
}

/** Pushes what an OCI layout stands for; returns the reference to pull it by. */
export async function pushLayout(registry: Registry, dir: string, name: string, tag = "latest"): Promise<string> {
  const root = await rootOf(dir);
  const pusher = createPusher(registry, name);
  for (const manifest of await manifestsOf(dir, root)) {
    const parsed = JSON.parse(await readFile(blobPath(dir, manifest.digest), "utf8")) as Manifest;
    for (const blob of [parsed.config, ...parsed.layers]) await pusher.pushBlob(blob.digest, blobPath(dir, blob.digest));
    await pusher.pushManifest(manifest.digest, manifest.mediaType, await readFile(blobPath(dir, manifest.digest)));
  }
  await pusher.pushManifest(tag, root.mediaType, await readFile(blobPath(dir, root.digest)));
  return `${registry.host}/${name}:${tag}`;
}

async function manifestsOf(dir: string, root: Descriptor): Promise<Descriptor[]> {
  if (root.mediaType !== MEDIA.index) return [root];
  return (JSON.parse(await readFile(blobPath(dir, root.digest), "utf8")) as { manifests: Descriptor[] }).manifests;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function createPusher(registry: Registry, name: string) {
  let authorization = registry.credentials ? `Basic ${Buffer.from(registry.credentials).toString("base64")}` : undefined;
  const send = async (method: string, url: string, body?: { file?: string; bytes?: Uint8Array; type?: string }): Promise<Answer> => {
    const answer = await exchange(method, url, { ...body, authorization });
    const challenge = /^Bearer (.*)/.exec(answer.headers["www-authenticate"] ?? "")?.[1];
    if (answer.status !== 401 || !challenge) return answer;
    authorization = `Bearer ${await fetchToken(challenge, registry.credentials ?? "")}`;
    return await exchange(method, url, { ...body, authorization });
  };
  const expectStatus = (answer: Answer, status: number, what: string) => {
    if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.body}`);
  };
  return {
    async pushBlob(digest: string, file: string): Promise<void> {
      if ((await send("HEAD", `${registry.url}/v2/${name}/blobs/${digest}`)).status === 200) return;
      const opened = await send("POST", `${registry.url}/v2/${name}/blobs/uploads/`);
      expectStatus(opened, 202, `upload to ${name}`);
      const location = new URL(opened.headers.location ?? "", registry.url);
      location.searchParams.set("digest", digest);
      expectStatus(await send("PUT", location.href, { file, type: "application/octet-stream" }), 201, `push ${digest}`);
    },
    async pushManifest(reference: string, mediaType: string, bytes: Uint8Array): Promise<void> {
      const answer = await send("PUT", `${registry.url}/v2/${name}/manifests/${reference}`, { bytes, type: mediaType });
      expectStatus(answer, 201, `push manifest ${reference}`);
    },
  };
}

async function exchange(method: string, url: string, options: { file?: string; bytes?: Uint8Array; type?: string; authorization?: string }): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (options.type) headers["content-type"] = options.type;
  if (options.authorization) headers.authorization = options.authorization;
  const client = url.startsWith("https:") ? httpsRequest : httpRequest;
  const request = client(url, { method, headers, rejectUnauthorized: false });
  const answered = new Promise<Answer>((resolve, reject) => {
    request.once("error", reject).once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
  });
  if (options.file) await Promise.all([pipeline(createReadStream(options.file, { highWaterMark: 1 << 20 }), request), answered]);
  else request.end(options.bytes);
  return await answered;
}

async function fetchToken(challenge: string, credentials: string): Promise<string> {
  const fields = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1], match[2]]));
  const url = new URL(fields.realm ?? "");
  url.searchParams.set("service", fields.service ?? "");
  url.searchParams.set("scope", fields.scope ?? "");
  const response = await fetch(url, { headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` } });
  return ((await response.json()) as { token: string }).token;
}
