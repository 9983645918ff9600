import { applyMapMask, compactLabels } from "@stevedore/names";
import { invalidArgument, quote } from "@stevedore/errors";
import type { Container, ContainerFields } from "./container-records.ts";

/** What an update without a mask replaces. */
const REPLACED = ["labels", "spec", "extensions", "image", "snapshotkey"];

/**
 * The stored container with the fields that the mask names taken from the request. Without a mask every field that
 * may change does, and one that may not must be the same.
 * @throws InvalidArgument for an immutable field, or a path that is unknown
 */
export function applyUpdate(stored: Container, requested: ContainerFields, paths: readonly string[]): ContainerFields {
  if (paths.length === 0) requireSameImmutables(stored, requested);
  const updated: ContainerFields = { ...stored };
  for (const path of paths.length === 0 ? REPLACED : paths) applyPath(updated, requested, path);
  updated.labels = compactLabels(updated.labels);
  return updated;
}

function requireSameImmutables(stored: Container, requested: ContainerFields): void {
  if (stored.snapshotter !== (requested.snapshotter ?? "")) throw invalidArgument("container.Snapshotter field is immutable");
  if (stored.runtime?.name !== (requested.runtime?.name ?? "")) throw invalidArgument("container.Runtime.Name field is immutable");
}

function applyPath(updated: ContainerFields, requested: ContainerFields, path: string): void {
  // The key is everything behind the first dot: keys have dots and slashes themselves.
  const dot = path.indexOf(".");
  const key = path.slice(dot + 1);
  switch (dot === -1 ? path : path.slice(0, dot + 1)) {
    case "labels":
    case "labels.":
      updated.labels = applyMapMask("labels", path, { stored: updated.labels, wanted: requested.labels }) ?? {};
      return;
    case "extensions":
      updated.extensions = requested.extensions ?? {};
      return;
    case "extensions.":
      updated.extensions = { ...updated.extensions, [key]: requested.extensions?.[key] ?? {} };
      return;
    case "spec":
      updated.spec = requested.spec ?? null;
      return;
    case "image":
      updated.image = requested.image ?? "";
      return;
    case "snapshotkey":
      updated.snapshotKey = requested.snapshotKey ?? "";
      return;
    default:
      throw invalidArgument(`cannot update ${quote(path)} field on ${quote(updated.id ?? "")}`);
  }
}
