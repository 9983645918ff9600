/** Media types of images: OCI's and docker's. */
export const MediaType = {
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  ociConfig: "application/vnd.oci.image.config.v1+json",
  ociLayer: "application/vnd.oci.image.layer.v1.tar",
  ociLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  ociLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
  ociForeignLayer: "application/vnd.oci.image.layer.nondistributable.v1.tar",
  ociForeignLayerGzip: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  ociForeignLayerZstd: "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
  /** Not an archive, but an image: of a file system, which is the layer. */
  erofsLayer: "application/vnd.erofs.layer.v1",
  ociEmpty: "application/vnd.oci.empty.v1+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  dockerConfig: "application/vnd.docker.container.image.v1+json",
  dockerLayer: "application/vnd.docker.image.rootfs.diff.tar",
  dockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  dockerLayerZstd: "application/vnd.docker.image.rootfs.diff.tar.zstd",
  dockerForeignLayer: "application/vnd.docker.image.rootfs.foreign.diff.tar",
  dockerForeignLayerGzip: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
  dockerForeignLayerZstd: "application/vnd.docker.image.rootfs.foreign.diff.tar.zstd",
  dockerSchema1: "application/vnd.docker.distribution.manifest.v1+json",
  dockerSchema1Signed: "application/vnd.docker.distribution.manifest.v1+prettyjws",
  inToto: "application/vnd.in-toto+json",
} as const;

export type Compression = "none" | "gzip" | "zstd";

const DOCKER_LAYER = /^application\/vnd\.docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(gzip|zstd))?(?:\+encrypted)?$/;
const OCI_LAYER_PREFIX = "application/vnd.oci.image.layer.";

export function isIndexType(mediaType: string): boolean {
  return mediaType === MediaType.ociIndex || mediaType === MediaType.dockerIndex;
}

export function isManifestType(mediaType: string): boolean {
  return mediaType === MediaType.ociManifest || mediaType === MediaType.dockerManifest;
}

/** The manifests of before 2016, which nobody reads any more; they get an error of their own. */
export function isSchema1Type(mediaType: string): boolean {
  return mediaType === MediaType.dockerSchema1 || mediaType === MediaType.dockerSchema1Signed;
}

export function isConfigType(mediaType: string): boolean {
  return mediaType === MediaType.ociConfig || mediaType === MediaType.dockerConfig;
}

export function isLayerType(mediaType: string): boolean {
  return isArchiveType(mediaType) || mediaType.split("+", 1)[0] === MediaType.erofsLayer;
}

function isArchiveType(mediaType: string): boolean {
  return mediaType.startsWith(OCI_LAYER_PREFIX) || DOCKER_LAYER.test(mediaType);
}

/** Layers that are EROFS images, of any version. */
export function isErofsLayerType(mediaType: string): boolean {
  return mediaType.startsWith("application/vnd.erofs.layer");
}

/** Layers that a registry may not hold and that are not pushed: docker's "foreign", OCI's "nondistributable". */
export function isNonDistributableType(mediaType: string): boolean {
  return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
    || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.");
}

export function isAttestationType(mediaType: string): boolean {
  return mediaType === MediaType.inToto;
}

/** How a layer's media type says that its archive is compressed; undefined for what is not a layer, or no archive. */
export function compressionOf(mediaType: string): Compression | undefined {
  if (!isArchiveType(mediaType)) return undefined;
  if (/[.+]gzip(?:\+|$)/.test(mediaType)) return "gzip";
  if (/[.+]zstd(?:\+|$)/.test(mediaType)) return "zstd";
  return "none";
}

/** The word that containerd puts before a digest in ingest refs and progress: `layer-sha256:…`. */
export function kindOf(mediaType: string): "manifest" | "index" | "layer" | "config" | "attestation" | "unknown" {
  if (isManifestType(mediaType)) return "manifest";
  if (isIndexType(mediaType)) return "index";
  if (isLayerType(mediaType)) return "layer";
  if (isConfigType(mediaType)) return "config";
  return isAttestationType(mediaType) ? "attestation" : "unknown";
}
