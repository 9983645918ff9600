import { dataLoss, notFound, invalidArgument } from "@stevedore/errors";
import {
  childLabels, type Descriptor, filterByPlatform, type ImageConfig, type Index, isConfigType, isIndexType, isLayerType, isManifestType, type Manifest, MediaType, parseImageConfig, parseIndex, parseManifest, type PlatformMatcher,
} from "@stevedore/oci";
import type { HostClient } from "../host-client.ts";
import { readDocument, writeDocument } from "./blobs.ts";
import { convertLayer, type ConvertedLayer, type LayerOptions } from "./convert-layer.ts";

export interface ConvertOptions {
  /** Absent: layers stay as they are. */
  layers?: LayerOptions | undefined;
  /** Media types of docker become OCI's. */
  toOci: boolean;
  /** Which of an index's manifests are kept. */
  matcher: PlatformMatcher;
  /** Hears of each layer when it is done. */
  onLayer?: (from: Descriptor, to: Descriptor) => void;
}

interface Conversion {
  host: HostClient;
  options: ConvertOptions;
  /** Layers by digest: two platforms may share some. */
  layers: Map<string, Promise<ConvertedLayer | undefined>>;
}

const OCI_TYPES: Record<string, string> = {
  [MediaType.dockerIndex]: MediaType.ociIndex,
  [MediaType.dockerManifest]: MediaType.ociManifest,
  [MediaType.dockerConfig]: MediaType.ociConfig,
  [MediaType.dockerLayer]: MediaType.ociLayer,
  [MediaType.dockerLayerGzip]: MediaType.ociLayerGzip,
  [MediaType.dockerLayerZstd]: MediaType.ociLayerZstd,
  [MediaType.dockerForeignLayer]: MediaType.ociForeignLayer,
  [MediaType.dockerForeignLayerGzip]: MediaType.ociForeignLayerGzip,
  [MediaType.dockerForeignLayerZstd]: MediaType.ociForeignLayerZstd,
};

/** Converts all below a descriptor, and gives the new one; the old one when there was nothing to do. The new blobs hang on the caller's lease. */
export async function convertImage(host: HostClient, target: Descriptor, options: ConvertOptions): Promise<Descriptor> {
  return convert({ host, options, layers: new Map() }, target);
}

async function convert(conversion: Conversion, descriptor: Descriptor): Promise<Descriptor> {
  if (isIndexType(descriptor.mediaType)) return convertIndex(conversion, descriptor);
  if (isManifestType(descriptor.mediaType)) return convertManifest(conversion, descriptor);
  throw invalidArgument(`${descriptor.digest} is of type ${descriptor.mediaType}, which is no image's`);
}

function typeFor({ options }: Conversion, mediaType: string): string {
  return options.toOci ? (OCI_TYPES[mediaType] ?? mediaType) : mediaType;
}

async function convertIndex(conversion: Conversion, descriptor: Descriptor): Promise<Descriptor> {
  const { host, options } = conversion;
  const index = parseIndex(await readDocument(host, descriptor), `index ${descriptor.digest}`);
  const kept = filterByPlatform(index.manifests, options.matcher);
  if (!kept.some(({ platform }) => platform !== undefined) && index.manifests.some(({ platform }) => platform !== undefined)) {
    throw notFound(`no manifest for the platform in index ${descriptor.digest}`, { hint: "--platform names another, --all-platforms takes all" });
  }
  const converted: Descriptor[] = [];
  for (const child of kept) converted.push({ ...child, ...(await convert(conversion, child)) });
  const renamed = new Map(kept.map(({ digest }, i) => [digest, converted[i]?.digest ?? digest]));
  const manifests = converted.map((child) => renameReferences(child, renamed));
  return store(conversion, descriptor, { before: index, after: { ...index, ...typeField(conversion, index), manifests }, children: manifests });
}

// An attestation names the manifest that it speaks of in an annotation.
function renameReferences(child: Descriptor, renamed: ReadonlyMap<string, string>): Descriptor {
  if (child.annotations === undefined) return child;
  return { ...child, annotations: Object.fromEntries(Object.entries(child.annotations).map(([key, value]) => [key, renamed.get(value) ?? value])) };
}

function typeField(conversion: Conversion, { mediaType }: { mediaType?: string }): { mediaType?: string } {
  return mediaType === undefined ? {} : { mediaType: typeFor(conversion, mediaType) };
}

async function convertManifest(conversion: Conversion, descriptor: Descriptor): Promise<Descriptor> {
  const { host } = conversion;
  const manifest = parseManifest(await readDocument(host, descriptor), `manifest ${descriptor.digest}`);
  // What has another kind of config (a chart, an attestation) is no stack of layers.
  if (!isConfigType(manifest.config.mediaType) || !manifest.layers.every(({ mediaType }) => isLayerType(mediaType))) return descriptor;
  const bytes = await readDocument(host, manifest.config);
  const { rootfs: { diff_ids: diffIds } } = parseImageConfig(bytes, `config ${manifest.config.digest}`);
  if (diffIds.length !== manifest.layers.length) throw dataLoss(`manifest ${descriptor.digest} has ${manifest.layers.length} layers, but its config ${diffIds.length} diff ids`);
  const converted = await Promise.all(manifest.layers.map((layer, i) => layerOnce(conversion, layer, diffIds[i] as string)));
  const layers = manifest.layers.map((layer, i) => converted[i]?.descriptor ?? { ...layer, mediaType: typeFor(conversion, layer.mediaType) });
  const config = await convertConfig(conversion, manifest.config, { bytes, diffIds: diffIds.map((diffId, i) => converted[i]?.diffId ?? diffId) });
  return store(conversion, descriptor, { before: manifest, after: { ...manifest, ...typeField(conversion, manifest), config, layers }, children: [config, ...layers] });
}

function layerOnce(conversion: Conversion, layer: Descriptor, diffId: string): Promise<ConvertedLayer | undefined> {
  const { host, options: { layers: options, onLayer }, layers } = conversion;
  if (options === undefined) return Promise.resolve(undefined);
  const known = layers.get(layer.digest);
  if (known !== undefined) return known;
  const started = convertLayer(host, layer, { diffId, options }).then((done) => {
    if (done !== undefined) onLayer?.(layer, done.descriptor);
    return done;
  });
  layers.set(layer.digest, started);
  return started;
}

async function convertConfig(conversion: Conversion, descriptor: Descriptor, { bytes, diffIds }: { bytes: Buffer; diffIds: string[] }): Promise<Descriptor> {
  const mediaType = typeFor(conversion, descriptor.mediaType);
  const config = JSON.parse(bytes.toString()) as ImageConfig & Record<string, { Image?: unknown } | undefined>;
  if (config.rootfs.diff_ids.every((diffId, i) => diffId === diffIds[i])) return { ...descriptor, mediaType };
  // Docker's first format kept the image's own id in there, which no longer holds.
  for (const key of ["config", "container_config"]) if (config[key]?.Image !== undefined) delete config[key].Image;
  return { ...descriptor, mediaType, ...(await writeDocument(conversion.host, { ...config, rootfs: { ...config.rootfs, diff_ids: diffIds } }, {})) };
}

interface Changed {
  before: Index | Manifest;
  after: Index | Manifest;
  children: Descriptor[];
}

async function store(conversion: Conversion, descriptor: Descriptor, { before, after, children }: Changed): Promise<Descriptor> {
  const mediaType = typeFor(conversion, descriptor.mediaType);
  if (mediaType === descriptor.mediaType && JSON.stringify(before) === JSON.stringify(after)) return descriptor;
  return { ...descriptor, mediaType, ...(await writeDocument(conversion.host, after, childLabels(children))) };
}
