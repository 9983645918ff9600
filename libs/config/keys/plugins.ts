import type { HostConfig } from "../host-config.ts";
import { duration, optional, orDefault, plain, pluginPath, type Field, type Key } from "../key.ts";
import { ANYTHING, COUNT, DURATION, ENVIRONMENT, FLAG, FRACTION, INTEGER, NUMBER, oneOf, PATH, PATH_OR_NONE, POSITIVE, TEXT, TEXTS, type ValueType } from "../value-type.ts";

const plugins = (config: HostConfig): HostConfig["plugins"] => config.plugins;
const gc = (config: HostConfig): HostConfig["plugins"]["gc"] => config.plugins.gc;
const transfer = (config: HostConfig): HostConfig["plugins"]["transfer"] => config.plugins.transfer;
const verifier = (config: HostConfig): HostConfig["plugins"]["imageVerifier"] => config.plugins.imageVerifier;
const overlayfs = (config: HostConfig): HostConfig["plugins"]["overlayfs"] => config.plugins.overlayfs;
const native = (config: HostConfig): HostConfig["plugins"]["native"] => config.plugins.native;
const blockfile = (config: HostConfig): HostConfig["plugins"]["blockfile"] => config.plugins.blockfile;
const devmapper = (config: HostConfig): HostConfig["plugins"]["devmapper"] => config.plugins.devmapper;
const erofs = (config: HostConfig): HostConfig["plugins"]["erofs"] => config.plugins.erofs;
const differ = (config: HostConfig): HostConfig["plugins"]["erofs"]["differ"] => config.plugins.erofs.differ;
const shim = (config: HostConfig): HostConfig["plugins"]["shim"] => config.plugins.shim;

const UNPACKS: ValueType = {
  name: 'a list of tables like { platform = "linux/amd64", snapshotter = "overlayfs" }',
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === "object" && !Array.isArray(item) && "platform" in item && "snapshotter" in item && Object.values(item).every((part) => typeof part === "string" || typeof part === "boolean" || Array.isArray(part))),
};

const unpacks: Field = {
  get: ({ plugins: { transfer: { unpackConfig } } }) => unpackConfig.map(({ platform, snapshotter }) => ({ platform, snapshotter })),
  set(config, value) {
    config.plugins.transfer.unpackConfig = (value as { platform: string; snapshotter: string }[]).map(({ platform, snapshotter }) => ({ platform, snapshotter }));
  },
};

function unsupported(plugin: string, doc: string, keys: Record<string, [ValueType, ...(string | number | boolean | string[])[]]>): Key[] {
  return Object.entries(keys).map(([key, [type, ...inert]]) => ({ path: pluginPath(plugin, ...key.split(".")), type, doc, inert }));
}

/** Plugins that exist here, and those of containerd that do not. */
export const PLUGIN_KEYS: readonly Key[] = [
  { path: pluginPath("metadata.v1.bolt", "content_sharing_policy"), type: oneOf("shared", "isolated"), doc: "whether a blob of one namespace can be had by another without sending it", field: plain(plugins, "contentSharingPolicy") },
  { path: pluginPath("metadata.v1.bolt", "no_sync"), type: FLAG, doc: "what is acknowledged is always on disk", inert: [false] },
  { path: pluginPath("gc.v1.scheduler", "pause_threshold"), type: FRACTION, doc: "share of the time that garbage collection may take; more than 0.5 counts as 0.5", field: plain(gc, "pauseThreshold") },
  { path: pluginPath("gc.v1.scheduler", "deletion_threshold"), type: COUNT, doc: "deletions after which it runs at once; 0: never for that", field: plain(gc, "deletionThreshold") },
  { path: pluginPath("gc.v1.scheduler", "mutation_threshold"), type: COUNT, doc: "changes after which it runs; 0: never for that", field: plain(gc, "mutationThreshold") },
  { path: pluginPath("gc.v1.scheduler", "schedule_delay"), type: DURATION, doc: "from the trigger to the run", field: duration(gc, "scheduleDelayMs") },
  { path: pluginPath("gc.v1.scheduler", "startup_delay"), type: DURATION, doc: "from the start of the host to the first run; 0: none at start", field: duration(gc, "startupDelayMs") },
  { path: pluginPath("transfer.v1.local", "max_concurrent_uploaded_layers"), type: POSITIVE, doc: "blobs that are uploaded at once, of all pushes together", field: plain(transfer, "maxConcurrentUploads") },
  { path: pluginPath("transfer.v1.local", "max_concurrent_downloads"), type: POSITIVE, doc: "requests for blobs at once, over all pulls: of several layers, or of ranges of a large one", field: plain(transfer, "maxConcurrentDownloads") },
  { path: pluginPath("transfer.v1.local", "concurrent_layer_fetch_buffer"), type: COUNT, doc: "bytes of one of several requests for a large layer; 0: `stevedore.pull.range_bytes`", field: plain(transfer, "concurrentLayerFetchBuffer") },
  { path: pluginPath("transfer.v1.local", "max_concurrent_unpacks"), type: POSITIVE, doc: "layers that are unpacked at once; 1: one after the other", field: plain(transfer, "maxConcurrentUnpacks") },
  { path: pluginPath("transfer.v1.local", "config_path"), type: TEXT, doc: "directories of `<host>/hosts.toml` files, separated by `:`", field: plain(transfer, "configPath") },
  { path: pluginPath("transfer.v1.local", "unpack_config"), type: UNPACKS, doc: "what pulled images are unpacked for", field: unpacks },
  { path: pluginPath("transfer.v1.local", "check_platform_supported"), type: FLAG, doc: "only images for the processor in `unpack_config`, or one it can stand in for, are unpacked; else all for its operating system that a pull asks for", field: plain(transfer, "checkPlatformSupported") },
  { path: pluginPath("image-verifier.v1.bindir", "bin_dir"), type: PATH, doc: "programs that are asked before each pull whether the image may be had", field: plain(verifier, "binDir") },
  { path: pluginPath("image-verifier.v1.bindir", "max_verifiers"), type: INTEGER, doc: "how many of them are asked, in the order of their names; below 0: all", field: plain(verifier, "maxVerifiers") },
  { path: pluginPath("image-verifier.v1.bindir", "per_verifier_timeout"), type: DURATION, doc: "how long one may take; the pull is refused then", field: duration(verifier, "perVerifierTimeoutMs") },
  { path: pluginPath("snapshotter.v1.overlayfs", "root_path"), type: PATH_OR_NONE, doc: "where its snapshots are; below `root` when not set", field: optional(overlayfs, "rootPath") },
  { path: pluginPath("snapshotter.v1.overlayfs", "mount_options"), type: TEXTS, doc: "options of every overlay mount besides its directories", field: plain(overlayfs, "mountOptions") },
  { path: pluginPath("snapshotter.v1.overlayfs", "upperdir_label"), type: FLAG, doc: "snapshots carry the label `containerd.io/snapshot/overlay.upperdir`", field: plain(overlayfs, "upperdirLabel") },
  { path: pluginPath("snapshotter.v1.overlayfs", "sync_remove"), type: FLAG, doc: "a removal returns when the snapshot's files are off the disk; else they go in the background", field: plain(overlayfs, "syncRemove") },
  { path: pluginPath("snapshotter.v1.overlayfs", "slow_chown"), type: FLAG, doc: "clients may change owners file by file where the kernel can't map ids; else the capability `only-remap-ids` tells them not to", field: plain(overlayfs, "slowChown") },
  { path: pluginPath("snapshotter.v1.native", "root_path"), type: PATH_OR_NONE, doc: "where its snapshots are; below `root` when not set", field: optional(native, "rootPath") },
  { path: pluginPath("snapshotter.v1.btrfs", "root_path"), type: PATH_OR_NONE, doc: "where its snapshots are, on btrfs; below `root` when not set", field: optional((config) => config.plugins.btrfs, "rootPath") },
  { path: pluginPath("snapshotter.v1.blockfile", "root_path"), type: PATH_OR_NONE, doc: "where its snapshots are; below `root` when not set", field: optional(blockfile, "rootPath") },
  { path: pluginPath("snapshotter.v1.blockfile", "scratch_file"), type: PATH_OR_NONE, doc: "an image with an empty file system, which every first layer starts as; without one there is no blockfile snapshotter", field: optional(blockfile, "scratchFile") },
  { path: pluginPath("snapshotter.v1.blockfile", "fs_type"), type: TEXT, doc: "the file system in it", field: orDefault(blockfile, "fsType", "ext4") },
  { path: pluginPath("snapshotter.v1.blockfile", "mount_options"), type: TEXTS, doc: "options of every mount; `loop` is always among them", field: plain(blockfile, "mountOptions") },
  { path: pluginPath("snapshotter.v1.blockfile", "recreate_scratch"), type: FLAG, doc: "the scratch file is copied at every start, not only at the first", field: plain(blockfile, "recreateScratch") },
  { path: pluginPath("snapshotter.v1.devmapper", "root_path"), type: PATH_OR_NONE, doc: "where what is known of its devices is; below `root` when not set", field: optional(devmapper, "rootPath") },
  { path: pluginPath("snapshotter.v1.devmapper", "pool_name"), type: TEXT, doc: "the thin pool, without `/dev/mapper/`, which nothing else may use; without one there is no devmapper snapshotter", field: plain(devmapper, "poolName") },
  { path: pluginPath("snapshotter.v1.devmapper", "base_image_size"), type: TEXT, doc: "size of a first layer's device (`10GB`, in units of 1024): what a container may hold; needed with a pool", field: plain(devmapper, "baseImageSize") },
  { path: pluginPath("snapshotter.v1.devmapper", "async_remove"), type: FLAG, doc: "a removed snapshot's device goes in the background; else a removal returns when it is gone", field: plain(devmapper, "asyncRemove") },
  { path: pluginPath("snapshotter.v1.devmapper", "discard_blocks"), type: FLAG, doc: "blocks of a removed snapshot are discarded (`blkdiscard`), so that what is below the pool gets them back", field: plain(devmapper, "discardBlocks") },
  { path: pluginPath("snapshotter.v1.devmapper", "fs_type"), type: oneOf("ext4", "xfs", "ext2", ""), doc: "the file system of first layers", field: orDefault(devmapper, "fsType", "ext4") },
  { path: pluginPath("snapshotter.v1.devmapper", "fs_options"), type: TEXT, doc: "for `mkfs.ext4 -E`; when not set `nodiscard,lazy_itable_init=0,lazy_journal_init=0`", field: plain(devmapper, "fsOptions") },
  { path: pluginPath("snapshotter.v1.erofs", "root_path"), type: PATH_OR_NONE, doc: "where its snapshots are; below `root` when not set", field: optional(erofs, "rootPath") },
  { path: pluginPath("snapshotter.v1.erofs", "ovl_mount_options"), type: TEXTS, doc: "options of every overlay mount besides its directories", field: plain(erofs, "overlayOptions") },
  { path: pluginPath("snapshotter.v1.erofs", "enable_fsverity"), type: FLAG, doc: "the kernel checks each read of a layer against its hash tree; the file system of its root has to have fs-verity", field: plain(erofs, "enableFsverity") },
  { path: pluginPath("snapshotter.v1.erofs", "set_immutable"), type: FLAG, doc: "layers have the immutable flag, so that nobody removes them by mistake", field: plain(erofs, "setImmutable") },
  { path: pluginPath("snapshotter.v1.erofs", "default_size"), type: TEXT, doc: "writable layers are ext4 images of this size (`1GiB`); directories when not set", field: plain(erofs, "defaultSize") },
  { path: pluginPath("snapshotter.v1.erofs", "dmverity_mode"), type: oneOf("auto", "on", "off", ""), doc: "layers are mounted through dm-verity: `auto`, those that have its metadata; `on`, only those; `off`, none", field: orDefault(erofs, "dmverityMode", "auto") },
  { path: pluginPath("snapshotter.v1.erofs", "max_unmerged_layers"), type: COUNT, doc: "more layers than this below a container are shown by one mount instead of one for each; 0: never. containerd had it until 2.2; Linux 5.16", field: plain(erofs, "maxUnmergedLayers") },
  { path: pluginPath("differ.v1.erofs", "mkfs_options"), type: TEXTS, doc: "options of mkfs.erofs for images of layers; the program itself is run only for those that our own writer has not, such as `-z`", field: plain(differ, "mkfsOptions") },
  { path: pluginPath("differ.v1.erofs", "enable_tar_index"), type: FLAG, doc: "a layer's image is its archive with an index in front; needs Linux 6.4", field: plain(differ, "enableTarIndex") },
  { path: pluginPath("differ.v1.erofs", "enable_dmverity"), type: FLAG, doc: "layers get a dm-verity hash tree; the kernel has to have dm-verity", field: plain(differ, "enableDmverity") },
  { path: pluginPath("shim.v1.manager", "env"), type: ENVIRONMENT, doc: "environment of shims and runtimes besides the host's own", field: plain(shim, "env") },
  { path: pluginPath("shim.v1.manager", "socket_dir"), type: PATH_OR_NONE, doc: "where foreign shims put their sockets", field: optional(shim, "socketDir") },
  { path: pluginPath("monitor.container.v1.restart", "interval"), type: DURATION, doc: "between two looks at the containers with `containerd.io/restart.*` labels; 0: 10s", field: duration((config) => config.plugins.restart, "intervalMs") },
  { path: pluginPath("internal.v1.opt", "path"), type: PATH, doc: "its `bin` comes first on the PATH of runtimes and shims", field: plain(plugins, "runtimeOptPath") },
  { path: pluginPath("service.v1.diff-service", "default"), type: TEXTS, doc: "layers of the erofs snapshotter are the erofs differ's, all others the walking differ's, in whatever order", inert: [["walking"], ["erofs", "walking"], ["walking", "erofs"]] },
  { path: pluginPath("service.v1.diff-service", "sync_fs"), type: FLAG, doc: "an unpacked layer is synced to disk before it is reported done", field: plain((config) => config.plugins.diff, "syncFs") },
  ...unsupported("runtime.v2.task", "the host's own platform only", { platforms: [TEXTS, ["linux/amd64"], ["linux/arm64"], ["linux/arm64/v8"]] }),
  ...unsupported("service.v1.tasks-service", "resource classes are not supported", { blockio_config_file: [TEXT, ""], rdt_config_file: [TEXT, ""] }),
  ...unsupported("monitor.task.v1.cgroups", "metrics of tasks are served by Tasks.Metrics, not over HTTP", { no_prometheus: [FLAG, true, false] }),
  ...unsupported("snapshotter.v1.zfs", "there is no zfs snapshotter", { root_path: [TEXT, ""] }),
  ...unsupported("snapshotter.v1.aufs", "there is no aufs snapshotter", { root_path: [TEXT, ""] }),
  ...unsupported("mount-handler.v1.erofs", "it has no settings", { "**": [ANYTHING] }),
  ...unsupported("nri.v1.nri", "NRI is not supported", { disable: [FLAG, true], socket_path: [TEXT], plugin_path: [TEXT], plugin_config_path: [TEXT], plugin_registration_timeout: [DURATION], plugin_request_timeout: [DURATION], disable_connections: [FLAG, false], "default_validator.**": [ANYTHING] }),
  ...unsupported("tracing.processor.v1.otlp", "traces are not exported", { endpoint: [TEXT, ""], protocol: [TEXT, ""], insecure: [FLAG, false] }),
  ...unsupported("internal.v1.tracing", "traces are not exported", { service_name: [TEXT, "", "containerd"], sampling_ratio: [NUMBER, 1, 0] }),
  ...unsupported("runtime.v1.linux", "runtime v1 is gone", { no_shim: [FLAG, false], runtime: [TEXT, "runc"], runtime_root: [TEXT, ""], shim: [TEXT, "containerd-shim"], shim_debug: [FLAG, false] }),
];
