import type { LogLevel } from "@stevedore/log";
import { defaultDirectories, ordinaryUser } from "./rootless.ts";

/**
 * The fully resolved configuration of a host, as every process of it reads it. Plain data: the supervisor writes it
 * as JSON. Paths are absolute, times are in the unit that their name ends with.
 */
export interface HostConfig {
  /** Persistent state. */
  root: string;
  /** Run-time state: sockets, bundles. */
  state: string;
  /** The public gRPC socket. */
  address: string;
  /** The ttrpc socket on which shims forward events. */
  ttrpcAddress: string;
  uid: number;
  gid: number;
  /** Permissions of the public socket. */
  socketMode: number;
  logLevel: LogLevel;
  /** `oom_score_adj` of the host's processes; 0 leaves it as it is. */
  oomScore: number;
  /** The cgroup that the host's processes join; empty for none. */
  cgroupPath: string;
  /** `HOST:PORT` on which the gateway serves /metrics, /healthz and /readyz; absent: only on its unix socket. */
  metricsAddress?: string;
  /** Bytes of one gRPC message from a client, and to one. */
  maxReceive: number;
  maxSend: number;
  disabledPlugins: string[];
  requiredPlugins: string[];
  timeouts: Timeouts;
  /** Programs that layers of other media types go through, by id. */
  streamProcessors: Record<string, StreamProcessorConfig>;
  /** Plugins of other processes, by name. */
  proxyPlugins: Record<string, ProxyPluginConfig>;
  plugins: PluginConfig;
  stevedore: StevedoreConfig;
}

export interface Timeouts {
  shimLoadMs: number;
  shimCleanupMs: number;
  shimShutdownMs: number;
  taskStateMs: number;
  shimStatsMs: number;
}

export interface PluginConfig {
  contentSharingPolicy: "shared" | "isolated";
  gc: GcConfig;
  transfer: TransferConfig;
  imageVerifier: ImageVerifierConfig;
  overlayfs: OverlayfsConfig;
  native: { rootPath?: string };
  btrfs: { rootPath?: string };
  blockfile: BlockfileConfig;
  devmapper: DevmapperConfig;
  erofs: ErofsConfig;
  /** Differs that are tried, in order, and whether an applied layer is synced to disk. */
  diff: { default: string[]; syncFs: boolean };
  shim: { env: string[]; socketDir?: string };
  /** How often labelled containers are looked at; 0: containerd's default. */
  restart: { intervalMs: number };
  /** `/opt/containerd`: its `bin` comes first on the PATH of runtimes and shims. */
  runtimeOptPath: string;
}

export interface GcConfig {
  pauseThreshold: number;
  deletionThreshold: number;
  mutationThreshold: number;
  scheduleDelayMs: number;
  startupDelayMs: number;
}

export interface TransferConfig {
  maxConcurrentDownloads: number;
  maxConcurrentUploads: number;
  /** Bytes of one of several requests for a layer; 0: ours. */
  concurrentLayerFetchBuffer: number;
  maxConcurrentUnpacks: number;
  /** Directory of `<host>/hosts.toml` files. */
  configPath: string;
  unpackConfig: { platform: string; snapshotter: string }[];
  /** False: images for other processors are unpacked as well. */
  checkPlatformSupported: boolean;
}

/** Programs that say whether an image may be pulled. */
export interface ImageVerifierConfig {
  binDir: string;
  /** Below 0: all that are there. */
  maxVerifiers: number;
  perVerifierTimeoutMs: number;
}

export interface StreamProcessorConfig {
  accepts: string[];
  returns: string;
  path: string;
  args: string[];
  env: string[];
}

export interface ProxyPluginConfig {
  type: "snapshot" | "content";
  /** A unix socket's path. */
  address: string;
  /** What clients may look up of it. */
  exports: Record<string, string>;
  capabilities: string[];
}

export interface OverlayfsConfig {
  rootPath?: string;
  mountOptions: string[];
  upperdirLabel: boolean;
  /** A removal returns when the files are off the disk. */
  syncRemove: boolean;
  /** Clients may change the owners of files one by one where ids can't be mapped. */
  slowChown: boolean;
}

export interface BlockfileConfig {
  rootPath?: string;
  /** An image with an empty file system. */
  scratchFile?: string;
  fsType: string;
  mountOptions: string[];
  /** The scratch file is copied at every start. */
  recreateScratch: boolean;
}

export interface DevmapperConfig {
  rootPath?: string;
  /** A thin pool, without `/dev/mapper/`; "": there is no devmapper snapshotter. */
  poolName: string;
  /** `10GB`, as docker's units. */
  baseImageSize: string;
  asyncRemove: boolean;
  discardBlocks: boolean;
  fsType: string;
  fsOptions: string;
}

export interface ErofsConfig {
  rootPath?: string;
  /** Options of every overlay mount besides its directories. */
  overlayOptions: string[];
  enableFsverity: boolean;
  setImmutable: boolean;
  /** Of a writable layer as an ext4 image, as `1GiB`; "": a directory. */
  defaultSize: string;
  dmverityMode: "auto" | "on" | "off";
  /** More layers than this below a container are shown by one mount; 0: every layer has its own. */
  maxUnmergedLayers: number;
  differ: ErofsDifferConfig;
}

/** How layers become EROFS images. */
export interface ErofsDifferConfig {
  /** Options of mkfs.erofs. */
  mkfsOptions: string[];
  /** An image is an index of the layer's archive, and the archive. */
  enableTarIndex: boolean;
  enableDmverity: boolean;
}

/** What another containerd can have of us. */
export type PluginService = "content" | "snapshots";

/** What is under `[stevedore]`: ours alone. */
export interface StevedoreConfig {
  /** Name of this host, unique in its cluster. */
  node: string;
  /** Each service also serves gRPC on a socket of its own. */
  grpc: boolean;
  /** The services that run, as proxy plugins of another containerd, which owns what they keep; empty: a whole host. */
  only: PluginService[];
  /** OCI runtime for containers that ask for none: a name or an absolute path; absent: crun, else runc. */
  runtime?: string;
  /** Docker's config.json, whose credentials pulls and pushes use where the client gives none; absent: none are. */
  dockerConfig?: string;
  nats: NatsConfig;
  /** The images of this host, served as a read-only registry. */
  registry: StoreRegistryConfig;
  events: { maxAgeSeconds: number; maxBytes: number };
  limits: Limits;
  content: ContentConfig;
  pull: PullConfig;
}

/** Where blobs are kept. */
export type ContentBackend = "local" | "s3" | "proxy";

export interface ContentConfig {
  backend: ContentBackend;
  s3: S3Config;
  /** Another process's content service, which `proxy_plugins` names. */
  proxy: { namespace: string; cacheBytes: number };
  /** From one reading of all blobs to the next; 0: never. */
  scrubIntervalMs: number;
  /** Bytes a second that it reads at most. */
  scrubRate: number;
}

/** A bucket for blobs, and the cache in front of it. */
export interface S3Config {
  /** `https://HOST:PORT`; empty when not configured. */
  endpoint: string;
  bucket: string;
  /** What the keys of objects begin with; empty or ending in `/`. */
  prefix: string;
  region: string;
  accessKey?: string;
  secretKey?: string;
  credentialsFile?: string;
  caFile?: string;
  /** Other hosts use the bucket too. */
  shared: boolean;
  cacheBytes: number;
  partBytes: number;
}

export interface StoreRegistryConfig {
  /** `HOST:PORT`; empty: no registry. */
  address: string;
  /** Whose images it has; of two with the same name the first one's. */
  namespaces: string[];
  tlsCert?: string;
  tlsKey?: string;
  /** A file of `user:password` lines; absent: anybody may read. */
  credentials?: string;
}

/** How layers are fetched from registries. */
export interface PullConfig {
  /** Larger layers are fetched by several requests of so many bytes; 0: by one. */
  rangeBytes: number;
  /** Bytes a second; 0: no transfer is too slow. */
  minRate: number;
  /** For how long it must be slower. */
  stallMs: number;
}

export interface NatsConfig {
  /** Of the server to use. The supervisor fills it in for its own server. */
  url: string;
  token?: string;
  /** The server is somebody else's: the supervisor starts none. */
  external: boolean;
  /** Port of our own server; 0: any free one. */
  port: number;
}

/** Bounds on what an image may do to a host. */
export interface Limits {
  /** Uncompressed bytes of one layer. */
  maxLayerBytes: number;
  /** Files of one layer. */
  maxLayerEntries: number;
}

/** Makes a host's configuration that of a few services for another containerd. */
export function setOnly(config: HostConfig, services: readonly PluginService[]): void {
  config.stevedore.only = [...new Set(services)];
  if (services.length > 0) config.stevedore.grpc = true;
}

/** Where a host keeps its data unless told otherwise; an ordinary user's host keeps it in that user's own directories. */
export const { root: DEFAULT_ROOT, state: DEFAULT_STATE } = defaultDirectories(process.env, ordinaryUser());

/** A host's configuration with nothing configured. */
export function defaultHostConfig({ root = DEFAULT_ROOT, state = DEFAULT_STATE }: { root?: string; state?: string } = {}): HostConfig {
  return {
    root,
    state,
    address: `${state}/containerd.sock`,
    ttrpcAddress: `${state}/containerd.sock.ttrpc`,
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    socketMode: 0o660,
    logLevel: "info",
    oomScore: 0,
    cgroupPath: "",
    maxReceive: 16 << 20,
    maxSend: 16 << 20,
    disabledPlugins: [],
    requiredPlugins: [],
    streamProcessors: defaultStreamProcessors(),
    proxyPlugins: {},
    timeouts: { shimLoadMs: 5000, shimCleanupMs: 5000, shimShutdownMs: 3000, taskStateMs: 2000, shimStatsMs: 2000 },
    plugins: defaultPluginConfig(),
    stevedore: {
      node: "local",
      grpc: false,
      only: [],
      nats: { url: "", external: false, port: 0 },
      registry: { address: "", namespaces: ["default"] },
      events: { maxAgeSeconds: 86_400, maxBytes: 256 << 20 },
      limits: { maxLayerBytes: 64 * 2 ** 30, maxLayerEntries: 5_000_000 },
      content: { backend: "local", scrubIntervalMs: 0, scrubRate: 32 << 20, s3: { endpoint: "", bucket: "", prefix: "", region: "us-east-1", shared: false, cacheBytes: 10 * 2 ** 30, partBytes: 16 << 20 }, proxy: { namespace: "stevedore", cacheBytes: 10 * 2 ** 30 } },
      pull: { rangeBytes: 8 << 20, minRate: 4096, stallMs: 15_000 },
    },
  };
}

// containerd's own defaults: they ask for a decoder of encrypted layers, which works where it is installed.
function defaultStreamProcessors(): Record<string, StreamProcessorConfig> {
  const layer = "application/vnd.oci.image.layer.v1.tar";
  const decoder = (type: string): StreamProcessorConfig => ({
    accepts: [`${type}+encrypted`],
    returns: type,
    path: "ctd-decoder",
    args: ["--decryption-keys-path", "/etc/containerd/ocicrypt/keys"],
    env: ["OCICRYPT_KEYPROVIDER_CONFIG=/etc/containerd/ocicrypt/ocicrypt_keyprovider.conf"],
  });
  return { "io.containerd.ocicrypt.decoder.v1.tar": decoder(layer), "io.containerd.ocicrypt.decoder.v1.tar.gzip": decoder(`${layer}+gzip`) };
}

function defaultPluginConfig(): PluginConfig {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  // Layers that are EROFS images are for that snapshotter alone.
  const platformOf = (snapshotter: string): string => `${snapshotter === "erofs" ? "linux(+erofs)" : "linux"}/${architecture}`;
  return {
    contentSharingPolicy: "shared",
    gc: { pauseThreshold: 0.02, deletionThreshold: 0, mutationThreshold: 100, scheduleDelayMs: 0, startupDelayMs: 100 },
    transfer: {
      maxConcurrentDownloads: 3,
      maxConcurrentUploads: 3,
      concurrentLayerFetchBuffer: 0,
      maxConcurrentUnpacks: 2,
      configPath: "/etc/containerd/certs.d",
      unpackConfig: ["overlayfs", "native", "btrfs", "erofs", "blockfile", "devmapper", "lazy"].map((snapshotter) => ({ platform: platformOf(snapshotter), snapshotter })),
      checkPlatformSupported: false,
    },
    imageVerifier: { binDir: "/opt/containerd/image-verifier/bin", maxVerifiers: 10, perVerifierTimeoutMs: 10_000 },
    overlayfs: { mountOptions: [], upperdirLabel: false, syncRemove: false, slowChown: false },
    native: {},
    btrfs: {},
    blockfile: { fsType: "ext4", mountOptions: ["loop"], recreateScratch: false },
    devmapper: { poolName: "", baseImageSize: "", asyncRemove: false, discardBlocks: false, fsType: "ext4", fsOptions: "" },
    erofs: { overlayOptions: [], enableFsverity: false, setImmutable: false, defaultSize: "", dmverityMode: "auto", maxUnmergedLayers: 0, differ: { mkfsOptions: [], enableTarIndex: false, enableDmverity: false } },
    diff: { default: ["walking"], syncFs: false },
    shim: { env: [] },
    restart: { intervalMs: 10_000 },
    runtimeOptPath: "/opt/containerd",
  };
}
