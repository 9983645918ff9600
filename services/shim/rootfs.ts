import path from "node:path";
import { isError, messageOf, unknownError } from "@stevedore/errors";
import { MNT, isSystemError, mountAll, unmountAll } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import type { Container } from "./container.ts";

type Rootfs = Pick<Container, "rootfs" | "bundle">;

/** Mounts a container's root file system on `rootfs` in its bundle. Without mounts the spec's own root is used. */
export function mountRootfs({ rootfs, bundle }: Rootfs): void {
  if (rootfs.length === 0) return;
  try {
    mountAll(rootfs, path.join(bundle, "rootfs"));
  } catch (error) {
    const text = `failed to mount rootfs component: ${messageOf(error)}`;
    throw isError(error, "invalidArgument") ? error : unknownError(text, { cause: error });
  }
}

/** The reverse. A mount that stays is logged, and no reason to keep a container that is gone. */
export function unmountRootfs({ rootfs, bundle, namespace, id }: Rootfs & Pick<Container, "namespace" | "id">, log: Logger): void {
  const root = path.join(bundle, "rootfs");
  for (const { target } of rootfs.toReversed()) {
    try {
      unmountOne(path.join(root, path.join("/", target)));
    } catch (error) {
      log.warn("rootfs not unmounted", { namespace, container: id, error: messageOf(error) });
    }
  }
}

// Somebody may still look into it; it goes away when they have left.
function unmountOne(place: string): void {
  try {
    unmountAll(place);
  } catch (error) {
    if (!isSystemError(error, "EBUSY")) throw error;
    unmountAll(place, MNT.DETACH);
  }
}
