import { readFile } from "node:fs/promises";
import { must } from "../process.ts";
import { cached } from "./cache.ts";
import { createLayout, hostArchitecture, MEDIA, type ImageConfig, type LayerSource } from "./layout.ts";
import { createTar, type TarEntry } from "./tar.ts";

const BUSYBOX = "/bin/busybox";

/** Users that the test images know. */
export const PASSWD = [
  "root:x:0:0:root:/root:/bin/sh",
  "daemon:x:1:1:daemon:/usr/sbin:/bin/false",
  "games:x:5:60:games:/usr/games:/bin/false",
  "alice:x:1000:1000:Alice:/home/alice:/bin/sh",
  "",
].join("\n");

export const GROUP = ["root:x:0:", "daemon:x:1:", "games:x:60:", "alice:x:1000:", "staff:x:50:alice", ""].join("\n");

export const BUSYBOX_CONFIG: ImageConfig = {
  Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "FROM_IMAGE=yes"],
  Cmd: ["sh"],
  Labels: { "test.image": "busybox" },
};

/** Debian's busybox-static with its applets linked and a few users: 2 MB in two layers. Returns its OCI layout. */
export async function busyboxImage(): Promise<string> {
  const { layers, recipe } = await busyboxLayers();
  return await cached("busybox", recipe, async (dir) => {
    const layout = await createLayout(dir);
    await layout.finish(await layout.addImage({ layers, config: BUSYBOX_CONFIG }));
  });
}

/** The same for several platforms: an index of this machine's image, a foreign one, and an attestation of no platform. */
export async function multiPlatformImage(): Promise<string> {
  const { layers, recipe } = await busyboxLayers();
  return await cached("multi-platform", recipe, async (dir) => {
    const layout = await createLayout(dir);
    const foreign = hostArchitecture() === "amd64" ? "arm64" : "amd64";
    const other = createTar([{ name: "foreign", data: "of another platform\n" }]);
    const attestation = await layout.addImage({ layers: [{ tar: createTar([{ name: "attestation", data: "{}" }]) }], platform: { architecture: "unknown", os: "unknown" } });
    const manifests = [
      { ...(await layout.addImage({ layers: [{ tar: other }], platform: { architecture: foreign, os: "linux" } })) },
      await layout.addImage({ layers, config: BUSYBOX_CONFIG }),
      { ...attestation, annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
    ];
    const index = await layout.addIndex(manifests, { "test.annotation": "index" });
    await layout.finish({ ...index, mediaType: MEDIA.index });
  });
}

/** Layers of busybox with its applets and a few users, and what they are made from. */
export async function busyboxLayers(): Promise<{ layers: LayerSource[]; recipe: object }> {
  const binary = await readFile(BUSYBOX);
  const applets = (await must(BUSYBOX, ["--list"])).split("\n").filter((name) => name && name !== "busybox");
  const base = createTar([
    ...["bin", "dev", "etc", "home", "home/alice", "proc", "root", "run", "sys", "usr", "usr/bin", "var"].map(
      (name): TarEntry => ({ name: `${name}/`, type: "dir", ...(name === "home/alice" ? { uid: 1000, gid: 1000 } : {}) }),
    ),
    { name: "tmp/", type: "dir", mode: 0o1777 },
    { name: "bin/busybox", mode: 0o755, data: binary },
    ...applets.map((name): TarEntry => ({ name: `bin/${name}`, type: "symlink", linkname: "busybox", mode: 0o777 })),
  ]);
  const users = createTar([
    { name: "etc/passwd", data: PASSWD },
    { name: "etc/group", data: GROUP },
    { name: "etc/motd", data: "busybox for tests\n" },
  ]);
  return { layers: [{ tar: base }, { tar: users }], recipe: { binary: binary.length, applets, PASSWD, GROUP, BUSYBOX_CONFIG, version: 1 } };
}
