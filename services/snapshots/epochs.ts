import { failedPrecondition } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";

/** What garbage collection may remove: kind as in `stevedore.v1.Resource`. */
export interface ResourceName {
  kind: string;
  namespace: string;
  key: string;
}

export const snapshotKind = (snapshotter: string): string => `snapshot/${snapshotter}`;
export const MOUNT_KIND = "mount";

/**
 * What garbage collection must leave alone: whatever was made or touched after its epoch began. Touches are held in
 * memory, so an epoch from before a restart is refused: the collector starts anew.
 */
export interface Epochs {
  begin(): Promise<number>;
  touch(name: ResourceName): void;
  isTouched(name: ResourceName): boolean;
  /** @throws FailedPrecondition when touches since the epoch are not known */
  check(epoch: number): void;
}

export function createEpochs({ store }: { store: MetadataStore }): Epochs {
  const touched = new Set<string>();
  let current = 0;
  const keyOf = ({ kind, namespace, key }: ResourceName): string => `${kind} ${namespace}/${key}`;
  return {
    begin: () =>
      store.transact((tx) => {
        touched.clear();
        current = tx.nextSequence("epochs");
        return current;
      }),
    touch: (name) => void (current > 0 && touched.add(keyOf(name))),
    isTouched: (name) => touched.has(keyOf(name)),
    check(epoch) {
      if (epoch !== current) throw failedPrecondition(`epoch ${epoch} is over`, { hint: `the current one is ${current}; begin a new one` });
    },
  };
}

const REFERENCE = /^containerd\.io\/gc\.ref\.snapshot\.([^/]+)(?:\/.*)?$/;

/** The snapshots that labels refer to: they are needed as long as what carries the labels. */
export function referencesOf(namespace: string, labels: Readonly<Record<string, string>>): ResourceName[] {
  return Object.entries(labels).flatMap(([label, key]) => {
    const snapshotter = REFERENCE.exec(label)?.[1];
    return snapshotter === undefined ? [] : [{ kind: snapshotKind(snapshotter), namespace, key }];
  });
}
