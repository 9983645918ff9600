import type { Descriptor, Platform } from "./descriptor.ts";
import { parseIndex, parseManifest } from "./document.ts";
import { isConfigType, isIndexType, isManifestType, kindOf } from "./media-types.ts";
import type { PlatformMatcher } from "./platform-match.ts";

/** What a manifest or index refers to: config first, then layers; or its manifests. Other blobs have no children. */
export function childrenOf(descriptor: Descriptor, bytes: Uint8Array): Descriptor[] {
  if (isManifestType(descriptor.mediaType)) {
    const { config, layers } = parseManifest(bytes, `manifest ${descriptor.digest}`);
    return [config, ...layers];
  }
  if (isIndexType(descriptor.mediaType)) return parseIndex(bytes, `index ${descriptor.digest}`).manifests;
  return [];
}

/** Whether a blob must be read for its children. */
export function hasChildren(mediaType: string): boolean {
  return isManifestType(mediaType) || isIndexType(mediaType);
}

/** Drops what names another platform; what names none stays. */
export function filterByPlatform(children: readonly Descriptor[], matcher: PlatformMatcher): Descriptor[] {
  return children.filter(({ platform }) => platform === undefined || matcher.match(platform));
}

/** Keeps all metadata (every manifest and config), but of a manifest for another platform no layers. */
export function filterForMetadata(parent: Descriptor, children: readonly Descriptor[], matcher: PlatformMatcher): Descriptor[] {
  const foreign = isManifestType(parent.mediaType) && parent.platform !== undefined && !matcher.match(parent.platform);
  return foreign ? children.filter((child) => isConfigType(child.mediaType)) : [...children];
}

/** The first `limit` manifests of an index in the matcher's order, those without a platform last; of a manifest, everything. */
export function limitManifests(parent: Descriptor, children: readonly Descriptor[], options: { matcher: PlatformMatcher; limit: number }): Descriptor[] {
  if (!isIndexType(parent.mediaType)) return [...children];
  return sortByPlatform(children, options.matcher).slice(0, options.limit);
}

/** The order in which containerd chooses among an index's manifests: best platform first, unnamed ones last. */
export function sortByPlatform(children: readonly Descriptor[], matcher: PlatformMatcher): Descriptor[] {
  const compare = (a: Platform | undefined, b: Platform | undefined): number => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return matcher.compare(a, b);
  };
  return [...children].sort((a, b) => compare(a.platform, b.platform));
}

const REF_NAME = "org.opencontainers.image.ref.name";

/** The ingest ref under which containerd's clients and daemon fetch a blob: `layer-sha256:…`, `index-<name>@sha256:…`. */
export function ingestRefOf(descriptor: Descriptor): string {
  const name = descriptor.annotations?.[REF_NAME];
  return `${kindOf(descriptor.mediaType)}-${name === undefined ? "" : `${name}@`}${descriptor.digest}`;
}
