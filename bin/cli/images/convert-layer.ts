import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { PassThrough, Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip, createZstdCompress, createZstdDecompress } from "node:zlib";
import { dataLoss, invalidArgument, messageOf, unimplemented } from "@stevedore/errors";
import { Annotation, buildEstargz } from "@stevedore/estargz";
import { type Compression, compressionOf, type Descriptor, isNonDistributableType, Label, MediaType } from "@stevedore/oci";
import type { HostClient } from "../host-client.ts";
import { openBlob, readBlob, type BlobWriter } from "./blobs.ts";

/** What layers become. */
export type LayerFormat = "zstd" | "estargz" | "uncompressed";

export interface LayerOptions {
  format: LayerFormat;
  /** zstd's or gzip's; the format's own when absent. */
  level?: number | undefined;
  /** Of eStargz: the most of a file that is fetched at a time. */
  chunkSize?: number | undefined;
}

export interface ConvertedLayer {
  descriptor: Descriptor;
  diffId: string;
}

interface Written {
  diffId: string;
  size: number;
  annotations?: Record<string, string>;
}

/**
 * Writes a layer anew in another format. The diff id changes only with eStargz, which has files of its own in the tar.
 * @throws DataLoss when the layer is broken, or is not what its diff id says
 */
export async function convertLayer(host: HostClient, layer: Descriptor, { diffId, options }: { diffId: string; options: LayerOptions }): Promise<ConvertedLayer | undefined> {
  if (isNonDistributableType(layer.mediaType)) return undefined;
  const from = compressionOf(layer.mediaType);
  if (from === undefined || layer.mediaType.endsWith("+encrypted")) throw unimplemented(`layer ${layer.digest} of type ${layer.mediaType} can't be converted`);
  if (options.format === "uncompressed" && from === "none") return undefined;
  if (options.format === "zstd" && from === "zstd") return undefined;
  await using blob = openBlob(host);
  const hash = createHash("sha256");
  async function* watched(tar: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of tar) {
      hash.update(piece);
      yield piece;
    }
  }
  const tar = watched(inflate(readBlob(host, layer.digest), from, layer.digest));
  const written = await WRITERS[options.format](tar, blob, options);
  const found = `sha256:${hash.digest("hex")}`;
  if (found !== diffId) throw dataLoss(`layer ${layer.digest}: it inflates to ${found}, but the image says ${diffId}`);
  const newDiffId = written.diffId === "" ? diffId : written.diffId;
  const digest = await blob.commit({ [Label.uncompressed]: newDiffId });
  const { annotations: old = {}, ...rest } = layer;
  const annotations = { ...withoutEstargz(old), ...written.annotations };
  const descriptor = { ...rest, mediaType: MEDIA_TYPES[options.format](layer.mediaType), digest, size: written.size };
  return { diffId: newDiffId, descriptor: Object.keys(annotations).length === 0 ? descriptor : { ...descriptor, annotations } };
}

function withoutEstargz(annotations: Record<string, string>): Record<string, string> {
  const own: string[] = Object.values(Annotation);
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !own.includes(key)));
}

const isDocker = (mediaType: string): boolean => mediaType.startsWith("application/vnd.docker.");

const MEDIA_TYPES: Record<LayerFormat, (from: string) => string> = {
  zstd: () => MediaType.ociLayerZstd,
  estargz: () => MediaType.ociLayerGzip,
  uncompressed: (from) => (isDocker(from) ? MediaType.dockerLayer : MediaType.ociLayer),
};

type Writer = (tar: AsyncIterable<Uint8Array>, blob: BlobWriter, options: LayerOptions) => Promise<Written>;

const WRITERS: Record<LayerFormat, Writer> = {
  estargz: async (tar, blob, { level, chunkSize }) => {
    const { diffId, tocDigest, size, uncompressedSize } = await buildEstargz(tar, {
      write: (bytes) => blob.write(bytes), ...(level === undefined ? {} : { level }), ...(chunkSize === undefined ? {} : { chunkSize }),
    });
    return { diffId, size, annotations: { [Annotation.tocDigest]: tocDigest, [Annotation.uncompressedSize]: String(uncompressedSize) } };
  },
  zstd: (tar, blob, { level = 3 }) => {
    const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_nbWorkers]: availableParallelism() };
    return writeThrough(tar, blob, createZstdCompress({ params, chunkSize: 1 << 20 }));
  },
  uncompressed: (tar, blob) => writeThrough(tar, blob, new PassThrough({ highWaterMark: 1 << 20 })),
};

async function writeThrough(tar: AsyncIterable<Uint8Array>, blob: BlobWriter, through: Transform): Promise<Written> {
  let size = 0;
  await pipeline(tar, through, async (bytes: AsyncIterable<Buffer>) => {
    for await (const piece of bytes) {
      size += piece.length;
      await blob.write(piece);
    }
  });
  return { diffId: "", size };
}

async function* inflate(bytes: AsyncIterable<Uint8Array>, compression: Compression, digest: string): AsyncGenerator<Uint8Array> {
  if (compression === "none") return yield* bytes;
  const through = compression === "gzip" ? createGunzip({ chunkSize: 1 << 20 }) : createZstdDecompress({ chunkSize: 1 << 20 });
  const source: Readable = Readable.from(bytes);
  source.on("error", (error) => through.destroy(error));
  try {
    yield* source.pipe(through) as AsyncIterable<Buffer>;
  } catch (error) {
    throw invalidArgument(`layer ${digest}: ${messageOf(error)}`, { cause: error });
  } finally {
    source.destroy();
  }
}
