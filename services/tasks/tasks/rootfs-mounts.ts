import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { MountsService, TaskMountsService, type containerd } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import { planMounts } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import { createClient, type Channel } from "@stevedore/rpc";
import type { Bundle } from "../shims/bundle.ts";

type ApiMount = containerd.types.IMount;

/** Root file systems whose mounts are more than a shim can make: the mount manager makes those, before the shim makes the rest. */
export interface RootfsMounts {
  /** Returns what is left for the shim. Plain mounts are returned as they are, and nobody is asked. */
  activate(bundle: Bundle, rootfs: ApiMount[], allowedTypes: () => Promise<readonly string[]>): Promise<ApiMount[]>;
  /** To be called before a task's bundle is removed; what it returns then unmounts what was made for it. Never fails. */
  releaseOf(bundle: Bundle): () => Promise<void>;
}

// In the bundle of a task that has an activation: a task without one is deleted without a question to another service.
const MARK = "mounts";
const BACK_REFERENCE = "containerd.io/gc.bref.container";

export function createRootfsMounts({ snapshots, log }: { snapshots: Channel; log: Logger }): RootfsMounts {
  const taskMounts = createClient(TaskMountsService, snapshots);
  const mounts = createClient(MountsService, snapshots);
  const release = async ({ namespace, id }: Bundle): Promise<void> => {
    await mounts.deactivate({ name: id }, { namespace }).catch((error: unknown) => {
      if (!isError(error, "notFound")) log.warn("failed to deactivate mounts", { namespace, id, error: messageOf(error) });
    });
  };
  return {
    async activate(bundle, rootfs, allowedTypes) {
      const types = rootfs.map(({ type }) => ({ type: type ?? "" }));
      if (planMounts(types) === undefined) return rootfs;
      const allowed = await allowedTypes();
      if (planMounts(types, { allowed }) === undefined) return rootfs;
      // First, so that a death behind it leaves no activation that nobody knows of.
      writeFileSync(path.join(bundle.path, MARK), "");
      const labels = { [BACK_REFERENCE]: bundle.id };
      const { info } = await taskMounts.activate({ name: bundle.id, mounts: rootfs, labels, allowedTypes: [...allowed] }, { namespace: bundle.namespace });
      return info?.system ?? [];
    },
    releaseOf: (bundle) => (existsSync(path.join(bundle.path, MARK)) ? () => release(bundle) : () => Promise.resolve()),
  };
}
