import { alreadyExists, notFound } from "@stevedore/errors";
import type { Bundle } from "../shims/bundle.ts";
import type { Shim } from "../shims/shim.ts";

/** A sandbox that a shim serves: created, and not yet shut down. Everything else about it is its shim's to know. */
export interface ShimSandbox {
  readonly namespace: string;
  readonly id: string;
  readonly bundle: Bundle;
  readonly shim: Shim;
}

export type SandboxKey = Pick<ShimSandbox, "namespace" | "id">;

/** The sandboxes of this host's shims. One that is being created is reserved, and not found by anybody. */
export interface SandboxIndex {
  /** @throws NotFound */
  get(key: SandboxKey): ShimSandbox;
  find(key: SandboxKey): ShimSandbox | undefined;
  list(): ShimSandbox[];
  /** True while there is a sandbox of this id, or one is being created. */
  has(key: SandboxKey): boolean;
  /** Keeps an id for a sandbox that is being created. @throws AlreadyExists */
  reserve(key: SandboxKey): void;
  release(key: SandboxKey): void;
  add(sandbox: ShimSandbox): void;
  /** False when it is not there any more, or another by its name is. */
  remove(sandbox: ShimSandbox): boolean;
}

export interface SandboxIndexDeps {
  /** Tasks and sandboxes share their ids, as in containerd: both are found by the shim that serves them. */
  isTask(key: SandboxKey): boolean;
}

export function createSandboxIndex({ isTask }: SandboxIndexDeps): SandboxIndex {
  const sandboxes = new Map<string, ShimSandbox>();
  const reserved = new Set<string>();
  const keyOf = ({ namespace, id }: SandboxKey): string => `${namespace}/${id}`;
  const has = (key: SandboxKey): boolean => sandboxes.has(keyOf(key)) || reserved.has(keyOf(key));
  return {
    has,
    find: (key) => sandboxes.get(keyOf(key)),
    get(key) {
      const sandbox = sandboxes.get(keyOf(key));
      if (sandbox === undefined) throw notFound(`sandbox ${JSON.stringify(key.id)}`);
      return sandbox;
    },
    list: () => [...sandboxes.values()],
    reserve(key) {
      if (has(key) || isTask(key)) throw alreadyExists(`sandbox ${key.id} already running`);
      reserved.add(keyOf(key));
    },
    release: (key) => void reserved.delete(keyOf(key)),
    add: (sandbox) => void sandboxes.set(keyOf(sandbox), sandbox),
    remove: (sandbox) => sandboxes.get(keyOf(sandbox)) === sandbox && sandboxes.delete(keyOf(sandbox)),
  };
}
