import { readFile } from "node:fs/promises";
import { blobPath, hostArchitecture, MEDIA, rootOf, type Descriptor } from "../kit/mod.ts";

/** The largest layer of a layout's image (of an index: of its image for this machine). */
export async function largestLayer(dir: string): Promise<Descriptor> {
  const readJson = async <T>(descriptor: Descriptor) => JSON.parse(await readFile(blobPath(dir, descriptor.digest), "utf8")) as T;
  const root = await rootOf(dir);
  const manifests = root.mediaType === MEDIA.index ? (await readJson<{ manifests: Descriptor[] }>(root)).manifests : [root];
  const manifest = manifests.find(({ platform }) => platform?.architecture === hostArchitecture()) ?? root;
  const { layers } = await readJson<{ layers: Descriptor[] }>(manifest);
  return layers.reduce((largest, layer) => (layer.size > largest.size ? layer : largest));
}
