import { mkdirSync } from "node:fs";
import { SnapshotsService } from "@stevedore/api";
import { connectGrpc, must, unmountBelow, type Side } from "../kit/mod.ts";

/** Mounts a snapshot at `target` with the commands that `ctr snapshots mounts` prints. */
export async function mountSnapshot(side: Side, snapshotter: string, key: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  await must("sh", ["-ec", await side.must(["snapshots", "--snapshotter", snapshotter, "mounts", target, key])]);
}

// Not by ctr, whose views nothing holds: a garbage collection takes them.
async function makeView(side: Side, request: { snapshotter: string; key: string; parent: string }): Promise<void> {
  await using client = connectGrpc(side.address, side.namespace);
  await client.unary(SnapshotsService.name, SnapshotsService.methods.view, { ...request, labels: { "containerd.io/gc.root": "1" } });
}

/** Mounts a read-only view of a committed snapshot for as long as `look` takes. */
export async function withView<T>(side: Side, view: { snapshotter: string; key: string; target: string }, look: (dir: string) => T | Promise<T>): Promise<T> {
  const { snapshotter, key, target } = view;
  await makeView(side, { snapshotter, key: target, parent: key });
  try {
    await mountSnapshot(side, snapshotter, target, target);
    return await look(target);
  } finally {
    await unmountBelow(target);
    await side.must(["snapshots", "--snapshotter", snapshotter, "rm", target]);
  }
}
