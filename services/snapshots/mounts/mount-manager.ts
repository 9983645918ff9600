import { readFileSync } from "node:fs";
import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, messageOf, notFound, unimplemented, unknownError } from "@stevedore/errors";
import { planMounts, type Mount, type MountPlan, type Transform } from "@stevedore/linux";
import { createKeyedLock, createPins } from "@stevedore/locks";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import { compactLabels } from "@stevedore/names";
import { ACTIVATION_BUCKETS, activationBucket, decodeActivation, encodeActivation, remainingMounts, toActivation, type Activation, type ActivationRecord, type ActiveMount } from "./activation.ts";
import { HANDLERS } from "./handlers.ts";
import { makeDirectories } from "./make-directories.ts";
import { makeFileSystem } from "./make-file-system.ts";
import type { MountDirectory } from "./mount-directory.ts";
import { formatMount } from "./mount-format.ts";

export interface MountManagerDeps {
  store: MetadataStore;
  /** Where sweeps are made: past what keeps everybody else from condemned records. */
  sweepStore?: MetadataStore;
  directory: MountDirectory;
  log: Logger;
}

export interface ActivateOptions {
  labels?: Readonly<Record<string, string>>;
  /** Make all of the mounts; what is left for the caller is a bind of the last. */
  temporary?: boolean;
  /** Types, and prefixes as `format/*`, that the caller takes care of. */
  allowed?: readonly string[];
  lease?: string | undefined;
}

export interface StoredActivation {
  namespace: string;
  name: string;
  record: ActivationRecord;
}

/**
 * Makes mounts that mount(2) can't, and keeps them by name until they are given back (containerd's core/mount/manager). An
 * activation that nothing refers to is collected. What was acknowledged survives the death of this process, mounts and
 * record; what was cut off half-way is taken down at the next start.
 */
export interface MountManager {
  /** @throws Unimplemented when there is nothing for the manager to do, AlreadyExists, Unknown for what can't be mounted */
  activate(namespace: string, name: string, mounts: readonly Mount[], options?: ActivateOptions): Promise<Activation>;
  /** Forgets the name, then unmounts. @throws NotFound; Unknown for a mount that is in use: garbage collection tries again */
  deactivate(namespace: string, name: string): Promise<void>;
  /** @throws NotFound */
  info(namespace: string, name: string): Activation;
  /** In bytewise order of the names. */
  list(namespace: string): Activation[];
  /** Runs `use` with what is left to mount of these mounts; what the manager makes for it is taken down afterwards. */
  during<T>(namespace: string, mounts: readonly Mount[], use: (system: readonly Mount[]) => Promise<T>): Promise<T>;
  /** Every activation of all namespaces. */
  all(): StoredActivation[];
  /** Somebody is making or using it at this moment. */
  isBusy(namespace: string, name: string): boolean;
  /** Forgets and unmounts those that nobody is busy with; returns their names. */
  sweep(namespace: string, names: readonly string[]): Promise<string[]>;
  /** Takes down whatever has no record. */
  cleanup(): Promise<void>;
  /** Takes down what an earlier life of this process left half made, and forgets what a reboot has ended. */
  recover(): Promise<void>;
}

export interface MountManagerOptions {
  /** Directories in which files and directories may be made for mounts. */
  roots: readonly string[];
}

export function createMountManager({ store, sweepStore = store, directory, log }: MountManagerDeps, { roots }: MountManagerOptions): MountManager {
  const lock = createKeyedLock();
  const used = createPins();
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  let temporaries = 0;
  const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;
  const isBusy = (namespace: string, name: string): boolean => used.isPinned(keyOf(namespace, name)) || lock.isHeld(keyOf(namespace, name));
  const find = (namespace: string, name: string): ActivationRecord | undefined => {
    const stored = store.get(activationBucket(namespace), name);
    return stored === undefined ? undefined : decodeActivation(stored.value);
  };
  const forget = (namespace: string, name: string): Promise<boolean> => store.transact((tx) => tx.delete(activationBucket(namespace), name));
  const clearOrLog = (id: number): Promise<void> => directory.clear(id).catch((error: unknown) => log.warn("a mount is left; garbage collection tries again", { id, error: messageOf(error) }));
  const all = (): StoredActivation[] =>
    store.buckets(ACTIVATION_BUCKETS).flatMap((bucket) => store.list(bucket).map(({ key, value }) => ({ namespace: bucket.slice(ACTIVATION_BUCKETS.length), name: key, record: decodeActivation(value) })));

  const begin = (namespace: string, name: string, { labels, lease }: ActivateOptions): Promise<ActivationRecord> =>
    store.transact((tx) => {
      // What the bolt store behind containerd says to an empty key.
      if (name === "") throw unknownError("bucket name required");
      if (tx.get(activationBucket(namespace), name) !== undefined) throw alreadyExists(`mount ${JSON.stringify(name)}`);
      const record: ActivationRecord = { id: tx.nextSequence("mounts"), boot, labels: compactLabels(labels), createdAt: nowTimestamp(), ...(lease === undefined ? {} : { lease }) };
      tx.put(activationBucket(namespace), name, encodeActivation(record));
      return record;
    });
  const make = async (namespace: string, name: string, { id, ...record }: ActivationRecord, steps: Steps): Promise<Activation> => {
    directory.create(id);
    const done = await makeMounts(steps, { roots, placeOf: (index) => directory.place(id, index) });
    const finished: ActivationRecord = { id, ...record, done };
    await store.transact((tx) => {
      if (tx.get(activationBucket(namespace), name) === undefined) throw unknownError(`missing mount ${JSON.stringify(name)} bucket`);
      tx.put(activationBucket(namespace), name, encodeActivation(finished));
    });
    return toActivation(name, finished);
  };
  const activate: MountManager["activate"] = async (namespace, name, mounts, options = {}) => {
    const { temporary = false, allowed = [] } = options;
    const plan = planMounts(mounts, { allowed, temporary });
    if (plan === undefined) throw unimplemented("mounts that need no mount manager");
    return lock.run(keyOf(namespace, name), async () => {
      const record = await begin(namespace, name, options);
      try {
        return await make(namespace, name, record, { plan, mounts, temporary });
      } catch (error) {
        await clearOrLog(record.id);
        await forget(namespace, name);
        throw error;
      }
    });
  };
  const takeDown = async (namespace: string, name: string): Promise<void> => {
    const record = find(namespace, name);
    if (record === undefined || !(await forget(namespace, name))) throw notFound(`missing mount ${JSON.stringify(name)} bucket`);
    await directory.clear(record.id);
  };
  const deactivate: MountManager["deactivate"] = (namespace, name) => lock.run(keyOf(namespace, name), () => takeDown(namespace, name));

  const manager: MountManager = {
    activate,
    deactivate,
    info(namespace, name) {
      const record = find(namespace, name);
      if (record === undefined) throw notFound(`mount ${JSON.stringify(name)}`);
      return toActivation(name, record);
    },
    list: (namespace) => all().filter((stored) => stored.namespace === namespace).map(({ name, record }) => toActivation(name, record)),
    async during(namespace, mounts, use) {
      if (planMounts(mounts) === undefined) return use(mounts);
      const name = `temporary-${process.pid}-${++temporaries}-${nowTimestamp().nanos}`;
      const release = used.pin(keyOf(namespace, name));
      try {
        const activation = await activate(namespace, name, mounts);
        return await use(remainingMounts(activation)).finally(() => deactivate(namespace, name).catch((error: unknown) => log.warn("a temporary activation is left", { name, error: messageOf(error) })));
      } finally {
        release();
      }
    },
    all,
    isBusy,
    async sweep(namespace, names) {
      const swept: string[] = [];
      for (const name of names) {
        if (isBusy(namespace, name)) continue;
        const record = find(namespace, name);
        if (record === undefined) continue;
        await sweepStore.transact((tx) => tx.delete(activationBucket(namespace), name));
        swept.push(name);
        await clearOrLog(record.id);
      }
      return swept;
    },
    async cleanup() {
      const known = new Set(all().map(({ record }) => record.id));
      for (const id of directory.list()) if (!known.has(id)) await clearOrLog(id);
    },
    async recover() {
      for (const { namespace, name, record } of all()) {
        const isStale = record.boot !== boot;
        if (!isStale && record.done !== undefined && directory.isWhole(record.id, record.done.active.length)) continue;
        log.info("an activation is over", { namespace, name, why: isStale ? "reboot" : record.done === undefined ? "cut off" : "unmounted" });
        await directory.clear(record.id, { stale: isStale }).catch((error: unknown) => log.warn("a mount is left", { name, error: messageOf(error) }));
        await forget(namespace, name);
      }
      await manager.cleanup();
    },
  };
  return manager;
}

interface Steps {
  plan: MountPlan;
  mounts: readonly Mount[];
  temporary: boolean;
}

interface MakeOptions {
  roots: readonly string[];
  placeOf(index: number): string;
}

async function makeMounts({ plan, mounts, temporary }: Steps, { roots, placeOf }: MakeOptions): Promise<{ active: ActiveMount[]; system: Mount[] }> {
  const active: ActiveMount[] = [];
  const transformed = async (index: number): Promise<Mount> => {
    let mount = mounts[index]!;
    const { transforms, type } = plan.mounts[index]!;
    for (const transform of transforms) mount = await TRANSFORMERS[transform](mount, { roots, active });
    return transforms.length === 0 ? mount : { ...mount, type };
  };
  for (let index = 0; index < plan.firstSystem; index++) {
    const spec = await transformed(index);
    const { handler } = plan.mounts[index]!;
    const mountPoint = placeOf(index);
    try {
      const made = await HANDLERS[handler ?? "system"].mount(spec, mountPoint);
      active.push({ mount: made, mountedAt: nowTimestamp(), mountPoint, ...(handler === undefined ? {} : { handler }) });
    } catch (error) {
      throw unknownError(`${handler === undefined ? "mount" : "mount handler"} failed: ${messageOf(error)}`, { cause: error });
    }
  }
  const system = mounts.slice(plan.firstSystem);
  if (system.length > 0) system[0] = await transformed(plan.firstSystem);
  const last = active.at(-1);
  if (temporary && last !== undefined) system.push({ type: "bind", source: last.mountPoint, options: ["rbind"] });
  return { active, system };
}

type Transformer = (mount: Mount, context: { roots: readonly string[]; active: readonly ActiveMount[] }) => Mount | Promise<Mount>;

const TRANSFORMERS: Record<Transform, Transformer> = {
  format: (mount, { active }) => formatMount(mount, active),
  mkdir: (mount, { roots }) => makeDirectories(mount, roots),
  mkfs: (mount, { roots }) => makeFileSystem(mount, roots),
};
