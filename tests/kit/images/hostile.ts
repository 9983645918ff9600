import { gzipSync } from "node:zlib";
import { createLayout, hostArchitecture, MEDIA, sha256, type LayoutWriter } from "./layout.ts";
import { createTar, type TarEntry } from "./tar.ts";

/** Layers that try to leave their root; each must leave the host untouched, refused or confined. `canary` is a path outside. */
export function hostileLayers(canary: string): Record<string, TarEntry[]> {
  const up = "../".repeat(20);
  const inside = canary.slice(1);
  return {
    "dot dot": [{ name: `${up}${inside}`, data: "escaped" }],
    "dot dot inside": [{ name: "a/", type: "dir" }, { name: `a/${up}${inside}`, data: "escaped" }],
    "through an absolute symlink": [
      { name: "link", type: "symlink", linkname: "/tmp" },
      { name: `link/${inside.replace(/^tmp\//, "")}`, data: "escaped" },
    ],
    "through a relative symlink": [
      { name: "link", type: "symlink", linkname: `${up}tmp` },
      { name: `link/${inside.replace(/^tmp\//, "")}`, data: "escaped" },
    ],
    "hard link to the outside": [
      { name: "passwd", type: "link", linkname: `${up}etc/passwd` },
      { name: "passwd", data: "escaped" },
    ],
    "hard link through a symlink": [
      { name: "etc", type: "symlink", linkname: "/etc" },
      { name: "passwd", type: "link", linkname: "etc/passwd" },
      { name: "passwd", data: "escaped" },
    ],
    "whiteout of the outside": [{ name: `${up}${inside.replace(/[^/]+$/, "")}.wh.canary`, data: "" }],
    "whiteout through a symlink": [
      { name: "link", type: "symlink", linkname: "/tmp" },
      { name: `link/${inside.replace(/^tmp\//, "").replace(/[^/]+$/, "")}.wh.canary`, data: "" },
    ],
    "whiteout of dot dot": [{ name: "a/", type: "dir" }, { name: "a/.wh...", data: "" }, { name: ".wh..", data: "" }],
  };
}

/** Writes a layout with one gzip layer of raw bytes, whose diff ID is what `diffId` says (the bytes' own when absent). */
export async function layoutOf(dir: string, layer: { bytes: Uint8Array; diffId?: string; mediaType?: string }): Promise<LayoutWriter> {
  const layout = await createLayout(dir);
  const blob = await layout.addBlob(layer.bytes, layer.mediaType ?? `${MEDIA.layer}+gzip`);
  const rootfs = { type: "layers", diff_ids: [layer.diffId ?? sha256(layer.bytes)] };
  const config = await layout.addBlob(Buffer.from(JSON.stringify({ architecture: hostArchitecture(), os: "linux", config: {}, rootfs })), MEDIA.config);
  const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [blob] };
  await layout.finish(await layout.addBlob(Buffer.from(JSON.stringify(manifest)), MEDIA.manifest));
  return layout;
}

/** A gzip of `megabytes` of zeros in one file: a few kilobytes that unpack to much. */
export function bomb(megabytes: number): { bytes: Buffer; diffId: string } {
  const tar = createTar([{ name: "bomb", data: Buffer.alloc(megabytes << 20) }]);
  return { bytes: gzipSync(tar, { level: 9 }), diffId: sha256(tar) };
}
