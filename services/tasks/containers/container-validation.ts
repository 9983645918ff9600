import { invalidArgument, wrapError } from "@stevedore/errors";
import { validateIdentifier, validateLabels } from "@stevedore/names";
import type { ContainerFields } from "./container-records.ts";

/** Checks a container as containerd does before it stores one; a missing spec is found when a task is made of it. @throws InvalidArgument, with `context` in front */
export function validateContainer(container: ContainerFields, context: string): void {
  try {
    checkFields(container);
  } catch (error) {
    throw wrapError(context, error);
  }
}

function checkFields({ id, extensions, labels, runtime, snapshotKey, snapshotter }: ContainerFields): void {
  validateIdentifier(id ?? "", "container.ID");
  if (Object.hasOwn(extensions ?? {}, "")) throw invalidArgument("container.Extension keys must not be zero-length");
  validateLabels(labels, "containers.Labels");
  if (!runtime?.name) throw invalidArgument("container.Runtime.Name must be set");
  if (snapshotKey && !snapshotter) throw invalidArgument("container.Snapshotter must be set if container.SnapshotKey is set");
}
