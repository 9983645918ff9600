import path from "node:path";
import { isError, messageOf, unknownError } from "@stevedore/errors";
import { mountAll } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import type { Container } from "./container.ts";
import type { Spawner } from "./spawner.ts";

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
export async function unmountRootfs({ rootfs, bundle, namespace, id }: Rootfs & Pick<Container, "namespace" | "id">, { spawner, log }: { spawner: Spawner; log: Logger }): Promise<void> {
  if (rootfs.length === 0) return;
  const places = rootfs.toReversed().map(({ target }) => path.join(bundle, "rootfs", path.join("/", target)));
  await spawner.unmount([...new Set(places)]).catch((error: unknown) => log.warn("rootfs not unmounted", { namespace, container: id, error: messageOf(error) }));
}
