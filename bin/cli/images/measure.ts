import type { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { chainIdsOf, childrenOf, type Descriptor, hasChildren, isConfigType, kindOf, parseImageConfig } from "@stevedore/oci";
import type { HostClient } from "../host-client.ts";
import { readDocument } from "./blobs.ts";

/** A blob or snapshot of an image. */
export interface Part {
  kind: string;
  /** Digest, or the snapshot's key. */
  key: string;
  bytes: number;
  inodes?: number;
  /** Names of the other images that need it. */
  sharedWith: string[];
}

export interface ImageUse {
  name: string;
  /** What is there of it, each blob once. */
  blobs: Part[];
  snapshots: Part[];
}

interface Found {
  name: string;
  blobs: Map<string, Omit<Part, "sharedWith">>;
  snapshots: Map<string, Omit<Part, "sharedWith">>;
}

/** Measures all images of a namespace: which blobs of them are there, and which of their snapshots. */
export async function measureImages(host: HostClient, snapshotter: string): Promise<ImageUse[]> {
  const { images } = await host.images.list({}, host.call);
  const cache = new Map<string, Promise<Omit<Part, "sharedWith"> | undefined>>();
  const once = (key: string, measure: () => Promise<Omit<Part, "sharedWith">>): Promise<Omit<Part, "sharedWith"> | undefined> => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const measured = measure().catch((error: unknown) => {
      if (isError(error, "notFound")) return undefined;
      throw error;
    });
    cache.set(key, measured);
    return measured;
  };
  const found: Found[] = [];
  for (const { name, target } of (images ?? []) as containerd.services.images.v1.Image[]) {
    const image: Found = { name, blobs: new Map(), snapshots: new Map() };
    const diffIds: string[][] = [];
    const walk = async (descriptor: Descriptor): Promise<void> => {
      const { digest, mediaType } = descriptor;
      if (image.blobs.has(digest)) return;
      const part = await once(digest, async () => ({ kind: kindOf(mediaType), key: digest, bytes: (await host.content.info({ digest }, host.call)).info?.size ?? 0 }));
      if (part === undefined) return;
      image.blobs.set(digest, part);
      if (hasChildren(mediaType)) for (const child of childrenOf(descriptor, await readDocument(host, { ...descriptor, size: part.bytes }))) await walk(child);
      else if (isConfigType(mediaType)) diffIds.push(parseImageConfig(await readDocument(host, { ...descriptor, size: part.bytes }), `config ${digest}`).rootfs.diff_ids);
    };
    await walk({ mediaType: target?.mediaType ?? "", digest: target?.digest ?? "", size: target?.size ?? 0 });
    for (const key of new Set(diffIds.flatMap(chainIdsOf))) {
      const part = await once(`${snapshotter} ${key}`, async () => {
        const { size, inodes } = await host.snapshots.usage({ snapshotter, key }, host.call);
        return { kind: `snapshot/${snapshotter}`, key, bytes: size, inodes };
      });
      if (part !== undefined) image.snapshots.set(key, part);
    }
    found.push(image);
  }
  return found.map((image) => withShares(image, found));
}

function withShares({ name, blobs, snapshots }: Found, all: readonly Found[]): ImageUse {
  const others = all.filter((other) => other.name !== name);
  return {
    name,
    blobs: [...blobs.values()].map((part) => ({ ...part, sharedWith: others.filter((other) => other.blobs.has(part.key)).map((other) => other.name) })),
    snapshots: [...snapshots.values()].map((part) => ({ ...part, sharedWith: others.filter((other) => other.snapshots.has(part.key)).map((other) => other.name) })),
  };
}
