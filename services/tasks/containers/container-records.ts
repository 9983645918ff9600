import { containerd, encodeList } from "@stevedore/api";
import { notFound, quote } from "@stevedore/errors";
import type { Reader, Transaction } from "@stevedore/metadata";
import { requireLabelKeys } from "@stevedore/names";
import type { ResourceName } from "@stevedore/resources";

/** A container as it is stored and served. Spec, options and extensions are the client's bytes, never looked into. */
export type Container = containerd.services.containers.v1.Container;
export type ContainerFields = containerd.services.containers.v1.IContainer;

const { Container: codec } = containerd.services.containers.v1;
const BUCKET_PREFIX = "containers/";

export function decodeContainer(value: Uint8Array): Container {
  return codec.decode(value);
}

/** Which container a record is. */
export function containerNameOf(bucket: string, key: string): ResourceName | undefined {
  return bucket.startsWith(BUCKET_PREFIX) ? { namespace: bucket.slice(BUCKET_PREFIX.length), kind: "container", key } : undefined;
}

function bucketOf(namespace: string): string {
  return BUCKET_PREFIX + namespace;
}

/** @throws NotFound with containerd's words for a Get */
export function getContainer(reader: Reader, namespace: string, id: string): Container {
  const container = findContainer(reader, namespace, id);
  if (container === undefined) throw notFound(`container ${quote(id)} in namespace ${quote(namespace)}`);
  return container;
}

export function findContainer(reader: Reader, namespace: string, id: string): Container | undefined {
  const record = reader.get(bucketOf(namespace), id);
  return record === undefined ? undefined : codec.decode(record.value);
}

/** The containers of a namespace in bytewise order of their ids. */
export function* listContainers(reader: Reader, namespace: string): Generator<Container> {
  for (const { value } of reader.list(bucketOf(namespace))) yield codec.decode(value);
}

// `containers` of ListContainersResponse.
const CONTAINERS_FIELD = 1;

/** The reply of a List of all containers, as it is encoded. */
export function encodeContainerList(reader: Reader, namespace: string): Uint8Array {
  return encodeList(CONTAINERS_FIELD, reader.list(bucketOf(namespace)).map(({ value }) => value));
}

export function hasContainers(reader: Reader, namespace: string): boolean {
  return reader.list(bucketOf(namespace), { limit: 1 }).length > 0;
}

/** The namespaces that hold a container. */
export function containerNamespaces(reader: Reader): string[] {
  return reader.buckets(BUCKET_PREFIX).map((bucket) => bucket.slice(BUCKET_PREFIX.length));
}

/** @throws Unknown for a label without a key */
export function putContainer(tx: Transaction, namespace: string, container: ContainerFields): void {
  requireLabelKeys(container.labels, `failed to write container ${quote(container.id!)}`);
  tx.put(bucketOf(namespace), container.id!, codec.encode(container).finish());
}

/** False when there was none. */
export function deleteContainer(tx: Transaction, namespace: string, id: string): boolean {
  return tx.delete(bucketOf(namespace), id);
}
