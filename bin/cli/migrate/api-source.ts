import {
  ContainersService,
  ContentService,
  ImagesService,
  IntrospectionService,
  LeasesService,
  NamespacesService,
  SandboxStoreService,
  SnapshotsService,
  VersionService,
  ZERO_TIME,
  type google,
  type ServiceDescriptor,
  type Timestamp,
} from "@stevedore/api";
import { isError, unavailable } from "@stevedore/errors";
import { connectGrpc, createClient, type Channel, type Client } from "@stevedore/rpc";
import type { Labels, Source, SourceBlob, SourceImage, SourceLease, SourceNamespace } from "./source.ts";

/** The records of a running containerd, over its socket. @throws Unavailable when nobody serves it */
export async function openApiSource(address: string): Promise<Source> {
  const channel = connectGrpc({ target: { path: address } });
  try {
    const { version } = await createClient(VersionService, channel).version({}, { timeoutMs: 10_000 });
    return {
      description: `containerd ${version ?? ""} on ${address}`,
      namespaces: async () => sorted((await createClient(NamespacesService, channel).list({})).namespaces ?? [], ({ name }) => name ?? "").map(({ name }) => name ?? ""),
      read: (namespace) => readNamespace(channel, namespace),
      hasBlob: (namespace, digest) => hasBlob(createClient(ContentService, channel), namespace, digest),
      [Symbol.asyncDispose]: () => channel.close(),
    };
  } catch (error) {
    await channel.close();
    throw isError(error, "unavailable") ? unavailable(`no containerd answers on ${address}`, { hint: "start it; or leave --address out, and the records of a stopped one are read from its root", cause: error }) : error;
  }
}

async function readNamespace(channel: Channel, name: string): Promise<SourceNamespace> {
  const namespace = { namespace: name };
  const client = <S extends ServiceDescriptor>(service: S): Client<S> => createClient(service, channel);
  const content = client(ContentService);
  const [{ namespace: record }, images, blobs, leases] = await Promise.all([
    client(NamespacesService).get({ name }),
    client(ImagesService).list({}, namespace),
    collect(content.list({}, namespace), ({ info }) => info ?? []),
    readLeases(client(LeasesService), name),
  ]);
  const [containers, ingests, sandboxes, snapshots] = await Promise.all([
    client(ContainersService).list({}, namespace),
    content.listStatuses({}, namespace),
    countSandboxes(client(SandboxStoreService), name),
    countSnapshots(channel, name),
  ]);
  return {
    name,
    labels: labelsOf(record?.labels),
    images: sorted((images.images ?? []).map(toImage), (image) => image.name),
    blobs: sorted(blobs.map(toBlob), (blob) => blob.digest),
    leases,
    left: { containers: containers.containers?.length ?? 0, snapshots, ingests: ingests.statuses?.length ?? 0, sandboxes },
  };
}

type Images = Awaited<ReturnType<Client<typeof ImagesService>["list"]>>;
type Image = NonNullable<Images["images"]>[number];

function toImage({ name, labels, target, createdAt }: Image): SourceImage {
  const { digest, size, mediaType, annotations } = target ?? {};
  return { name: name ?? "", labels: labelsOf(labels), target: { digest: digest ?? "", size: Number(size ?? 0), mediaType: mediaType ?? "", annotations: labelsOf(annotations) }, createdAt: timeOf(createdAt) };
}

interface Info {
  digest?: string | null;
  size?: number | null;
  labels?: Labels | null;
  createdAt?: google.protobuf.ITimestamp | null;
  updatedAt?: google.protobuf.ITimestamp | null;
}

// containerd 1.6 does not tell when a blob was updated.
function toBlob({ digest, size, labels, createdAt, updatedAt }: Info): SourceBlob {
  return { digest: digest ?? "", size: Number(size ?? 0), labels: labelsOf(labels), createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt ?? createdAt) };
}

async function readLeases(client: Client<typeof LeasesService>, namespace: string): Promise<SourceLease[]> {
  const { leases } = await client.list({}, { namespace });
  const read = (leases ?? []).map(async ({ id, labels }) => {
    const { resources } = await client.listResources({ id: id ?? "" }, { namespace });
    const named = (resources ?? []).map((resource) => ({ type: resource.type ?? "", id: resource.id ?? "" }));
    return { id: id ?? "", labels: labelsOf(labels), resources: sorted(named, (resource) => `${resource.type}\0${resource.id}`) };
  });
  return sorted(await Promise.all(read), ({ id }) => id);
}

async function hasBlob(content: Client<typeof ContentService>, namespace: string, digest: string): Promise<boolean> {
  return content.info({ digest }, { namespace }).then(
    () => true,
    (error: unknown) => {
      if (isError(error, "notFound")) return false;
      throw error;
    },
  );
}

async function countSnapshots(channel: Channel, namespace: string): Promise<number> {
  const { plugins } = await createClient(IntrospectionService, channel).plugins({ filters: ["type==io.containerd.snapshotter.v1"] });
  const working = (plugins ?? []).filter(({ initErr }) => initErr == null).map(({ id }) => id ?? "");
  const client = createClient(SnapshotsService, channel);
  const counts = await Promise.all(working.map(async (snapshotter) => (await collect(client.list({ snapshotter }, { namespace }), ({ info }) => info ?? [])).length));
  return counts.reduce((sum, count) => sum + count, 0);
}

// containerd 1.6 has no sandboxes.
async function countSandboxes(client: Client<typeof SandboxStoreService>, namespace: string): Promise<number> {
  return client.list({}, { namespace }).then(
    ({ list }) => list?.length ?? 0,
    (error: unknown) => {
      if (isError(error, "unimplemented")) return 0;
      throw error;
    },
  );
}

async function collect<Reply, Item>(replies: AsyncIterable<Reply>, items: (reply: Reply) => Item[]): Promise<Item[]> {
  const found: Item[] = [];
  for await (const reply of replies) found.push(...items(reply));
  return found;
}

function labelsOf(labels: Labels | null | undefined): Labels {
  return { ...labels };
}

function timeOf(time: google.protobuf.ITimestamp | null | undefined): Timestamp {
  return time == null ? ZERO_TIME : { seconds: Number(time.seconds ?? 0), nanos: time.nanos ?? 0 };
}

function sorted<T>(items: T[], key: (item: T) => string): T[] {
  return items.map((item) => ({ item, bytes: Buffer.from(key(item)) })).sort((a, b) => a.bytes.compare(b.bytes)).map(({ item }) => item);
}
