import { pluginPath, type Key } from "../key.ts";
import { ANYTHING, COUNT, DURATION, FLAG, INTEGER, TEXT, TEXTS, type ValueType } from "../value-type.ts";

const DOC = "CRI is not served";
const MAP = ANYTHING;

const RUNTIME: Record<string, ValueType> = {
  enable_selinux: FLAG,
  selinux_category_range: COUNT,
  max_container_log_line_size: INTEGER,
  disable_apparmor: FLAG,
  disable_cgroup: FLAG,
  restrict_oom_score_adj: FLAG,
  disable_proc_mount: FLAG,
  unset_seccomp_profile: TEXT,
  tolerate_missing_hugetlb_controller: FLAG,
  disable_hugetlb_controller: FLAG,
  device_ownership_from_security_context: FLAG,
  ignore_image_defined_volumes: FLAG,
  netns_mounts_under_state_dir: FLAG,
  enable_unprivileged_ports: FLAG,
  enable_unprivileged_icmp: FLAG,
  enable_cdi: FLAG,
  cdi_spec_dirs: TEXTS,
  drain_exec_sync_io_timeout: DURATION,
  ignore_deprecation_warnings: TEXTS,
  stats_collect_period: DURATION,
  stats_retention_period: DURATION,
  enable_criu: FLAG,
  enable_experimental_restore_via_create: FLAG,
  systemd_cgroup: FLAG,
  "cni.bin_dirs": TEXTS,
  "cni.conf_dir": TEXT,
  "cni.max_conf_num": COUNT,
  "cni.setup_serially": FLAG,
  "cni.conf_template": TEXT,
  "cni.ip_pref": TEXT,
  "cni.use_internal_loopback": FLAG,
  "containerd.default_runtime_name": TEXT,
  "containerd.no_pivot": FLAG,
  "containerd.ignore_blockio_not_enabled_errors": FLAG,
  "containerd.ignore_rdt_not_enabled_errors": FLAG,
  "containerd.default_runtime.**": MAP,
  "containerd.untrusted_workload_runtime.**": MAP,
  "containerd.runtimes.*.runtime_type": TEXT,
  "containerd.runtimes.*.runtime_path": TEXT,
  "containerd.runtimes.*.runtime_engine": TEXT,
  "containerd.runtimes.*.runtime_root": TEXT,
  "containerd.runtimes.*.pod_annotations": TEXTS,
  "containerd.runtimes.*.container_annotations": TEXTS,
  "containerd.runtimes.*.privileged_without_host_devices": FLAG,
  "containerd.runtimes.*.privileged_without_host_devices_all_devices_allowed": FLAG,
  "containerd.runtimes.*.cgroup_writable": FLAG,
  "containerd.runtimes.*.base_runtime_spec": TEXT,
  "containerd.runtimes.*.cni_conf_dir": TEXT,
  "containerd.runtimes.*.cni_max_conf_num": COUNT,
  "containerd.runtimes.*.snapshotter": TEXT,
  "containerd.runtimes.*.sandboxer": TEXT,
  "containerd.runtimes.*.io_type": TEXT,
  "containerd.runtimes.*.options.**": MAP,
};

const IMAGES: Record<string, ValueType> = {
  snapshotter: TEXT,
  disable_snapshot_annotations: FLAG,
  discard_unpacked_layers: FLAG,
  "pinned_images.*": TEXT,
  "runtime_platforms.*.platform": TEXT,
  "runtime_platforms.*.snapshotter": TEXT,
  "registry.config_path": TEXT,
  "registry.mirrors.**": MAP,
  "registry.configs.**": MAP,
  "registry.auths.**": MAP,
  "registry.headers.**": MAP,
  "image_decryption.key_model": TEXT,
  max_concurrent_downloads: COUNT,
  concurrent_layer_fetch_buffer: COUNT,
  image_pull_progress_timeout: DURATION,
  image_pull_with_sync_fs: FLAG,
  stats_collect_period: COUNT,
  use_local_image_pull: FLAG,
};

const SERVER: Record<string, ValueType> = {
  disable_tcp_service: FLAG,
  stream_server_address: TEXT,
  stream_server_port: TEXT,
  stream_idle_timeout: DURATION,
  enable_tls_streaming: FLAG,
  "x509_key_pair_streaming.tls_cert_file": TEXT,
  "x509_key_pair_streaming.tls_key_file": TEXT,
};

/** containerd's own CRI defaults, as `containerd config default` of several releases prints them: they ask for nothing. */
const DEFAULTS: Record<string, readonly (string | number | boolean | string[])[]> = {
  selinux_category_range: [1024],
  max_container_log_line_size: [16384],
  tolerate_missing_hugetlb_controller: [true],
  disable_hugetlb_controller: [true],
  enable_unprivileged_ports: [true],
  enable_unprivileged_icmp: [true],
  enable_cdi: [true],
  cdi_spec_dirs: [["/etc/cdi", "/var/run/cdi"]],
  drain_exec_sync_io_timeout: ["0s"],
  enable_criu: [true],
  "cni.bin_dirs": [["/opt/cni/bin"]],
  "cni.conf_dir": ["/etc/cni/net.d"],
  "cni.max_conf_num": [1],
  "containerd.default_runtime_name": ["runc"],
  "containerd.runtimes.*.runtime_type": ["io.containerd.runc.v2"],
  "containerd.runtimes.*.sandboxer": ["podsandbox"],
  snapshotter: ["overlayfs"],
  disable_snapshot_annotations: [true],
  "image_decryption.key_model": ["node"],
  max_concurrent_downloads: [3],
  image_pull_progress_timeout: ["5m0s", "1m0s"],
  stats_collect_period: [10, "1s"],
  stats_retention_period: ["2m"],
  disable_tcp_service: [true],
  stream_server_address: ["127.0.0.1"],
  stream_server_port: ["0"],
  stream_idle_timeout: ["4h0m0s"],
};

const NOTHING = ["", 0, false, []];

function createKeys(plugin: string, keys: Record<string, ValueType>): Key[] {
  return Object.entries(keys).map(([key, type]) => ({ path: pluginPath(plugin, ...key.split(".")), type, doc: DOC, inert: [...NOTHING, ...(DEFAULTS[key] ?? [])] }));
}

export const CRI_KEYS: readonly Key[] = [...createKeys("cri.v1.runtime", RUNTIME), ...createKeys("cri.v1.images", IMAGES), ...createKeys("grpc.v1.cri", SERVER)];
