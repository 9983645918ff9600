import { containerd } from "@stevedore/api";
import type { Reader, Transaction } from "@stevedore/metadata";

const { Namespace } = containerd.services.namespaces.v1;

const BUCKET = "namespaces";

/** A namespace's labels; undefined when it has no record. */
export function readNamespace(reader: Reader, name: string): Record<string, string> | undefined {
  const record = reader.get(BUCKET, name);
  return record === undefined ? undefined : Namespace.decode(record.value).labels;
}

export function listNamespaceRecords(reader: Reader): containerd.services.namespaces.v1.INamespace[] {
  return reader.list(BUCKET).map(({ value }) => Namespace.decode(value));
}

export function writeNamespace(tx: Transaction, name: string, labels: Record<string, string>): void {
  tx.put(BUCKET, name, Namespace.encode({ name, labels }).finish());
}

export function removeNamespace(tx: Transaction, name: string): boolean {
  return tx.delete(BUCKET, name);
}

/** Whatever is stored in a namespace makes it exist; no event tells of that. */
export function ensureNamespace(tx: Transaction, name: string): void {
  if (tx.get(BUCKET, name) === undefined) writeNamespace(tx, name, {});
}
