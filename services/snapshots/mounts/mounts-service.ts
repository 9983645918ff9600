import type { containerd, MountsService, TaskMountsService } from "@stevedore/api";
import { isError, unimplemented } from "@stevedore/errors";
import type { Collection } from "@stevedore/resources";
import type { Handlers } from "@stevedore/rpc";
import { fromApiMounts, toApiMount } from "../api-mount.ts";
import type { Activation } from "./activation.ts";
import { MOUNT_KIND, remainingMounts } from "./activation.ts";
import type { MountManager } from "./mount-manager.ts";

export interface MountsDeps {
  manager: MountManager;
  /** An activation that garbage collection has condemned is not told of before the verdict. */
  collection: Pick<Collection, "settled" | "settledAll">;
}

/** The handlers of `containerd.services.mounts.v1.Mounts`. */
export function createMountsService({ manager, collection }: MountsDeps): Handlers<typeof MountsService> {
  return {
    async activate({ name, mounts, labels, temporary }, { namespace, lease }) {
      return { info: encode(await manager.activate(namespace, name, fromApiMounts(mounts), { labels, temporary, lease })) };
    },
    async deactivate({ name }, { namespace }) {
      await collection.settled({ namespace, kind: MOUNT_KIND, key: name });
      await manager.deactivate(namespace, name);
      return {};
    },
    async info({ name }, { namespace }) {
      await collection.settled({ namespace, kind: MOUNT_KIND, key: name });
      return { info: encode(manager.info(namespace, name)) };
    },
    update() {
      throw unimplemented("not implemented");
    },
    // As containerd, which ignores the filters.
    async *list(_request, { namespace }) {
      await collection.settledAll(namespace, MOUNT_KIND);
      for (const activation of manager.list(namespace)) yield { info: encode(activation) };
    },
  };
}

/** The handlers of `stevedore.v1.TaskMounts`. */
export function createTaskMountsService({ manager, collection }: MountsDeps): Handlers<typeof TaskMountsService> {
  return {
    async activate({ name, mounts, labels, allowedTypes }, { namespace, lease }) {
      try {
        return { info: encodeWhole(await manager.activate(namespace, name, fromApiMounts(mounts), { labels, allowed: allowedTypes, lease })) };
      } catch (error) {
        // Of an earlier task of this container: the reference back to that has kept it.
        if (!isError(error, "alreadyExists")) throw error;
        await collection.settled({ namespace, kind: MOUNT_KIND, key: name });
        return { info: encodeWhole(manager.info(namespace, name)) };
      }
    },
  };
}

// A runtime that is given no mount at all would run on an empty directory.
function encodeWhole(activation: Activation): containerd.types.IActivationInfo {
  return encode({ ...activation, system: remainingMounts(activation) });
}

function encode({ name, active, system, labels }: Activation): containerd.types.IActivationInfo {
  return {
    name,
    labels,
    system: system.map(toApiMount),
    active: active.map(({ mount, mountedAt, mountPoint }) => ({ mount: toApiMount(mount), mountedAt, mountPoint })),
  };
}
