import { MAX_LABEL_BYTES } from "@stevedore/names";
import type { Descriptor } from "@stevedore/oci";

/** Annotations and labels that begin so are for snapshotters. */
export const SNAPSHOT_LABELS = "containerd.io/snapshot/";

// Named after CRI, where they came up; all clients and snapshotters use them.
const REFERENCE = `${SNAPSHOT_LABELS}cri.image-ref`;
const LAYER = `${SNAPSHOT_LABELS}cri.layer-digest`;
const LAYERS = `${SNAPSHOT_LABELS}cri.image-layers`;
const MANIFEST = `${SNAPSHOT_LABELS}cri.manifest-digest`;

/** What a snapshotter has to know of each layer to bring it from its registry itself: containerd's labels. `layers` are an image's, from the lowest up. */
export function remoteLabels({ reference, manifest, layers }: { reference: string; manifest: string; layers: readonly Descriptor[] }): Record<string, string>[] {
  return layers.map(({ digest }, i) => ({ [REFERENCE]: reference, [LAYER]: digest, [LAYERS]: listOf(layers.slice(i)), [MANIFEST]: manifest }));
}

// So that it can bring those above as well at once; as many as a label has room for.
function listOf(layers: readonly Descriptor[]): string {
  let list = "";
  for (const { digest } of layers) {
    const longer = list === "" ? digest : `${list},${digest}`;
    if (Buffer.byteLength(LAYERS) + Buffer.byteLength(longer) > MAX_LABEL_BYTES) break;
    list = longer;
  }
  return list;
}
