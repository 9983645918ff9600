import { invalidArgument } from "@stevedore/errors";
import { compactLabels } from "@stevedore/names";
import type { Sandbox, SandboxFields } from "./sandbox-records.ts";

/** What an update without fields replaces. */
const REPLACED = ["labels", "extensions", "spec", "runtime"];

/**
 * The stored sandbox with the named fields taken from the request (containerd, core/metadata/sandbox.go). Only a
 * field that is named may change the runtime's name.
 * @throws InvalidArgument for an immutable field, or one that is unknown
 */
export function applyUpdate(stored: Sandbox, requested: SandboxFields, fields: readonly string[]): SandboxFields {
  if (fields.length === 0 && stored.runtime?.name !== (requested.runtime?.name ?? "")) throw invalidArgument("sandbox.Runtime.Name field is immutable");
  const updated: SandboxFields = { ...stored };
  for (const field of fields.length === 0 ? REPLACED : fields) applyField(updated, requested, field);
  updated.labels = compactLabels(updated.labels);
  return updated;
}

function applyField(updated: SandboxFields, requested: SandboxFields, field: string): void {
  // The key is everything behind the first dot: keys have dots and slashes themselves.
  const dot = field.indexOf(".");
  const key = field.slice(dot + 1);
  switch (dot === -1 ? field : field.slice(0, dot + 1)) {
    case "labels":
      updated.labels = requested.labels ?? {};
      return;
    case "labels.":
      updated.labels = { ...updated.labels, [key]: requested.labels?.[key] ?? "" };
      return;
    case "extensions":
      // containerd's store never erases the key of an extension; neither is one lost here.
      updated.extensions = { ...updated.extensions, ...requested.extensions };
      return;
    case "extensions.":
      // One that the request does not have becomes empty, as there.
      updated.extensions = { ...updated.extensions, [key]: requested.extensions?.[key] ?? {} };
      return;
    case "runtime":
      updated.runtime = { name: requested.runtime?.name ?? "", options: requested.runtime?.options ?? updated.runtime?.options ?? null };
      return;
    case "spec":
      updated.spec = requested.spec ?? updated.spec ?? null;
      return;
    default:
      throw invalidArgument(`cannot update ${JSON.stringify(field)} field on sandbox ${JSON.stringify(updated.sandboxId)}`);
  }
}
