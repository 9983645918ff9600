import type { LogLevel } from "@stevedore/log";
import type { HostConfig } from "../host-config.ts";
import { duration, optional, plain, pluginPath, type Field, type Key } from "../key.ts";
import { ANYTHING, COUNT, DURATION, FLAG, HOST_PORT, INTEGER, oneOf, PATH, POSITIVE, TEXT, TEXTS } from "../value-type.ts";

const host = (config: HostConfig): HostConfig => config;
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "panic"];

const logLevel: Field = {
  get: ({ logLevel: level }) => level,
  set(config, value) {
    if (value === "") return;
    // Ours ends at error: what is worse is logged there too.
    config.logLevel = value === "fatal" || value === "panic" ? "error" : (value as LogLevel);
  },
};

const timeout = (name: string, doc: string, field?: Field, inert: string[] = []): Key => ({ path: ["timeouts", `io.containerd.timeout.${name}`], type: DURATION, doc, ...(field === undefined ? { inert } : { field }) });
const timeouts = (config: HostConfig): HostConfig["timeouts"] => config.timeouts;

/** The daemon itself: directories, servers, log, time limits. */
export const DAEMON_KEYS: readonly Key[] = [
  { path: ["root"], type: PATH, doc: "persistent state", field: plain(host, "root") },
  { path: ["state"], type: PATH, doc: "run-time state: sockets, bundles; another directory than `root`", field: plain(host, "state") },
  { path: ["disabled_plugins"], type: TEXTS, doc: "URIs of plugins that must not run: snapshotters; others that are part of a host get a warning and stay on", field: plain(host, "disabledPlugins") },
  { path: ["required_plugins"], type: TEXTS, doc: "URIs of plugins without which the host must not start", field: plain(host, "requiredPlugins") },
  { path: ["debug", "level"], type: oneOf("", ...LEVELS), doc: "least severe log lines that are written", field: logLevel },
  { path: ["debug", "format"], type: oneOf("", "text", "json"), doc: "logs are always JSON lines", inert: ["", "json"] },
  { path: ["debug", "log_trace_id"], type: FLAG, doc: "every line has the request's id instead", inert: [false] },
  { path: pluginPath("server.v1.grpc", "address"), type: PATH, doc: "the public gRPC socket; `STATE/containerd.sock` when not set", field: plain(host, "address") },
  { path: pluginPath("server.v1.grpc", "uid"), type: COUNT, doc: "owner of the socket", field: plain(host, "uid") },
  { path: pluginPath("server.v1.grpc", "gid"), type: COUNT, doc: "group of the socket, which may use it too", field: plain(host, "gid") },
  { path: pluginPath("server.v1.grpc", "max_recv_message_size"), type: POSITIVE, doc: "bytes of one message from a client; a longer one is ResourceExhausted", field: plain(host, "maxReceive") },
  { path: pluginPath("server.v1.grpc", "max_send_message_size"), type: POSITIVE, doc: "bytes of one message to a client; a longer one is ResourceExhausted", field: plain(host, "maxSend") },
  { path: pluginPath("server.v1.ttrpc", "address"), type: PATH, doc: "socket on which shims report events; the gRPC address with `.ttrpc` when not set", field: plain(host, "ttrpcAddress") },
  { path: pluginPath("server.v1.ttrpc", "uid"), type: COUNT, doc: "only root may use this socket", inert: [0] },
  { path: pluginPath("server.v1.ttrpc", "gid"), type: COUNT, doc: "only root may use this socket", inert: [0] },
  { path: pluginPath("server.v1.metrics", "address"), type: HOST_PORT, doc: "where `/metrics`, `/healthz` and `/readyz` are served over TCP", field: optional(host, "metricsAddress") },
  { path: pluginPath("metrics.v1.grpc-prometheus", "grpc_histogram"), type: FLAG, doc: "durations of calls are not measured as a histogram", inert: [false] },
  { path: pluginPath("server.v1.debug", "address"), type: TEXT, doc: "there is no debug socket: Go's profiles and variables (`ctr pprof`) are of no process here; metrics are on the metrics address, memory and restarts in `stevedore status`", inert: [""] },
  { path: pluginPath("server.v1.debug", "uid"), type: COUNT, doc: "there is no debug socket", inert: [0] },
  { path: pluginPath("server.v1.debug", "gid"), type: COUNT, doc: "there is no debug socket", inert: [0] },
  { path: pluginPath("server.v1.grpc-tcp", "address"), type: TEXT, doc: "gRPC over TCP is not served", inert: [""] },
  ...["tls_ca", "tls_cert", "tls_key", "tls_common_name"].map((key): Key => ({ path: pluginPath("server.v1.grpc-tcp", key), type: TEXT, doc: "gRPC over TCP is not served", inert: [""] })),
  ...["max_recv_message_size", "max_send_message_size"].map((key): Key => ({ path: pluginPath("server.v1.grpc-tcp", key), type: COUNT, doc: "gRPC over TCP is not served", inert: [0, 16 << 20] })),
  timeout("shim.load", "answer of a shim that a restarted host finds", duration(timeouts, "shimLoadMs")),
  timeout("shim.cleanup", "`delete` of a dead foreign shim", duration(timeouts, "shimCleanupMs")),
  timeout("shim.shutdown", "shutdown of a foreign shim", duration(timeouts, "shimShutdownMs")),
  timeout("task.state", "a shim's answer on a task's state", duration(timeouts, "taskStateMs")),
  timeout("metrics.shimstats", "a shim's answer on a task's metrics", duration(timeouts, "shimStatsMs")),
  timeout("bolt.open", "there is no bolt database", undefined, ["0s"]),
  timeout("cri.defercleanup", "CRI is not served", undefined, ["1m0s", "1m"]),
  { path: ["temp"], type: TEXT, doc: "the system's temporary directory is used", inert: [""] },
  { path: ["oom_score"], type: INTEGER, doc: "what the processes' `oom_score_adj` is set to; 0: it is left as it is. The shim's is one more", field: plain(host, "oomScore") },
  { path: ["plugin_dir"], type: TEXT, doc: "there are no dynamic plugins", inert: [""] },
  { path: ["cgroup", "path"], type: TEXT, doc: "the cgroup that the processes join: made where cgroups are v1, must be there where they are v2; none when not set", field: plain(host, "cgroupPath") },
  ...proxyPluginKeys(),
  ...streamProcessorKeys(),
  ...["grpc", "ttrpc", "metrics"].map((section): Key => ({ path: [section, "**"], type: ANYTHING, doc: `since version 4 this is under \`plugins."io.containerd.server.v1.${section}"\`` })),
  ...["address", "uid", "gid"].map((key): Key => ({ path: ["debug", key], type: ANYTHING, doc: 'since version 4 this is under `plugins."io.containerd.server.v1.debug"`', inert: ["", 0] })),
];

// Entries have names of their own: proxy-plugins.ts puts them together.
function proxyPluginKeys(): Key[] {
  const at = (...key: string[]): string[] => ["proxy_plugins", "*", ...key];
  return [
    { path: at("type"), type: TEXT, doc: "what another process serves: `snapshot`, a snapshotter of this name, or `content`, the store of this host's blobs; other kinds get a warning", quiet: true },
    { path: at("address"), type: TEXT, doc: "path of its unix socket, on which it speaks gRPC", quiet: true },
    { path: at("platform"), type: TEXT, doc: "the host's own" },
    { path: at("exports", "**"), type: ANYTHING, doc: "what clients may look up of it (`root`); `enable_remote_snapshot_annotations = \"true\"`: pulls tell it where a layer comes from (`docs/snapshotters.md`)", quiet: true },
    { path: at("capabilities"), type: TEXTS, doc: "what clients may ask of it besides the API", quiet: true },
  ];
}

// Entries have names of their own: load.ts puts them together.
function streamProcessorKeys(): Key[] {
  const at = (key: string): string[] => ["stream_processors", "*", key];
  return [
    { path: at("accepts"), type: TEXTS, doc: "media types of layers that go through this program before they are unpacked", quiet: true },
    { path: at("returns"), type: TEXT, doc: "media type of what it writes", quiet: true },
    { path: at("path"), type: TEXT, doc: "the program: layer on stdin, result on stdout, the request's payload on descriptor 3", quiet: true },
    { path: at("args"), type: TEXTS, doc: "its arguments", quiet: true },
    { path: at("env"), type: TEXTS, doc: "`NAME=value`, besides the service's own environment", quiet: true },
  ];
}
