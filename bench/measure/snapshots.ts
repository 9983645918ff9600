import { join } from "node:path";
import { MountsService, SnapshotsService, type containerd } from "@stevedore/api";
import { mountAll, unmountAll } from "@stevedore/linux";
import { connectGrpc, type GrpcClient, type Side } from "@stevedore/tests/kit";
import { mkdirSync } from "node:fs";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

const PREPARES = 50;
const DEPTHS = [1, 20, 128];
const MOUNTS = 5;

/** Snapshots of overlayfs: prepared, committed and removed; and the mounts of deep ones. Then erofs and native, where stock has them too. */
export async function measureSnapshots(context: Context): Promise<Result[]> {
  const results: Result[] = [];
  for (const snapshotter of ["overlayfs", "native", "erofs"]) {
    const cycle = (side: Side) => () => withClient(side, (calls) => timed(() => prepareCommitRemove(calls, snapshotter, PREPARES)));
    const rounds = snapshotter === "overlayfs" ? context.rounds(6) : 2;
    results.push(await takeTurns({ name: `${PREPARES} × prepare, commit, remove: ${snapshotter}`, rounds, stock: cycle(context.stock), ours: cycle(context.ours) }));
  }
  for (const snapshotter of ["overlayfs", "erofs"]) {
    for (const side of [context.stock, context.ours]) await withClient(side, (calls) => stack(calls, snapshotter, Math.max(...DEPTHS)));
    for (const depth of DEPTHS) {
      const show = (side: Side) => () => withClient(side, (calls) => mountView(context, calls, { snapshotter, depth }));
      const rounds = snapshotter === "overlayfs" ? context.rounds(6) : 2;
      results.push(await takeTurns({ name: `${MOUNTS} × mount a snapshot on ${depth} layer${depth === 1 ? "" : "s"}: ${snapshotter}`, rounds, stock: show(context.stock), ours: show(context.ours) }));
    }
    for (const side of [context.stock, context.ours]) await withClient(side, (calls) => unstack(calls, snapshotter, Math.max(...DEPTHS)));
  }
  return results;
}

type Mounts = { mounts: containerd.types.IMount[] };

interface Calls {
  prepare(snapshotter: string, key: string, parent?: string): Promise<Mounts>;
  commit(snapshotter: string, name: string, key: string): Promise<unknown>;
  remove(snapshotter: string, key: string): Promise<unknown>;
  activate(name: string, mounts: containerd.types.IMount[]): Promise<containerd.types.IMount[]>;
  deactivate(name: string): Promise<unknown>;
}

// Nothing but these labels keeps them from a collection of garbage meanwhile.
const labels = { "containerd.io/gc.root": "bench" };

async function withClient<T>(side: Side, use: (calls: Calls) => Promise<T>): Promise<T> {
  await using client = connectGrpc(side.address, side.namespace);
  return await use(callsOf(client));
}

function callsOf(client: GrpcClient): Calls {
  const { prepare, commit, remove } = SnapshotsService.methods;
  const { activate, deactivate } = MountsService.methods;
  return {
    prepare: (snapshotter, key, parent = "") => client.unary(SnapshotsService.name, prepare, { snapshotter, key, parent, labels }),
    commit: (snapshotter, name, key) => client.unary(SnapshotsService.name, commit, { snapshotter, name, key, labels }),
    remove: (snapshotter, key) => client.unary(SnapshotsService.name, remove, { snapshotter, key }),
    async activate(name, mounts) {
      const { info } = await client.unary<{ info: containerd.types.IActivationInfo }>(MountsService.name, activate, { name, mounts, labels });
      return info.system ?? [];
    },
    // A collection may have been there first.
    deactivate: (name) => client.unary(MountsService.name, deactivate, { name }).catch((error: unknown) => {
      if ((error as { code?: number }).code !== NOT_FOUND) throw error;
    }),
  };
}

const NOT_FOUND = 5;

async function prepareCommitRemove(calls: Calls, snapshotter: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await calls.prepare(snapshotter, `bench-${i}`);
    await calls.commit(snapshotter, `bench-layer-${i}`, `bench-${i}`);
    await calls.remove(snapshotter, `bench-layer-${i}`);
  }
}

async function stack(calls: Calls, snapshotter: string, depth: number): Promise<void> {
  for (let i = 1; i <= depth; i++) {
    await calls.prepare(snapshotter, "bench-next", i === 1 ? "" : `bench-deep-${i - 1}`);
    await calls.commit(snapshotter, `bench-deep-${i}`, "bench-next");
  }
}

async function unstack(calls: Calls, snapshotter: string, depth: number): Promise<void> {
  for (let i = depth; i >= 1; i--) await calls.remove(snapshotter, `bench-deep-${i}`);
}

/** Milliseconds until a snapshot on so many layers has been mounted and unmounted so many times, by whoever its mounts are for. */
async function mountView({ dir }: Context, calls: Calls, { snapshotter, depth }: { snapshotter: string; depth: number }): Promise<number> {
  const target = join(dir, "mounted");
  mkdirSync(target, { recursive: true });
  const { mounts } = await calls.prepare(snapshotter, "bench-top", `bench-deep-${depth}`);
  try {
    return await timed(async () => {
      for (let i = 0; i < MOUNTS; i++) {
        const isManaged = mounts.some(({ type }) => type?.includes("/") === true || type === "erofs");
        const system = isManaged ? await calls.activate("bench-top", mounts) : mounts;
        mountAll(system.map(({ type, source, options }) => ({ type: type ?? "", source: source ?? "", options: options ?? [] })), target);
        unmountAll(target);
        if (isManaged) await calls.deactivate("bench-top");
      }
    });
  } finally {
    await calls.remove(snapshotter, "bench-top");
  }
}
