import { createHash } from "node:crypto";
import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { failedPrecondition } from "@stevedore/errors";

const BUSYBOX = "/bin/busybox";
const APPLETS = ["cat", "date", "echo", "env", "hostname", "id", "ls", "mount", "ps", "sh", "sleep", "top", "true", "uname", "vi", "wc"];
const ARCHITECTURES: Record<string, string> = { x64: "amd64" };

interface Blob {
  mediaType: string;
  digest: string;
  size: number;
  data: Buffer;
}

function createBlob(mediaType: string, data: Buffer): Blob {
  return { mediaType, data, size: data.length, digest: `sha256:${createHash("sha256").update(data).digest("hex")}` };
}

/** Makes a small image from Debian's static busybox and pushes it; returns its reference. `registry` is `HOST:PORT`. */
export async function pushDemoImage(workDir: string, registry: string): Promise<string> {
  const tar = await createRootfsTar(path.join(workDir, "rootfs"));
  const layer = createBlob("application/vnd.oci.image.layer.v1.tar+gzip", gzipSync(tar));
  const config = createBlob("application/vnd.oci.image.config.v1+json", Buffer.from(JSON.stringify({
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: "linux",
    config: { Env: ["PATH=/bin"], Cmd: ["/bin/sh"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${createHash("sha256").update(tar).digest("hex")}`] },
  })));
  const manifest = createBlob("application/vnd.oci.image.manifest.v1+json", Buffer.from(JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: describe(config),
    layers: [describe(layer)],
  })));
  const base = `http://${registry}/v2/busybox`;
  for (const blob of [config, layer]) await pushBlob(base, blob);
  await put(`${base}/manifests/latest`, manifest);
  return `${registry}/busybox:latest`;
}

function describe({ mediaType, digest, size }: Blob): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest, size };
}

async function createRootfsTar(rootfs: string): Promise<Buffer> {
  for (const dir of ["bin", "dev", "etc", "proc", "root", "sys", "tmp"]) await mkdir(path.join(rootfs, dir), { recursive: true });
  await copyFile(BUSYBOX, path.join(rootfs, "bin/busybox"));
  for (const applet of APPLETS) await symlink("busybox", path.join(rootfs, "bin", applet));
  await writeFile(path.join(rootfs, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  const { stdout } = await execa("tar", ["--owner=0", "--group=0", "-C", rootfs, "-c", "."], { encoding: "buffer" });
  return Buffer.from(stdout);
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
