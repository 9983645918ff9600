import { createHash } from "node:crypto";
import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { createBlob, pushManifest } from "./demo-push.ts";

const BUSYBOX = "/bin/busybox";
const APPLETS = ["cat", "date", "echo", "env", "hostname", "id", "ls", "mount", "ps", "sh", "sleep", "top", "true", "uname", "vi", "wc"];
const ARCHITECTURES: Record<string, string> = { x64: "amd64" };

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
  return pushManifest({ registry, repository: "busybox", tag: "latest" }, { config, layers: [layer] });
}

async function createRootfsTar(rootfs: string): Promise<Buffer> {
  for (const dir of ["bin", "dev", "etc", "proc", "root", "sys", "tmp"]) await mkdir(path.join(rootfs, dir), { recursive: true });
  await copyFile(BUSYBOX, path.join(rootfs, "bin/busybox"));
  for (const applet of APPLETS) await symlink("busybox", path.join(rootfs, "bin", applet));
  await writeFile(path.join(rootfs, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  const { stdout } = await execa("tar", ["--owner=0", "--group=0", "-C", rootfs, "-c", "."], { encoding: "buffer" });
  return Buffer.from(stdout);
}
