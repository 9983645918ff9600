import { containerd } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { Reader, Transaction } from "@stevedore/metadata";
import type { ResourceName } from "@stevedore/resources";

/** A sandbox as it is stored and served. Spec, options and extensions are the client's bytes, never looked into. */
export type Sandbox = containerd.types.Sandbox;
export type SandboxFields = containerd.types.ISandbox;

const { Sandbox: codec } = containerd.types;
const BUCKET_PREFIX = "sandboxes/";

export function decodeSandbox(value: Uint8Array): Sandbox {
  return codec.decode(value);
}

/** Which sandbox a record is. */
export function sandboxNameOf(bucket: string, key: string): ResourceName | undefined {
  return bucket.startsWith(BUCKET_PREFIX) ? { namespace: bucket.slice(BUCKET_PREFIX.length), kind: "sandbox", key } : undefined;
}

function bucketOf(namespace: string): string {
  return BUCKET_PREFIX + namespace;
}

/** @throws NotFound with containerd's words: it tells a namespace without sandboxes from one without this */
export function getSandbox(reader: Reader, namespace: string, id: string): Sandbox {
  const sandbox = findSandbox(reader, namespace, id);
  if (sandbox !== undefined) return sandbox;
  requireSandboxes(reader, namespace);
  throw notFound(`bucket ${JSON.stringify(id)} not found: not found`, { verbatim: true });
}

/** @throws NotFound when the namespace has no sandbox at all */
export function requireSandboxes(reader: Reader, namespace: string): void {
  if (reader.list(bucketOf(namespace), { limit: 1 }).length === 0) throw notFound("no sandbox buckets");
}

export function findSandbox(reader: Reader, namespace: string, id: string): Sandbox | undefined {
  const record = reader.get(bucketOf(namespace), id);
  return record === undefined ? undefined : codec.decode(record.value);
}

/** The sandboxes of a namespace in bytewise order of their ids. */
export function* listSandboxes(reader: Reader, namespace: string): Generator<Sandbox> {
  for (const { value } of reader.list(bucketOf(namespace))) yield codec.decode(value);
}

/** The namespaces that hold a sandbox. */
export function sandboxNamespaces(reader: Reader): string[] {
  return reader.buckets(BUCKET_PREFIX).map((bucket) => bucket.slice(BUCKET_PREFIX.length));
}

export function putSandbox(tx: Transaction, namespace: string, sandbox: SandboxFields): void {
  tx.put(bucketOf(namespace), sandbox.sandboxId!, codec.encode(sandbox).finish());
}

/** False when there was none. */
export function deleteSandbox(tx: Transaction, namespace: string, id: string): boolean {
  return tx.delete(bucketOf(namespace), id);
}

/** Deletes the sandboxes of a namespace that were last written at or before a revision. */
export function deleteSandboxes(tx: Transaction, namespace: string, revision: number): void {
  for (const record of tx.list(bucketOf(namespace))) if (record.revision <= revision) deleteSandbox(tx, namespace, record.key);
}
