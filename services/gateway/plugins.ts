import { lookupIn, type FieldLookup } from "@stevedore/filters";
import type { containerd, stevedore } from "@stevedore/api";

export type Plugin = containerd.services.introspection.v1.IPlugin;

export interface PluginOptions {
  root: string;
  optPath: string;
  /** Configured settings that clients look up as exports. */
  gc: { pauseThreshold: number; deletionThreshold: number; mutationThreshold: number; scheduleDelayMs: number };
  contentSharingPolicy: string;
}

const ARCHITECTURES: Record<string, string> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

const UNKNOWN = 2;
const platform = { os: "linux", architecture: ARCHITECTURES[process.arch] ?? process.arch };

/**
 * What this host offers, under containerd's plugin names and in its load order: clients choose a snapshotter, find
 * out what unpacking can do, and check that a runtime is there, all by this list.
 */
export function listPlugins({ root, optPath, gc, contentSharingPolicy }: PluginOptions, snapshotters: readonly stevedore.v1.ISnapshotter[]): Plugin[] {
  const rootOf = (name: string): string => `${root}/io.containerd.${name}`;
  const plugin = (type: string, id: string, rest: Plugin = {}): Plugin => ({ type: `io.containerd.${type}`, id, ...rest });
  const service = (name: string): Plugin => plugin("service.v1", `${name}-service`);
  return [
    plugin("content.v1", "content", { exports: { root: rootOf("content.v1.content") } }),
    plugin("image-verifier.v1", "bindir"),
    plugin("event.v1", "exchange"),
    ...snapshotters.map(snapshotterPlugin),
    plugin("metadata.v1", "bolt", { exports: { policy: contentSharingPolicy, path: `${root}/meta` } }),
    plugin("gc.v1", "scheduler", {
      exports: {
        PauseThreshold: String(gc.pauseThreshold),
        DeletionThreshold: String(gc.deletionThreshold),
        MutationThreshold: String(gc.mutationThreshold),
        ScheduleDelay: `${gc.scheduleDelayMs}ms`,
      },
    }),
    plugin("differ.v1", "erofs", { platforms: [platform, { ...platform, osFeatures: ["erofs"] }] }),
    plugin("differ.v1", "walking", { platforms: [platform] }),
    plugin("mount-handler.v1", "erofs", { platforms: [platform] }),
    plugin("mount-manager.v1", "bolt"),
    plugin("lease.v1", "manager"),
    plugin("streaming.v1", "manager"),
    plugin("internal.v1", "opt", { exports: { path: optPath } }),
    plugin("sandbox.store.v1", "local"),
    plugin("sandbox.controller.v1", "shim"),
    plugin("runtime.v2", "task", { platforms: [platform], exports: { "log-uri-schemes": "fifo,binary,binary-v2,file" } }),
    ...["containers", "content", "diff", "images", "introspection", "namespaces", "snapshots", "tasks"].map((name) => service(name)),
    plugin("monitor.container.v1", "restart", { capabilities: ["no", "always", "on-failure", "unless-stopped"] }),
    plugin("transfer.v1", "local"),
    ...["containers", "content", "diff", "events", "healthcheck", "images", "introspection", "leases", "mounts", "namespaces", "sandbox-controllers", "sandboxes", "snapshots", "streaming", "tasks", "transfer", "version"].map((name) => plugin("grpc.v1", name)),
  ];
}

// What isn't there is listed too, with the reason: clients show it.
function snapshotterPlugin({ name, root, capabilities, missing, exports }: stevedore.v1.ISnapshotter): Plugin {
  const initErr = missing ? { code: UNKNOWN, message: missing } : null;
  return { type: "io.containerd.snapshotter.v1", id: name ?? "", platforms: [platform], exports: Object.keys(exports ?? {}).length > 0 ? exports : { root: root ?? "" }, capabilities: capabilities ?? [], initErr };
}

/** The fields of a plugin that filters can ask: `type`, `id` and `exports.*`. */
export function createPluginLookup(plugin: Plugin): FieldLookup {
  return ([first, ...rest]) => {
    if (first === "type") return plugin.type ?? "";
    if (first === "id") return plugin.id ?? "";
    return first === "exports" ? lookupIn(plugin.exports, rest) : undefined;
  };
}
