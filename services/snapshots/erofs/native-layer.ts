import { unknownError } from "@stevedore/errors";
import { isErofsLayerType } from "@stevedore/oci";

/** A layer that is an EROFS image already. */
export interface NativeLayer {
  /** The type without what was done to the image. */
  mediaType: string;
  isCompressed: boolean;
}

/**
 * What a layer's media type says of an image; undefined for other layers'. As containerd's erofs differ, which takes any version.
 * @throws Unknown for an image that is compressed by anything but zstd
 */
export function nativeLayerOf(mediaType: string): NativeLayer | undefined {
  if (!isErofsLayerType(mediaType)) return undefined;
  const plus = mediaType.indexOf("+");
  if (plus === -1) return { mediaType, isCompressed: false };
  const suffix = mediaType.slice(plus + 1);
  if (suffix !== "zstd") throw unknownError(`unsupported erofs layer suffix: ${suffix}`, { hint: "layers that are EROFS images are stored as they are, or compressed with zstd" });
  return { mediaType: mediaType.slice(0, plus), isCompressed: true };
}
