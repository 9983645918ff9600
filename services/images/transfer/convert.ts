import type { containerd } from "@stevedore/api";
import type { Descriptor, Platform } from "@stevedore/oci";

/** A descriptor as containerd's API has it: platform, urls and data stay behind. */
export function toDescriptor({ mediaType, digest, size, annotations }: Descriptor): containerd.types.IDescriptor {
  return { mediaType, digest, size, annotations: annotations ?? {} };
}

export function fromDescriptor(message: containerd.types.IDescriptor | null | undefined): Descriptor {
  const annotations = message?.annotations ?? {};
  return {
    mediaType: message?.mediaType ?? "",
    digest: message?.digest ?? "",
    size: message?.size ?? 0,
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

export function fromPlatform(message: containerd.types.IPlatform | null | undefined): Platform {
  const { os, architecture, variant, osVersion, osFeatures } = message ?? {};
  return {
    os: os ?? "",
    architecture: architecture ?? "",
    ...(variant ? { variant } : {}),
    ...(osVersion ? { "os.version": osVersion } : {}),
    ...(osFeatures !== null && osFeatures !== undefined && osFeatures.length > 0 ? { "os.features": osFeatures } : {}),
  };
}
