import { containerd } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { lookupIn, type FieldLookup } from "@stevedore/filters";
import { applyMapMask, compactLabels, validateDigest, validateLabels } from "@stevedore/names";

export type Image = containerd.services.images.v1.IImage;

/** An image as it is stored and answered: no empty label, no empty annotation, only the fields of a target that images keep. */
export function normaliseImage(image: Image): Image {
  const { mediaType, digest, size, annotations } = image.target ?? {};
  return { ...image, labels: compactLabels(image.labels), target: { mediaType, digest, size, annotations: compactLabels(annotations) } };
}

/** @throws InvalidArgument */
export function validateImage(image: Image): void {
  if (!image.name) throw invalidArgument("image name must not be empty");
  validateLabels(image.labels, "image.Labels");
  const { digest, size, mediaType } = image.target ?? {};
  validateDigest(digest ?? "", (problem) => `target.Digest ${JSON.stringify(digest ?? "")} invalid: ${problem}`);
  if (!((size ?? 0) > 0)) throw invalidArgument("target.Size must be greater than zero");
  if (!mediaType) throw invalidArgument("target.MediaType must be set");
}

/**
 * The stored image with the fields that `paths` name taken from `update`; no paths: all of `update`.
 * @throws InvalidArgument for a path that images don't have
 */
export function applyImageUpdate(stored: Image, update: Image, paths: readonly string[]): Image {
  if (paths.length === 0) return { ...update, createdAt: stored.createdAt };
  return paths.reduce((image, path) => applyPath(image, update, path), stored);
}

function applyPath(image: Image, update: Image, path: string): Image {
  const { labels, target } = update;
  if (path === "target") return { ...image, target };
  const masked = applyMapMask("labels", path, { stored: image.labels, wanted: labels });
  if (masked !== undefined) return { ...image, labels: masked };
  const annotations = applyMapMask("annotations", path, { stored: image.target?.annotations, wanted: target?.annotations });
  if (annotations !== undefined) return { ...image, target: { ...image.target, annotations } };
  throw invalidArgument(`cannot update ${JSON.stringify(path)} field on image ${JSON.stringify(image.name)}`);
}

/** The fields of an image that filters can ask for. */
export function imageFields(image: Image): FieldLookup {
  return ([field, ...rest]) => {
    switch (field) {
      case "name":
        return image.name || undefined;
      case "target":
        if (rest[0] === "digest") return image.target?.digest || undefined;
        return rest[0] === "mediatype" ? image.target?.mediaType || undefined : undefined;
      case "labels":
        return lookupIn(image.labels, rest);
      case "annotations":
        return lookupIn(image.target?.annotations, rest);
      default:
        return undefined;
    }
  };
}
