import { containerd, packAny } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, messageOf, notFound, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { applyMapMask, compactLabels, validateIdentifier, validateLabels } from "@stevedore/names";
import type { ResourceOwner } from "./gc/resource-owner.ts";
import { imageBucket } from "./image-store.ts";
import { leaseBucket, removeLease } from "./lease-entry.ts";
import type { NamespaceDeletions, Revisions } from "./namespace-deletions.ts";
import { ensureNamespace, listNamespaceRecords, readNamespace, removeNamespace, writeNamespace } from "./namespace-record.ts";

const { NamespaceCreate, NamespaceUpdate, NamespaceDelete } = containerd.events;

type Labels = Record<string, string>;

export interface Namespace {
  name: string;
  labels: Labels;
}

/**
 * The namespaces of a host. One exists when it was made here, or when any service holds something in it; the latter
 * are recorded when they are found, so that they last as long as containerd's do.
 */
export interface NamespaceStore {
  /** A namespace that doesn't exist has no labels; asking for it is no error. */
  labels(name: string): Labels;
  /** In bytewise order of names. */
  list(): Promise<Namespace[]>;
  /** @throws AlreadyExists, InvalidArgument */
  create(name: string, labels: Labels | null | undefined): Promise<void>;
  /** Sets what `labels.KEY` paths name, or replaces all labels; makes the namespace if need be. @throws InvalidArgument */
  update(name: string, labels: Labels | null | undefined, paths: readonly string[]): Promise<void>;
  /** @throws FailedPrecondition naming what is left in it, NotFound, Unavailable when a service can't be asked */
  delete(name: string): Promise<void>;
}

export interface NamespaceStoreDeps {
  store: MetadataStore;
  owners: readonly ResourceOwner[];
  deletions: NamespaceDeletions;
  log: Logger;
}

export function createNamespaceStore(deps: NamespaceStoreDeps): NamespaceStore {
  const { store, owners, log, deletions } = deps;
  // While services are asked, a namespace that one of them has seen may be deleted.
  const asking = new Set<Set<string>>();
  return {
    labels: (name) => readNamespace(store, name) ?? {},
    async list() {
      const deleted = new Set(deletions.pending());
      asking.add(deleted);
      try {
        const found = await findNamespaces(owners, log);
        await recordFound(store, () => found.filter((name) => !deleted.has(name)));
      } finally {
        asking.delete(deleted);
      }
      return listNamespaceRecords(store).map(({ name, labels }) => ({ name: name ?? "", labels: labels ?? {} }));
    },
    create: (name, labels) =>
      store.transact((tx) => {
        validateIdentifier(name);
        validateLabels(labels, "namespace.Labels");
        if (readNamespace(tx, name) !== undefined) throw alreadyExists(`namespace ${JSON.stringify(name)}`);
        writeNamespace(tx, name, compactLabels(labels));
        emit(tx, "create", packAny("containerd.events.NamespaceCreate", NamespaceCreate, { name, labels }), name);
      }),
    update: (name, labels, paths) =>
      store.transact((tx) => {
        validateIdentifier(name);
        const updated = applyUpdate(readNamespace(tx, name) ?? {}, labels ?? {}, paths);
        checkUpdatedLabels(updated);
        writeNamespace(tx, name, compactLabels(updated));
        emit(tx, "update", packAny("containerd.events.NamespaceUpdate", NamespaceUpdate, { name, labels }), name);
      }),
    async delete(name) {
      await deleteNamespace(deps, name, () => asking.forEach((deleted) => deleted.add(name)));
      await deletions.finish(name);
    },
  };
}

function emit(tx: Transaction, what: string, event: ReturnType<typeof packAny>, namespace: string): void {
  tx.emit({ namespace, topic: `/namespaces/${what}`, event });
}

function applyUpdate(stored: Labels, update: Labels, paths: readonly string[]): Labels {
  if (paths.length === 0) return update;
  let labels = stored;
  for (const path of paths) {
    // All labels at once is what no mask means; containerd has no path for it.
    const masked = path === "labels" ? undefined : applyMapMask("labels", path, { stored: labels, wanted: update });
    if (masked === undefined) throw invalidArgument(`cannot update ${JSON.stringify(path)} field`, { verbatim: true });
    labels = masked;
  }
  return labels;
}

// containerd answers Unknown here, and InvalidArgument in Create.
function checkUpdatedLabels(labels: Labels): void {
  try {
    validateLabels(labels, "namespace.Labels");
  } catch (error) {
    throw unknownError(messageOf(error), { cause: error });
  }
}

// A list has to answer while another service restarts: what that one holds was mostly recorded before.
async function findNamespaces(owners: readonly ResourceOwner[], log: Logger): Promise<string[]> {
  const found = await Promise.all(
    owners.map((owner) =>
      owner.namespaces().catch((error: unknown) => {
        log.warn("a service could not be asked for its namespaces", { owner: owner.name, error: messageOf(error) });
        return [];
      }),
    ),
  );
  return [...new Set(found.flat())];
}

async function recordFound(store: MetadataStore, found: () => readonly string[]): Promise<void> {
  if (found().every((name) => readNamespace(store, name) !== undefined)) return;
  await store.transact((tx) => found().forEach((name) => ensureNamespace(tx, name)));
}

async function deleteNamespace({ store, owners, deletions }: NamespaceStoreDeps, name: string, onDeleted: () => void): Promise<void> {
  const { held, revisions } = await askWhatIsLeft(owners, name);
  const known = readNamespace(store, name) !== undefined || (!deletions.pending().includes(name) && (await Promise.all(owners.map((owner) => owner.namespaces()))).flat().includes(name));
  await store.transact((tx) => {
    const left = tx.list(imageBucket(name), { limit: 1 }).length > 0 ? ["images", ...held] : held;
    if (left.length > 0) throw failedPrecondition(`namespace ${JSON.stringify(name)} must be empty, but it still has ${left.join(", ")}`);
    if (!known && readNamespace(tx, name) === undefined) throw notFound(`namespace ${JSON.stringify(name)}`);
    for (const { key } of tx.list(leaseBucket(name))) removeLease(tx, name, key);
    removeNamespace(tx, name);
    deletions.decide(tx, name, revisions);
    emit(tx, "delete", packAny("containerd.events.NamespaceDelete", NamespaceDelete, { name }), name);
    onDeleted();
  });
}

const KIND_ORDER = ["blobs", "containers"];

/** What the other services still hold: blobs, containers, snapshots by snapshotter; and where their records stand. */
async function askWhatIsLeft(owners: readonly ResourceOwner[], name: string): Promise<{ held: string[]; revisions: Revisions }> {
  const checked = await Promise.all(owners.map(async (owner) => ({ owner: owner.name, ...(await owner.checkEmpty(name)) })));
  const rank = (kind: string): number => (KIND_ORDER.includes(kind) ? KIND_ORDER.indexOf(kind) : KIND_ORDER.length);
  const held = checked.flatMap(({ kinds }) => kinds).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return { held, revisions: Object.fromEntries(checked.map(({ owner, revision }) => [owner, revision])) };
}
