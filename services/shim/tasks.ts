import { existsSync } from "node:fs";
import { alreadyExists, notFound } from "@stevedore/errors";
import type { Container, ContainerProcess } from "./container.ts";
import { createTask, type CreateDeps, type CreateRequest } from "./create.ts";

/** The live containers of the host, by namespace and id. */
export interface Tasks {
  /** @throws AlreadyExists while a container of this id is there, or being created */
  create(request: CreateRequest, signal: AbortSignal): Promise<Container>;
  /** @throws NotFound, for one that is still being created too */
  get(namespace: string, id: string): Container;
  /** Resolves when no creation of the id is at work, however it has ended. */
  creationSettled(namespace: string, id: string): Promise<void>;
  /** The init for an empty exec id. @throws NotFound */
  getProcess(namespace: string, id: string, execId: string): { container: Container; process: ContainerProcess };
  find(namespace: string, id: string): Container | undefined;
  add(container: Container): void;
  remove(container: Container): void;
  list(): Container[];
  /** Forgets containers that have ended and whose bundle somebody else has removed. */
  prune(): void;
  /** Containers, and creations that are going on. */
  readonly size: number;
}

export function createTasks(deps: CreateDeps): Tasks {
  const containers = new Map<string, Container>();
  const creating = new Map<string, Promise<Container>>();
  const keyOf = (namespace: string, id: string): string => `${namespace}/${id}`;
  const get: Tasks["get"] = (namespace, id) => {
    const container = containers.get(keyOf(namespace, id));
    if (container === undefined) throw notFound("container not created");
    return container;
  };
  const prune: Tasks["prune"] = () => {
    for (const [key, { init }] of containers) if (init.status === "stopped" && !existsSync(init.dir)) containers.delete(key);
  };
  return {
    get,
    prune,
    list: () => [...containers.values()],
    find: (namespace, id) => containers.get(keyOf(namespace, id)),
    add: (container) => void containers.set(keyOf(container.namespace, container.id), container),
    remove: (container) => void containers.delete(keyOf(container.namespace, container.id)),
    async creationSettled(namespace, id) {
      const creation = creating.get(keyOf(namespace, id));
      await creation?.catch(() => undefined);
    },
    getProcess(namespace, id, execId) {
      const container = get(namespace, id);
      const process = execId === "" ? container.init : container.execs.get(execId);
      if (process === undefined) throw notFound(`process does not exist ${execId}`);
      return { container, process };
    },
    async create(request, signal) {
      const key = keyOf(request.namespace, request.id);
      if (containers.has(key)) prune();
      if (containers.has(key) || creating.has(key)) throw alreadyExists(`task ${request.id}`);
      const creation = createTask(deps, request, signal);
      creating.set(key, creation);
      try {
        const container = await creation;
        containers.set(key, container);
        return container;
      } finally {
        creating.delete(key);
      }
    },
    get size() {
      return containers.size + creating.size;
    },
  };
}
