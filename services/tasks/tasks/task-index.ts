import { setTimeout as delay } from "node:timers/promises";
import { alreadyExists, notFound } from "@stevedore/errors";
import type { Task, TaskKey } from "./task.ts";

/** The tasks of this host. A task that is being created is reserved, and not found by anybody: questions about it need not wait. */
export interface TaskIndex {
  /** @throws NotFound */
  get(namespace: string, id: string): Task;
  find(key: TaskKey): Task | undefined;
  list(namespace?: string): Task[];
  /** True while there is a task of this id, or one is being created. */
  has(key: TaskKey): boolean;
  /** Keeps an id for a task that is being created; `worthWaiting` is for `whenCreated`. @throws AlreadyExists */
  reserve(key: TaskKey, worthWaiting?: boolean): void;
  release(key: TaskKey): void;
  /** Resolves when a reserved task that is worth waiting for is there or given up, at the latest after a second; else at once. */
  whenCreated(namespace: string, id: string): Promise<void>;
  add(task: Task): void;
  /** False when it is not there any more, or another by its name is. */
  remove(task: Task): boolean;
}

const PATIENCE_MS = 1000;

export interface TaskIndexDeps {
  /** Tasks and sandboxes share their ids, as in containerd: both are found by the shim that serves them. */
  isSandbox(key: TaskKey): boolean;
}

export function createTaskIndex({ isSandbox }: TaskIndexDeps): TaskIndex {
  const tasks = new Map<string, Task>();
  const reserved = new Map<string, PromiseWithResolvers<void> | undefined>();
  const keyOf = ({ namespace, id }: TaskKey): string => `${namespace}/${id}`;
  const has = (key: TaskKey): boolean => tasks.has(keyOf(key)) || reserved.has(keyOf(key));
  return {
    has,
    find: (key) => tasks.get(keyOf(key)),
    get(namespace, id) {
      const task = tasks.get(keyOf({ namespace, id }));
      if (task === undefined) throw notFound(`task ${id} not found`, { verbatim: true });
      return task;
    },
    list: (namespace) => [...tasks.values()].filter((task) => namespace === undefined || task.namespace === namespace),
    reserve(key, worthWaiting = false) {
      if (has(key) || isSandbox(key)) throw alreadyExists(`task ${key.id}`);
      reserved.set(keyOf(key), worthWaiting ? Promise.withResolvers() : undefined);
    },
    release(key) {
      reserved.get(keyOf(key))?.resolve();
      reserved.delete(keyOf(key));
    },
    async whenCreated(namespace, id) {
      const creation = reserved.get(keyOf({ namespace, id }));
      if (creation === undefined) return;
      const timeout = new AbortController();
      await Promise.race([creation.promise, delay(PATIENCE_MS, undefined, { signal: timeout.signal }).catch(() => {})]);
      timeout.abort();
    },
    add: (task) => void tasks.set(keyOf(task), task),
    remove: (task) => tasks.get(keyOf(task)) === task && tasks.delete(keyOf(task)),
  };
}
