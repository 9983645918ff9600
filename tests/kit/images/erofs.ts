import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findExecutable, makeDevice, mknod, S_IFCHR, setXattr } from "@stevedore/linux";
import { TEMP_PREFIX } from "../temp.ts";
import { BUSYBOX_CONFIG, busyboxLayers } from "./busybox.ts";
import { cached } from "./cache.ts";
import { createLayout, hostArchitecture, MEDIA } from "./layout.ts";

/**
 * busybox in layers that are EROFS images: one compressed within, and one that is compressed on the way and deletes `/bin/wget` and all of
 * `/home`. The layout's index has busybox in ordinary layers first, for who can't have the other. Made by mkfs.erofs.
 */
export async function erofsImage(): Promise<{ layout: string } | { skip: string }> {
  const mkfs = findExecutable("mkfs.erofs", `${process.env["PATH"]}:/usr/sbin:/sbin`);
  if (mkfs === undefined) return { skip: "mkfs.erofs (package erofs-utils) is not installed" };
  const { layers, recipe } = await busyboxLayers();
  const [base, users] = layers.flatMap((layer) => ("tar" in layer ? [layer.tar] : []));
  const layout = await cached("erofs", { recipe, mkfs: statSync(mkfs).size, version: 1 }, async (dir) => {
    const work = mkdtempSync(join(tmpdir(), `${TEMP_PREFIX}erofs-`));
    const imageOf = (name: string, options: string[], fill: (tree: string) => void): Uint8Array => {
      const tree = join(work, name);
      mkdirSync(tree);
      fill(tree);
      const image = join(work, `${name}.erofs`);
      execFileSync(mkfs, ["--quiet", "-T0", "-U", "00000000-0000-0000-0000-000000000001", ...options, image, tree]);
      return readFileSync(image);
    };
    const unpack = (tree: string, tar: Uint8Array): void => void execFileSync("tar", ["-x", "-p", "-C", tree], { input: tar });
    try {
      const lower = imageOf("base", ["-zlz4hc"], (tree) => unpack(tree, base!));
      const upper = imageOf("users", [], (tree) => {
        unpack(tree, users!);
        for (const name of ["bin", "home"]) mkdirSync(join(tree, name));
        mknod(Buffer.from(join(tree, "bin/wget")), S_IFCHR, makeDevice(0, 0));
        setXattr(join(tree, "home"), "trusted.overlay.opaque", Buffer.from("y"));
        writeFileSync(join(tree, "native"), "of EROFS images\n");
      });
      const platform = { architecture: hostArchitecture(), os: "linux" };
      const writer = await createLayout(dir);
      const ordinary = await writer.addImage({ layers: [...layers, { tar: Buffer.alloc(1024) }], config: BUSYBOX_CONFIG, platform });
      const native = await writer.addImage({ layers: [{ erofs: lower }, { erofs: upper, compression: "zstd" }], config: BUSYBOX_CONFIG, platform: { ...platform, "os.features": ["erofs"] } });
      await writer.finish({ ...(await writer.addIndex([ordinary, native])), mediaType: MEDIA.index });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return { layout };
}
