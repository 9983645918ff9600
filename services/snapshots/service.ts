import { containerd, type SnapshotsService } from "@stevedore/api";
import { alreadyExists, invalidArgument, isError, messageOf, unimplemented, unknownError } from "@stevedore/errors";
import { compileFilters } from "@stevedore/filters";
import type { CallContext, Handlers } from "@stevedore/rpc";
import { toApiMount } from "./api-mount.ts";
import type { LeasedResource, Leases } from "@stevedore/leases";
import { createSnapshotLookup, type SnapshotInfo, type Snapshotter } from "./snapshotter.ts";
import type { Snapshotters } from "./snapshotters.ts";

export interface SnapshotsServiceDeps {
  snapshotters: Snapshotters<Snapshotter>;
  leases: Leases;
  /** Resolves when the events so far are on the bus: who hears of the reply has not missed its event. */
  published(): Promise<void>;
  /** Frees the disk behind what was removed; absent where a collection of our own does that. */
  cleanup?(snapshotter: string): Promise<unknown>;
}

const LIST_BATCH = 100;
/** On Prepare: the name under which the client will commit. */
const TARGET_LABEL = "containerd.io/snapshot.ref";
const { Kind } = containerd.services.snapshots.v1;
const KINDS = { view: Kind.VIEW, active: Kind.ACTIVE, committed: Kind.COMMITTED } as const;

type Created = { snapshotter: string; key: string; parent: string; labels: Record<string, string> };

/** The handlers of `containerd.services.snapshots.v1.Snapshots`. */
export function createSnapshotsService({ snapshotters, leases, published, cleanup }: SnapshotsServiceDeps): Handlers<typeof SnapshotsService> {
  const hold = (context: CallContext, { name }: Snapshotter, key: string): Promise<void> => {
    const held = leases.add(context, leasedSnapshot(name, key));
    // Who is given the promise may fail before waiting for it.
    held.catch(() => undefined);
    return held;
  };

  // A key in use is leased as well: the caller goes on with the snapshot that is there.
  const holding = async <T>(context: CallContext, snapshotter: Snapshotter, key: string, make: (held: (other?: string) => Promise<void>) => Promise<T>): Promise<T> => {
    let held: Promise<void> | undefined;
    const start = (other = key): Promise<void> => (held ??= hold(context, snapshotter, other));
    try {
      return await make(start);
    } catch (error) {
      if (isError(error, "alreadyExists")) await start();
      // The lease's own failure comes first, and nothing is left running.
      await held;
      throw error;
    }
  };

  const create = async (kind: "prepare" | "view", { snapshotter: name, key, parent, labels }: Created, context: CallContext) => {
    const snapshotter = snapshotters.get(name);
    const { namespace, deferred } = context;
    const target = labels[TARGET_LABEL] ?? "";
    if (target !== "" && (await exists(snapshotter, namespace, target))) {
      await hold(context, snapshotter, target);
      throw alreadyExists(`target snapshot ${JSON.stringify(target)}`);
    }
    const mounts = await holding(context, snapshotter, key, (held) => snapshotter[kind](namespace, key, { parent, labels, hold: held, deferred }));
    return { mounts: mounts.map(toApiMount) };
  };
  return {
    async prepare(request, context) {
      const reply = await create("prepare", request, context);
      if (!context.deferred) await published();
      return reply;
    },
    view: (request, context) => create("view", request, context),
    async mounts({ snapshotter, key }, context) {
      return { mounts: (await snapshotters.get(snapshotter).mounts(context.namespace, key)).map(toApiMount) };
    },
    async commit({ snapshotter: chosen, name, key, labels, parent }, context) {
      const snapshotter = snapshotters.get(chosen);
      const { namespace, deferred } = context;
      await holding(context, snapshotter, name, (held) => snapshotter.commit(namespace, name, key, { labels, parent, hold: held, deferred }));
      await leases.remove(context, leasedSnapshot(snapshotter.name, key));
      if (!deferred) await published();
      return {};
    },
    async remove({ snapshotter: chosen, key }, context) {
      const snapshotter = snapshotters.get(chosen);
      const { namespace } = context;
      await snapshotter.remove(namespace, key);
      await leases.remove(context, leasedSnapshot(snapshotter.name, key));
      await published();
      return {};
    },
    async stat({ snapshotter, key }, context) {
      return { info: encodeInfo(await snapshotters.get(snapshotter).stat(context.namespace, key)) };
    },
    async update({ snapshotter, info, updateMask }, { namespace }) {
      const chosen = snapshotters.get(snapshotter);
      if (info == null || info.name === "") throw invalidArgument("snapshot name required");
      const { name, labels } = info;
      return { info: encodeInfo(await chosen.update(namespace, { name: name ?? "", labels: labels ?? {} }, updateMask?.paths ?? [])) };
    },
    async *list({ snapshotter, filters }, context) {
      const infos = await snapshotters.get(snapshotter).list(unclassed(() => context.namespace));
      const matches = unclassed(() => compileFilters(filters));
      let info: containerd.services.snapshots.v1.IInfo[] = [];
      for (const found of infos) {
        if (!matches(createSnapshotLookup(found))) continue;
        info.push(encodeInfo(found));
        if (info.length < LIST_BATCH) continue;
        yield { info };
        info = [];
      }
      if (info.length > 0) yield { info };
    },
    async usage({ snapshotter, key }, context) {
      return snapshotters.get(snapshotter).usage(context.namespace, key);
    },
    async cleanup({ snapshotter }) {
      const { name } = snapshotters.get(snapshotter);
      if (cleanup !== undefined) {
        await cleanup(name);
        return {};
      }
      throw unimplemented("snapshotter does not implement Cleanup method");
    },
  };
}

async function exists(snapshotter: Snapshotter, namespace: string, key: string): Promise<boolean> {
  try {
    await snapshotter.stat(namespace, key);
    return true;
  } catch (error) {
    if (isError(error, "notFound")) return false;
    throw error;
  }
}

// containerd answers what goes wrong in List without a class; clients have come to know it as Unknown.
function unclassed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw unknownError(messageOf(error), { cause: error });
  }
}

function encodeInfo({ kind, createdAt, updatedAt, name, parent, labels }: SnapshotInfo): containerd.services.snapshots.v1.IInfo {
  return { name, parent, labels, kind: KINDS[kind], createdAt, updatedAt };
}

function leasedSnapshot(snapshotter: string, id: string): LeasedResource {
  return { type: `snapshots/${snapshotter}`, id };
}
