import type { containerd, ContentService, ImagesService, IngestsService, LazyLayersService, LeasesService, ResourcesService, SnapshotsService, StreamsService, UnpackService } from "@stevedore/api";
import type { KeyedLock, Limiter } from "@stevedore/locks";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { Descriptor } from "@stevedore/oci";
import type { CallOptions, Client } from "@stevedore/rpc";
import type { StallLimits, Transport } from "@stevedore/registry";
import type { Abandoned } from "./abandoned.ts";
import type { ImageVerifier, VerifierConfig } from "./image-verifier.ts";
import type { Announce } from "./pull-events.ts";
import type { Tails } from "./lazy/tails.ts";
import type { Source } from "./source.ts";

/** The services that transfers are made of; those of this process come over a local channel. */
export interface TransferDeps {
  content: Client<typeof ContentService>;
  ingests: Client<typeof IngestsService>;
  snapshots: Client<typeof SnapshotsService>;
  unpack: Client<typeof UnpackService>;
  images: Client<typeof ImagesService>;
  leases: Client<typeof LeasesService>;
  streams: Client<typeof StreamsService>;
  lazy?: LazyDeps;
  /** The services whose writes are deferred while an image arrives. */
  deferring: readonly Client<typeof ResourcesService>[];
  announce: Announce;
  abandoned: Abandoned;
  config: TransferConfig;
  log: Logger;
}

/** What it takes for layers to be shown before they have arrived. */
export interface LazyDeps {
  layers: Client<typeof LazyLayersService>;
  store: MetadataStore;
  /** For what came before its turn; emptied at the start. */
  directory: string;
}

/** containerd's `io.containerd.transfer.v1.local`, as far as it is built. */
export interface TransferConfig {
  maxConcurrentDownloads: number;
  /** Larger layers are fetched by several requests of so many bytes at once; 0: never. */
  rangeBytes: number;
  /** A transfer that is slower than this goes on at another mirror. */
  stall: StallLimits;
  /** A blob of one namespace may be had by another: then who fetches it fetches it for all. */
  sharesContent: boolean;
  maxConcurrentUploads: number;
  /** Above 1, and where the snapshotter can rebase, layers of one image are unpacked side by side. */
  maxConcurrentUnpacks: number;
  verifier: VerifierConfig;
  /** Docker's config.json, for transfers whose client gives no credentials. */
  dockerConfig?: string;
  /** Where hosts.toml files are looked for when a request names no directory. */
  hostDirs: readonly string[];
  /** For which platforms an image is unpacked, and where to. */
  unpacks: readonly { platform: string; snapshotter: string }[];
  /** Whether the processor has to fit as well, or the operating system alone. */
  checkPlatformSupported: boolean;
  /** What an empty snapshotter name stands for. */
  defaultSnapshotter: string;
  /** Snapshotters whose Commit takes the parent that Prepare did not have. */
  rebasing: readonly string[];
  /** Other processes' snapshotters, which may have layers from elsewhere; those that want it are told where an image comes from. */
  proxies: Readonly<Record<string, { wantsAnnotations: boolean }>>;
}

/** What one transfer works with. */
export interface Scope {
  deps: TransferDeps;
  shared: Shared;
  /** Namespace, lease and request id for every call to another service; its signal ends the transfer. */
  call: CallOptions & { namespace: string; signal: AbortSignal };
  /** The lease in `call` is ours and ends with the transfer. */
  ownsLease: boolean;
  log: Logger;
}

/** What all transfers of the process share. */
export interface Shared {
  transport: Transport;
  verify: ImageVerifier;
  downloads: Limiter;
  uploads: Limiter;
  unpacks: Limiter;
  /** Those that are being unpacked, and the next ones: their snapshots are made while others are unpacked. */
  prepared: Limiter;
  /** One unpacking at a time for each namespace, snapshotter and chain id. */
  chains: KeyedLock;
  /** One fetching at a time of each blob: those who come later wait, and go on with it if it fails. */
  blobs: KeyedLock;
  /** What is being fetched, by the key of its lock. */
  fetching: Map<string, Growing>;
  /** Has layers shown before they have arrived, where the snapshotter can. */
  placeLayers?: (scope: Scope, image: ImageToPlace) => Promise<void>;
  /** Asks for what that takes of an image whose config is not known yet: it may be unpacked for one of these snapshotters. */
  expectLayers?: (scope: Scope, image: { layers: readonly Descriptor[]; source: Source; snapshotters: readonly string[] }) => Tails | undefined;
}

/** A blob that is being fetched, as far as it has come. */
export interface Growing {
  /** Bytes that are complete in the file. */
  readonly available: number;
  /** All bytes are in the file; they may turn out to be wrong. */
  readonly ended: boolean;
  /** Resolves when there are more bytes than `seen`, or the end has come. Throws when the download failed. */
  grown(seen: number): Promise<void>;
}

/** An image whose layers may be shown before they have arrived. */
export interface ImageToPlace {
  layers: readonly Descriptor[];
  diffIds: readonly string[];
  snapshotter: string;
  source: Source;
  /** The ends of its layers, where they are on their way already. */
  tails: Tails | undefined;
  /** Where it comes from, so that it can be asked again after a restart. */
  registry: containerd.types.transfer.IOCIRegistry;
}

/** What a blob is locked by while it is fetched: itself, or where namespaces don't share, itself in its namespace. */
export function blobKey({ deps, call }: Scope, digest: string): string {
  return deps.config.sharesContent ? digest : `${call.namespace}/${digest}`;
}

/** The call options for cleaning up: they outlive a cancelled transfer. */
export function cleanupCall({ call }: Scope): CallOptions {
  const { namespace, lease, requestId } = call;
  return { namespace, ...(lease === undefined ? {} : { lease }), ...(requestId === undefined ? {} : { requestId }), timeoutMs: 30_000 };
}
