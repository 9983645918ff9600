import { closeSync, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { finishImage } from "./finish-image.ts";
import { createImageFile } from "./image-file.ts";
import { isWhiteout, type ImageNode } from "./image-node.ts";
import { IMAGE_DEFAULTS } from "./image-options.ts";
import { mergedUuid } from "./image-uuid.ts";
import { publishImage } from "./publish-image.ts";
import { readTree, UnreadableImage } from "./read-tree.ts";

const OVERLAY = "trusted.overlay.";
const OPAQUE = `${OVERLAY}opaque`;
// Of overlays that say where a file's contents or name come from.
const FOREIGN = [`${OVERLAY}redirect`, `${OVERLAY}metacopy`];

/**
 * Makes an image that shows what an overlay of `images` (the lowest first) does, with the contents in these, which are its devices in this order. Where that
 * can't be, because of compression for instance, `output` is an empty file. Blocks: for a worker thread.
 */
export function mergeImages(images: readonly string[], output: string): void {
  if (existsSync(output)) return;
  const draft = `${output}.new`;
  try {
    const layers = images.map(readTree);
    const [lowest, ...above] = layers;
    if (lowest === undefined || above.some(({ blockBytes }) => blockBytes !== lowest.blockBytes)) throw new UnreadableImage("layers have blocks of different sizes");
    layers.forEach(({ root }, body) => prepare(root, body));
    dropMarks(lowest.root);
    for (const { root } of above) mergeTrees(lowest.root, root);
    const fd = openSync(draft, "w", 0o600);
    try {
      finishImage(createImageFile(fd), lowest.root, { where: "devices", bodies: layers.map(({ bytes }) => bytes) }, { ...IMAGE_DEFAULTS, blockBytes: lowest.blockBytes, uuid: mergedUuid(layers.map(({ uuid }) => uuid)) });
    } finally {
      closeSync(fd);
    }
    publishImage(draft, output);
  } catch (error) {
    rmSync(draft, { force: true });
    if (!(error instanceof UnreadableImage)) throw error;
    // It is not tried again.
    writeFileSync(output, "", { mode: 0o600 });
  }
}

function* nodesIn(root: ImageNode): Generator<ImageNode> {
  const waiting = [root];
  for (const node of waiting) {
    yield node;
    waiting.push(...(node.children?.values() ?? []));
  }
}

function prepare(root: ImageNode, body: number): void {
  for (const node of nodesIn(root)) {
    node.body = body;
    if (FOREIGN.some((name) => node.xattrs.has(name))) throw new UnreadableImage("an overlay's marks lead to other files");
  }
}

/** Takes what is deleted, and the marks for it, out of a tree with nothing below. */
function dropMarks(root: ImageNode): void {
  for (const node of nodesIn(root)) {
    dropOverlayXattrs(node);
    for (const [name, child] of node.children ?? []) if (isWhiteout(child)) node.children!.delete(name);
  }
}

function dropOverlayXattrs(node: ImageNode): void {
  if (node.xattrs.size > 0) node.xattrs = new Map([...node.xattrs].filter(([name]) => !name.startsWith(OVERLAY)));
}

/** Puts a layer on what is below, as overlayfs shows it. */
function mergeTrees(below: ImageNode, above: ImageNode): void {
  const waiting = [{ below, above }];
  for (const { below: lower, above: upper } of waiting) {
    const { mode, uid, gid, modified, xattrs } = upper;
    Object.assign(lower, { mode, uid, gid, modified, xattrs });
    dropOverlayXattrs(lower);
    for (const [name, node] of upper.children!) {
      const found = lower.children!.get(name);
      if (isWhiteout(node)) lower.children!.delete(name);
      else if (node.children !== undefined && found?.children !== undefined && !node.xattrs.has(OPAQUE)) waiting.push({ below: found, above: node });
      else {
        dropMarks(node);
        lower.children!.set(name, node);
      }
    }
  }
}
