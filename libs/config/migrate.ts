import { getSetting, getTable, isTable, moveSetting, putSetting, takeSetting, type Setting, type Table } from "./setting.ts";

/** Short plugin names of version 1 whose place can't be told from the name. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  cri: "grpc.v1.cri",
  cgroups: "monitor.v1.cgroups",
  linux: "runtime.v1.linux",
  scheduler: "gc.v1.scheduler",
  bolt: "metadata.v1.bolt",
  task: "runtime.v2.task",
  opt: "internal.v1.opt",
  restart: "internal.v1.restart",
  tracing: "internal.v1.tracing",
  otlp: "tracing.processor.v1.otlp",
  aufs: "snapshotter.v1.aufs",
  btrfs: "snapshotter.v1.btrfs",
  devmapper: "snapshotter.v1.devmapper",
  native: "snapshotter.v1.native",
  overlayfs: "snapshotter.v1.overlayfs",
  zfs: "snapshotter.v1.zfs",
};

const PREFIX = "io.containerd.";

/** Brings a file's settings from its version to the current one, in place, step by step. Returns what was doubtful. */
export function migrateSettings(settings: Table, version: number): string[] {
  const warnings: string[] = [];
  if (version < 2) nameFully(settings, warnings);
  if (version < 4) {
    movePlugins(settings);
    moveServers(settings);
  }
  return warnings;
}

/** Version 1 to 2: plugins are named by their URI. */
function nameFully(settings: Table, warnings: string[]): void {
  const plugins = getTable(settings, ["plugins"]);
  if (plugins !== undefined) {
    const entries = [...plugins.entries];
    plugins.entries.clear();
    for (const [name, setting] of entries) plugins.entries.set(fullName(name, setting, warnings), setting);
  }
  for (const key of ["disabled_plugins", "required_plugins"]) {
    const list = settings.entries.get(key);
    if (list === undefined || isTable(list) || !Array.isArray(list.value)) continue;
    list.value = list.value.map((name) => (typeof name === "string" ? fullName(name, list, warnings) : name));
  }
}

function fullName(name: string, { origin }: Setting, warnings: string[]): string {
  if (name.includes(".")) return name;
  if (SHORT_NAMES[name] !== undefined) return PREFIX + SHORT_NAMES[name];
  if (name.endsWith("-service")) return `${PREFIX}service.v1.${name}`;
  const guess = `${PREFIX}grpc.v1.${name}`;
  warnings.push(`${origin.file}:${origin.line}: plugin ${JSON.stringify(name)} of a version 1 file is taken for ${JSON.stringify(guess)}`);
  return guess;
}

/** Version 2 to 3, and what later releases moved: plugins that were split or renamed. */
function movePlugins(settings: Table): void {
  moveSetting(settings, plugin("internal.v1.restart"), plugin("monitor.container.v1.restart"));
  moveSetting(settings, plugin("monitor.v1.cgroups"), plugin("monitor.task.v1.cgroups"));
  moveSchedCore(settings);
  moveCri(settings);
}

function moveSchedCore(settings: Table): void {
  const found = takeSetting(settings, plugin("runtime.v2.task", "sched_core"));
  if (found === undefined || isTable(found) || found.value !== true) return;
  putSetting(settings, plugin("shim.v1.manager", "env"), { value: ["SCHED_CORE=1"], origin: found.origin });
}

const CRI = "grpc.v1.cri";
const CRI_IMAGES = "cri.v1.images";
const CRI_RUNTIME = "cri.v1.runtime";
const IMAGE_KEYS = ["registry", "image_decryption", "max_concurrent_downloads", "image_pull_progress_timeout", "image_pull_with_sync_fs", "stats_collect_period"];
const IMAGE_KEYS_OF_CONTAINERD = ["snapshotter", "disable_snapshot_annotations", "discard_unpacked_layers"];
const SERVER_KEYS = ["disable_tcp_service", "stream_server_address", "stream_server_port", "stream_idle_timeout", "enable_tls_streaming", "x509_key_pair_streaming"];

/** The CRI plugin became three: images, runtime, and the server, which keeps its name. */
function moveCri(settings: Table): void {
  if (getTable(settings, plugin(CRI)) === undefined) return;
  moveSetting(settings, plugin(CRI, "sandbox_image"), plugin(CRI_IMAGES, "pinned_images", "sandbox"));
  for (const key of IMAGE_KEYS) moveSetting(settings, plugin(CRI, key), plugin(CRI_IMAGES, key));
  for (const key of IMAGE_KEYS_OF_CONTAINERD) moveSetting(settings, plugin(CRI, "containerd", key), plugin(CRI_IMAGES, key));
  const binDir = takeSetting(settings, plugin(CRI, "cni", "bin_dir"));
  if (binDir !== undefined && !isTable(binDir) && getSetting(settings, plugin(CRI, "cni", "bin_dirs")) === undefined) {
    putSetting(settings, plugin(CRI, "cni", "bin_dirs"), { ...binDir, value: [binDir.value] });
  }
  for (const [runtime] of getTable(settings, plugin(CRI, "containerd", "runtimes"))?.entries ?? []) {
    const at = plugin(CRI, "containerd", "runtimes", runtime);
    moveSetting(settings, [...at, "sandbox_mode"], [...at, "sandboxer"]);
  }
  for (const key of getTable(settings, plugin(CRI))?.entries.keys() ?? []) {
    if (!SERVER_KEYS.includes(key)) moveSetting(settings, plugin(CRI, key), plugin(CRI_RUNTIME, key));
  }
}

/** Version 3 to 4: the servers' sections became plugins. An empty value said nothing there, so it says nothing here. */
function moveServers(settings: Table): void {
  dropEmpty(settings, ["grpc", "ttrpc", "debug", "metrics"]);
  const tcpKeys = ["tls_ca", "tls_cert", "tls_key", "tls_common_name"];
  moveTogether(settings, { from: "grpc", to: plugin("server.v1.grpc-tcp"), keys: { tcp_address: "address", ...Object.fromEntries(tcpKeys.map((key) => [`tcp_${key}`, key])) } });
  moveTogether(settings, { from: "grpc", to: plugin("server.v1.grpc"), keys: same(["address", "uid", "gid", "max_recv_message_size", "max_send_message_size"]) });
  moveTogether(settings, { from: "ttrpc", to: plugin("server.v1.ttrpc"), keys: same(["address", "uid", "gid"]) });
  moveTogether(settings, { from: "debug", to: plugin("server.v1.debug"), keys: same(["address", "uid", "gid"]) });
  moveTogether(settings, { from: "metrics", to: plugin("metrics.v1.grpc-prometheus"), keys: same(["grpc_histogram"]) });
  moveTogether(settings, { from: "metrics", to: plugin("server.v1.metrics"), keys: same(["address"]) });
}

interface Move {
  from: string;
  to: string[];
  keys: Record<string, string>;
}

// A plugin's own block wins as a whole over the old section.
function moveTogether(settings: Table, { from, to, keys }: Move): void {
  const isTaken = getSetting(settings, to) !== undefined;
  for (const [key, renamed] of Object.entries(keys)) {
    const setting = takeSetting(settings, [from, key]);
    if (setting !== undefined && !isTaken) putSetting(settings, [...to, renamed], setting);
  }
}

function dropEmpty(settings: Table, sections: readonly string[]): void {
  for (const section of sections) {
    for (const [key, setting] of getTable(settings, [section])?.entries ?? []) {
      if (!isTable(setting) && (setting.value === "" || setting.value === 0 || setting.value === false)) takeSetting(settings, [section, key]);
    }
  }
}

function same(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, key]));
}

function plugin(name: string, ...path: string[]): string[] {
  return ["plugins", PREFIX + name, ...path];
}
