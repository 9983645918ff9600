import { createHash } from "node:crypto";
import { failedPrecondition } from "@stevedore/errors";

export interface Blob {
  mediaType: string;
  digest: string;
  size: number;
  data: Buffer;
}

export function createBlob(mediaType: string, data: Buffer): Blob {
  return { mediaType, data, size: data.length, digest: `sha256:${createHash("sha256").update(data).digest("hex")}` };
}

/** Where blobs go, and what their manifest is to be called. */
export interface Target {
  /** `HOST:PORT`, of a registry without TLS. */
  registry: string;
  repository: string;
  tag: string;
}

/** Pushes blobs, and a manifest that names them; returns the reference. */
export async function pushManifest({ registry, repository, tag }: Target, { config, layers }: { config: Blob; layers: Blob[] }): Promise<string> {
  const base = `http://${registry}/v2/${repository}`;
  for (const blob of [config, ...layers]) await pushBlob(base, blob);
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = { schemaVersion: 2, mediaType, config: describe(config), layers: layers.map(describe) };
  await put(`${base}/manifests/${tag}`, createBlob(mediaType, Buffer.from(JSON.stringify(manifest))));
  return `${registry}/${repository}:${tag}`;
}

function describe({ mediaType, digest, size }: Blob): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest, size };
}

async function pushBlob(base: string, blob: Blob): Promise<void> {
  const response = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
  const location = new URL(response.headers.get("location") ?? "", base);
  location.searchParams.set("digest", blob.digest);
  await put(location.href, { ...blob, mediaType: "application/octet-stream" });
}

async function put(url: string, { mediaType, data }: Blob): Promise<void> {
  const response = await fetch(url, { method: "PUT", headers: { "content-type": mediaType }, body: new Uint8Array(data) });
  if (!response.ok) throw failedPrecondition(`the demo registry refused PUT ${url}: ${response.status} ${await response.text()}`);
}
