import path from "node:path";
import type { containerd } from "@stevedore/api";
import type { StreamProcessorConfig } from "@stevedore/config";
import { MediaType } from "@stevedore/oci";
import type { DiskPool, RunningJob } from "../disk/pool.ts";
import type { TempMounts } from "../temp-mounts.ts";
import { fromApiMounts } from "../api-mount.ts";
import type { KeptJob } from "../lazy/unpack-kept.ts";
import { erofsLayerOf, LAYER_IMAGE } from "../erofs/layer-of-mounts.ts";
import { PLAIN_FORMAT, withUuid, type LayerFormat } from "../erofs/image-options.ts";
import { layerUuid } from "../erofs/image-uuid.ts";
import { nativeLayerOf, type NativeLayer } from "../erofs/native-layer.ts";
import { chainProcessors, type Payloads } from "./processor-chain.ts";
import { withApplyTarget, type ApplyTarget } from "./target.ts";
import type { UnpackJob } from "./unpack.ts";

export interface LayersDeps {
  disk: DiskPool;
  tempMounts: TempMounts;
  /** Programs for layers of other media types, by id. */
  processors?: Readonly<Record<string, StreamProcessorConfig>>;
  /** How layers of the erofs snapshotter become images. */
  erofsFormat?: LayerFormat;
  limits: { maxLayerBytes: number; maxLayerEntries: number };
  /** Of overlays: layers in one of them that have no parent yet get a list of what they imply. */
  layersDirectories: readonly string[];
  /** Told of every layer that was begun at that time: its uncompressed size, undefined when it failed. */
  onUnpacked?: (startedAt: number, size: number | undefined) => void;
}

/** A layer's file, and the mounts to unpack it to. */
export interface LayerRequest {
  path: string;
  mediaType: string;
  /** Of the file; an image that is made of it is known by that. Empty: by nothing. */
  digest?: string;
  mounts: readonly containerd.types.IMount[];
  available: number;
  end: boolean;
  sync: boolean;
  /** For the programs that it goes through, by id. */
  payloads?: Payloads;
  /** What has been inflated of it before. */
  kept?: KeptJob;
}

/** What a layer is, uncompressed; `kept`: so many of its bytes had been inflated before. */
export type Applied = containerd.types.IDescriptor & { kept?: number };

export interface ApplyOptions {
  signal: AbortSignal;
  onProgress?: (bytes: number) => void;
  /** Called when the job runs: how a growing file is followed. */
  onStart?: (job: RunningJob<"unpack">) => void;
}

/** Unpacks layers, for `Diff.Apply` and for layers that are still arriving. */
export interface Layers {
  /** Returns the descriptor of the uncompressed layer: its digest is the diff id. @throws as `unpack`; Unknown for what is no layer, and for an image where no image can be */
  apply(request: LayerRequest, options: ApplyOptions): Promise<Applied>;
}

const UNCOMPRESSED = MediaType.ociLayer;

export function createLayers({ disk, tempMounts, processors = {}, erofsFormat = PLAIN_FORMAT, limits, layersDirectories, onUnpacked = () => undefined }: LayersDeps): Layers {
  const imageJob = (image: string, { native, digest }: { native: NativeLayer | undefined; digest: string }): Pick<UnpackJob, "image" | "format" | "native"> => ({
    image,
    format: digest === "" ? erofsFormat : withUuid(erofsFormat, layerUuid(digest)),
    ...(native !== undefined && { native: native.isCompressed ? "compressed" : "plain" }),
  });
  return {
    async apply({ path: file, mediaType, digest = "", mounts, available, end, sync, payloads, kept: before }, { signal, onProgress, onStart }) {
      const layer = erofsLayerOf(fromApiMounts(mounts));
      const native = layer === undefined ? undefined : nativeLayerOf(mediaType);
      const chain = chainProcessors(native === undefined ? mediaType : native.isCompressed ? MediaType.ociLayerZstd : UNCOMPRESSED, processors, payloads);
      const startedAt = performance.now();
      const unpacked = withTarget({ tempMounts, mounts, layer }, ({ directory, lowers, whiteouts, image }) => {
        const listImplied = image === undefined && whiteouts === "overlay" && lowers.length === 0 && layersDirectories.includes(path.dirname(path.dirname(directory)));
        const { maxLayerBytes: maxBytes, maxLayerEntries: maxEntries } = limits;
        const job = { path: file, processors: chain, available, end, target: directory, lowers, whiteouts, listImplied, sync, maxBytes, maxEntries, ...(image === undefined ? {} : imageJob(image, { native, digest })), ...(before === undefined || chain.length > 0 ? {} : { kept: before }) };
        const running = disk.start("unpack", job, { signal, ...(onProgress === undefined ? {} : { onProgress }) });
        onStart?.(running);
        return running.result;
      });
      unpacked.then(({ size }) => onUnpacked(startedAt, size), () => onUnpacked(startedAt, undefined));
      return { mediaType: native?.mediaType ?? UNCOMPRESSED, ...(await unpacked) };
    },
  };
}

// A layer of the erofs snapshotter becomes an image, on whatever it is to lie: that is a matter of its mounts.
function withTarget<T>({ tempMounts, mounts, layer }: { tempMounts: TempMounts; mounts: readonly containerd.types.IMount[]; layer: string | undefined }, use: (target: ApplyTarget & { image?: string }) => Promise<T>): Promise<T> {
  if (layer === undefined) return withApplyTarget(tempMounts, mounts, use);
  return use({ directory: layer, lowers: [], whiteouts: "overlay", image: path.join(layer, LAYER_IMAGE) });
}
