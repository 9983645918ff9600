import { failedPrecondition } from "@stevedore/errors";
import type { MetadataStore, Reader } from "@stevedore/metadata";
import { getBlob } from "./records.ts";

export type ResourceKind = "content" | "ingest";

export interface ResourceName {
  namespace: string;
  kind: ResourceKind;
  key: string;
}

/**
 * What garbage collection must leave alone: whatever was created or touched after its epoch began. Touches are held
 * in memory, so an epoch that began before a restart is refused: the collector starts anew.
 */
export interface Epochs {
  begin(): Promise<number>;
  /** Milliseconds since 1970 at which the newest epoch began. */
  readonly beganAtMs: number | undefined;
  touch(name: ResourceName): void;
  /** Touches a blob and everything that its labels refer to: a mark made before knows neither. */
  touchContent(reader: Reader, namespace: string, digest: string): void;
  isTouched(epoch: number, name: ResourceName): boolean;
  /** @throws FailedPrecondition when touches since the epoch are not known */
  check(epoch: number): void;
}

const REFERENCE = /^containerd\.io\/gc\.ref\.content(?:[./].*)?$/;

export function createEpochs({ store }: { store: MetadataStore }): Epochs {
  // Epoch in which each resource was last touched; only the newest epoch can be swept.
  const touched = new Map<string, number>();
  let current = 0;
  let beganAtMs: number | undefined;

  const keyOf = ({ namespace, kind, key }: ResourceName): string => `${namespace}/${kind}/${key}`;
  const touch = (name: ResourceName): void => {
    if (current > 0) touched.set(keyOf(name), current);
  };
  const touchContent = (reader: Reader, namespace: string, digest: string): void => {
    if (current === 0) return;
    const seen = new Set<string>();
    for (const waiting = [digest]; waiting.length > 0; ) {
      const next = waiting.pop()!;
      if (seen.has(next)) continue;
      seen.add(next);
      touch({ namespace, kind: "content", key: next });
      waiting.push(...referencesOf(getBlob(reader, namespace, next)?.labels ?? {}));
    }
  };
  const check = (epoch: number): void => {
    if (epoch !== current) throw failedPrecondition(`epoch ${epoch} is over`, { hint: `the current one is ${current}; begin a new one` });
  };
  return {
    begin: () =>
      store.transact((tx) => {
        touched.clear();
        beganAtMs = Date.now();
        current = tx.nextSequence("epochs");
        return current;
      }),
    get beganAtMs() {
      return beganAtMs;
    },
    touch,
    touchContent,
    check,
    isTouched: (epoch, name) => touched.get(keyOf(name)) === epoch,
  };
}

function referencesOf(labels: Record<string, string>): string[] {
  return Object.entries(labels).flatMap(([key, value]) => (REFERENCE.test(key) ? [value] : []));
}
