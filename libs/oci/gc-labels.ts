import type { Descriptor } from "./descriptor.ts";
import { isConfigType, isIndexType, isLayerType, isManifestType } from "./media-types.ts";

/** Labels that containerd's daemon and clients give to blobs and images; garbage collection follows the `gc.` ones. */
export const Label = {
  refContent: "containerd.io/gc.ref.content",
  refSnapshot: "containerd.io/gc.ref.snapshot",
  backRefImage: "containerd.io/gc.bref.image",
  expire: "containerd.io/gc.expire",
  root: "containerd.io/gc.root",
  uncompressed: "containerd.io/uncompressed",
  distributionSource: "containerd.io/distribution.source",
  snapshotRef: "containerd.io/snapshot.ref",
  snapshotDiffId: "containerd.io/snapshot/diff-id",
  snapshotParent: "containerd.io/snapshot/parent-chain-id",
} as const;

/** The labels that make a parent keep its children: `….config`, `….m.<i>` manifests, `….l.<i>` layers, `….<i>` the rest. */
export function childLabels(children: readonly Descriptor[]): Record<string, string> {
  const labels: Record<string, string> = {};
  const used = new Map<string, number>();
  for (const child of children) {
    const key = labelKey(child.mediaType);
    const index = used.get(key) ?? 0;
    used.set(key, index + 1);
    labels[index > 0 || key.endsWith(".") ? `${key}${index}` : key] = child.digest;
  }
  return labels;
}

function labelKey(mediaType: string): string {
  if (isManifestType(mediaType) || isIndexType(mediaType)) return `${Label.refContent}.m.`;
  if (isLayerType(mediaType)) return `${Label.refContent}.l.`;
  return isConfigType(mediaType) ? `${Label.refContent}.config` : `${Label.refContent}.`;
}

/** The key of the label that says where a blob came from; ports are left off. */
export function sourceLabelKey(host: string): string {
  return `${Label.distributionSource}.${host.replace(/:\d+$/, "")}`;
}

/** Adds a repository to such a label's value: sorted, unique, joined by commas. */
export function addSource(value: string | undefined, repository: string): string {
  const known = (value ?? "").split(",").filter((entry) => entry !== "");
  return [...new Set([...known, repository])].sort().join(",");
}
