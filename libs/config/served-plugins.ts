import { findNearest } from "./nearest.ts";

const SERVICES = ["containers", "content", "diff", "images", "introspection", "namespaces", "snapshots", "tasks"];

const OTHERS = [
  "content.v1.content",
  "image-verifier.v1.bindir",
  "event.v1.exchange",
  "snapshotter.v1.blockfile",
  "snapshotter.v1.btrfs",
  "snapshotter.v1.devmapper",
  "snapshotter.v1.erofs",
  "snapshotter.v1.lazy",
  "snapshotter.v1.native",
  "snapshotter.v1.overlayfs",
  "metadata.v1.bolt",
  "gc.v1.scheduler",
  "differ.v1.erofs",
  "differ.v1.walking",
  "mount-handler.v1.erofs",
  "mount-manager.v1.bolt",
  "lease.v1.manager",
  "streaming.v1.manager",
  "internal.v1.opt",
  "runtime.v2.task",
  "sandbox.controller.v1.shim",
  "sandbox.store.v1.local",
  "monitor.container.v1.restart",
  "shim.v1.manager",
  "transfer.v1.local",
  "server.v1.grpc",
  "server.v1.ttrpc",
  "server.v1.metrics",
];

/** Plugins of containerd whose work is done here, by URI. */
export const SERVED_PLUGINS: ReadonlySet<string> = new Set(
  [
    ...OTHERS,
    ...SERVICES.map((name) => `service.v1.${name}-service`),
    ...[...SERVICES, "events", "healthcheck", "leases", "mounts", "sandbox-controllers", "sandboxes", "streaming", "transfer", "version"].map((name) => `grpc.v1.${name}`),
  ].map((name) => `io.containerd.${name}`),
);

const OPTIONAL = new Set(["blockfile", "btrfs", "devmapper", "erofs", "lazy", "native", "overlayfs"].map((name) => `io.containerd.snapshotter.v1.${name}`));

/** What can't be required of this host, with the nearest thing that can. */
export function explainMissing(required: readonly string[], disabled: readonly string[]): string[] {
  return required.flatMap((uri) => {
    if (disabled.includes(uri)) return [`required_plugins: ${JSON.stringify(uri)} is also in disabled_plugins`];
    if (SERVED_PLUGINS.has(uri)) return [];
    const near = findNearest(uri, [...SERVED_PLUGINS]);
    return [`required_plugins: this host has no plugin ${JSON.stringify(uri)}${near === undefined ? "" : ` (did you mean ${JSON.stringify(near)}?)`}`];
  });
}

/** What is asked to be off, and stays on: all but the snapshotters. What isn't there is off anyway. */
export function explainUndisabled(disabled: readonly string[]): string[] {
  return disabled.filter((uri) => SERVED_PLUGINS.has(uri) && !OPTIONAL.has(uri)).map((uri) => `disabled_plugins: ${JSON.stringify(uri)} can't be switched off and stays on`);
}
