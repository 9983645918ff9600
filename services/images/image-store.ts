import { containerd, nowTimestamp, packAny, type google } from "@stevedore/api";
import { alreadyExists, invalidArgument, notFound } from "@stevedore/errors";
import type { MetadataStore, Reader, Transaction } from "@stevedore/metadata";
import type { Collection } from "@stevedore/resources";
import { compileListFilters } from "./filters.ts";
import { applyImageUpdate, imageFields, normaliseImage, validateImage, type Image } from "./image-record.ts";
import { addLeaseEntry, removeLeaseEntry } from "./lease-entry.ts";
import { ensureNamespace } from "./namespace-record.ts";

const { ImageCreate, ImageUpdate, ImageDelete, Image: ImageMessage } = containerd.services.images.v1;
const EXPIRE_LABEL = "containerd.io/gc.expire";

export interface WriteOptions {
  /** An image that can expire is added to this lease. */
  lease?: string | undefined;
  /** Taken as the time of the change, for reproducible records. */
  sourceDateEpoch?: google.protobuf.ITimestamp | null | undefined;
}

/**
 * The image records of all namespaces. Every change emits its event in the same transaction, makes the namespace if
 * need be, and is on disk when its promise resolves. Messages and classes of errors are containerd's.
 */
export interface ImageStore {
  /** @throws NotFound */
  get(namespace: string, name: string): Promise<Image>;
  /** In bytewise order of names. @throws InvalidArgument for a bad filter */
  list(namespace: string, filters?: readonly string[]): Promise<Image[]>;
  /** @throws AlreadyExists, InvalidArgument, NotFound for a lease that doesn't exist */
  create(namespace: string, image: Image, options?: WriteOptions): Promise<Image>;
  /** Replaces what `paths` name, or everything but the time of creation. @throws NotFound, InvalidArgument */
  update(namespace: string, image: Image, options?: WriteOptions & { paths?: readonly string[] }): Promise<Image>;
  /** Removes the record; content stays until it is collected. @throws NotFound, also when `target` is another digest than the image's */
  delete(namespace: string, name: string, options?: { lease?: string | undefined; target?: string | undefined }): Promise<void>;
}

/** `settled`: of an image that garbage collection has condemned nothing is told before the verdict. */
export function createImageStore(store: MetadataStore, { settled, settledAll }: Pick<Collection, "settled" | "settledAll">): ImageStore {
  return {
    async get(namespace, name) {
      await settled({ namespace, kind: "image", key: name });
      return readImage(store, namespace, name);
    },
    async list(namespace, filters) {
      const matches = compileListFilters(filters);
      await settledAll(namespace, "image");
      return listImages(store, namespace).filter((image) => matches(imageFields(image)));
    },
    create: (namespace, image, options = {}) => store.transact((tx) => createImage(tx, namespace, image, options)),
    update: (namespace, image, options = {}) => store.transact((tx) => updateImage(tx, namespace, image, options)),
    delete: (namespace, name, options = {}) => store.transact((tx) => deleteImage(tx, namespace, name, options)),
  };
}

export const imageBucket = (namespace: string): string => `images/${namespace}`;

/** Every image of a namespace, in bytewise order of names. */
export function listImages(reader: Reader, namespace: string): Image[] {
  return reader.list(imageBucket(namespace)).map(({ value }) => ImageMessage.decode(value));
}

function readImage(reader: Reader, namespace: string, name: string): Image {
  const record = reader.get(imageBucket(namespace), name);
  if (record === undefined) throw notFound(`image ${JSON.stringify(name)}`);
  return ImageMessage.decode(record.value);
}

function createImage(tx: Transaction, namespace: string, image: Image, { lease, sourceDateEpoch }: WriteOptions): Image {
  validateImage(image);
  const at = sourceDateEpoch ?? nowTimestamp();
  const created = normaliseImage({ ...image, createdAt: at, updatedAt: at });
  leaseExpiring(tx, namespace, created, lease);
  if (tx.get(imageBucket(namespace), image.name!) !== undefined) throw alreadyExists(`image ${JSON.stringify(image.name)}`);
  ensureNamespace(tx, namespace);
  writeImage(tx, namespace, created);
  const event = packAny("containerd.services.images.v1.ImageCreate", ImageCreate, { name: created.name, labels: created.labels });
  tx.emit({ namespace, topic: "/images/create", event });
  return created;
}

function updateImage(tx: Transaction, namespace: string, image: Image, options: WriteOptions & { paths?: readonly string[] }): Image {
  const { lease, sourceDateEpoch, paths = [] } = options;
  if (!image.name) throw invalidArgument("image name is required for update");
  const stored = readImage(tx, namespace, image.name);
  const changed = applyImageUpdate(stored, image, paths);
  validateImage(changed);
  const updated = normaliseImage({ ...changed, updatedAt: sourceDateEpoch ?? nowTimestamp() });
  leaseExpiring(tx, namespace, updated, lease);
  writeImage(tx, namespace, updated);
  const event = packAny("containerd.services.images.v1.ImageUpdate", ImageUpdate, { name: updated.name, labels: updated.labels });
  tx.emit({ namespace, topic: "/images/update", event });
  return updated;
}

function deleteImage(tx: Transaction, namespace: string, name: string, { lease, target }: { lease?: string | undefined; target?: string | undefined }): void {
  if (lease !== undefined) removeLeaseEntry(tx, { namespace, lease, type: "images", id: name });
  const { target: actual } = readImage(tx, namespace, name);
  if (target && actual?.digest !== target) throw notFound(`image ${JSON.stringify(name)} has target ${actual?.digest}, not ${target}`);
  removeImage(tx, namespace, name);
}

/** Deletes an image's record and reports it: at a client's request, or because garbage collection found it expired. */
export function removeImage(tx: Transaction, namespace: string, name: string): void {
  tx.delete(imageBucket(namespace), name);
  const event = packAny("containerd.services.images.v1.ImageDelete", ImageDelete, { name });
  tx.emit({ namespace, topic: "/images/delete", event });
}

function writeImage(tx: Transaction, namespace: string, image: Image): void {
  tx.put(imageBucket(namespace), image.name!, ImageMessage.encode(image).finish());
}

// An image that can't expire is a root by itself and needs no lease.
function leaseExpiring(tx: Transaction, namespace: string, image: Image, lease: string | undefined): void {
  if (lease === undefined || image.labels?.[EXPIRE_LABEL] === undefined) return;
  addLeaseEntry(tx, { namespace, lease, type: "images", id: image.name! });
}
