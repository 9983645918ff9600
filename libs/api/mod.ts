import "./numbers.ts";
import { services } from "./gen/services.ts";

export { containerd, google, grpc, io, runtimeoptions, stevedore, ttrpc } from "./gen/messages.js";
export { codec, type Codec } from "./codec.ts";
export * from "./any.ts";
export { encodeList } from "./lists.ts";
export * from "./timestamp.ts";
export { loadDescriptors, type FileDescriptor } from "./descriptors.ts";
export { services };

/** One method: its proto name, the codecs of its messages, and which sides are streams. */
export interface MethodDescriptor {
  readonly name: string;
  readonly request: { encode(message: never): Uint8Array; decode(bytes: Uint8Array): unknown };
  readonly response: { encode(message: never): Uint8Array; decode(bytes: Uint8Array): unknown };
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** A service by its full proto name, with methods keyed by their lowerCamel names. */
export interface ServiceDescriptor {
  readonly name: string;
  readonly methods: Readonly<Record<string, MethodDescriptor>>;
}

export const CollectionService = services["stevedore.v1.Collection"];
export const ContainersService = services["containerd.services.containers.v1.Containers"];
export const ContentService = services["containerd.services.content.v1.Content"];
export const DiffService = services["containerd.services.diff.v1.Diff"];
export const EventsService = services["containerd.services.events.v1.Events"];
export const EventsTtrpcService = services["containerd.services.events.ttrpc.v1.Events"];
export const ImagesService = services["containerd.services.images.v1.Images"];
export const IntrospectionService = services["containerd.services.introspection.v1.Introspection"];
export const LeasesService = services["containerd.services.leases.v1.Leases"];
export const MountsService = services["containerd.services.mounts.v1.Mounts"];
export const NamespacesService = services["containerd.services.namespaces.v1.Namespaces"];
export const SandboxStoreService = services["containerd.services.sandbox.v1.Store"];
/** What a shim serves that runs sandboxes. */
export const SandboxRuntimeService = services["containerd.runtime.sandbox.v1.Sandbox"];
export const SandboxControllerService = services["containerd.services.sandbox.v1.Controller"];
export const SnapshotsService = services["containerd.services.snapshots.v1.Snapshots"];
export const StreamingService = services["containerd.services.streaming.v1.Streaming"];
export const TasksService = services["containerd.services.tasks.v1.Tasks"];
export const TransferService = services["containerd.services.transfer.v1.Transfer"];
export const VersionService = services["containerd.services.version.v1.Version"];
export const TaskV2Service = services["containerd.task.v2.Task"];
export const TaskV3Service = services["containerd.task.v3.Task"];
export const HealthService = services["grpc.health.v1.Health"];
export const ReflectionService = services["grpc.reflection.v1.ServerReflection"];
/** The same before it was stable: what older clients ask. */
export const ReflectionAlphaService = services["grpc.reflection.v1alpha.ServerReflection"];
export const IngestsService = services["stevedore.v1.Ingests"];
export const LazyContentService = services["stevedore.v1.LazyContent"];
export const LazyLayersService = services["stevedore.v1.LazyLayers"];
export const IntegrityService = services["stevedore.v1.Integrity"];
export const RepairsService = services["stevedore.v1.Repairs"];
export const ResourcesService = services["stevedore.v1.Resources"];
export const RuntimesService = services["stevedore.v1.Runtimes"];
export const SnapshottersService = services["stevedore.v1.Snapshotters"];
export const UnpackService = services["stevedore.v1.Unpack"];
export const TaskMountsService = services["stevedore.v1.TaskMounts"];
export const StreamsService = services["stevedore.v1.Streams"];
