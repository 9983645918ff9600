import { createClientSnapshotter } from "./client-snapshotter.ts";
import { startService, startSnapshotters } from "./kit.ts";
import { describeSnapshotter } from "./suite.ts";

describeSnapshotter("overlayfs", async () => {
  const host = await startSnapshotters();
  return { snapshotter: host.overlayfs, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: true });

describeSnapshotter("native", async () => {
  const host = await startSnapshotters();
  return { snapshotter: host.native, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: false });

describeSnapshotter("overlayfs through the API", async () => {
  const host = await startService();
  return { snapshotter: createClientSnapshotter(host.snapshots, "overlayfs"), [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: true });
