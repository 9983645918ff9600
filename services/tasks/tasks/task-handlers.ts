import type { TasksService } from "@stevedore/api";
import { invalidArgument, messageOf, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Reader } from "@stevedore/metadata";
import { validateIdentifier } from "@stevedore/names";
import type { CallContext, CallOptions, Handlers } from "@stevedore/rpc";
import { getContainer } from "../containers/container-records.ts";
import type { EventRecorder } from "../events/event-recorder.ts";
import { saveCheckpoint, type CheckpointDeps } from "./checkpoint.ts";
import { toCreateTask } from "./create-request.ts";
import { compileMetricsFilters, readMetrics } from "./metrics.ts";
import { readState } from "./process-state.ts";
import type { Task } from "./task.ts";
import type { TaskIndex } from "./task-index.ts";
import type { TaskManager } from "./task-manager.ts";
import { waitForExit } from "./wait.ts";

export interface TasksDeps {
  containers: Reader;
  index: TaskIndex;
  manager: TaskManager;
  recorder: EventRecorder;
  checkpoints: CheckpointDeps;
  timeouts: { taskStateMs: number; shimStatsMs: number };
  log: Logger;
}

type TaskHandlers = Handlers<typeof TasksService>;
/** The task that a call names. @throws NotFound for the container's record first, then for the task */
type Find = (containerId: string, context: CallContext) => Task;

function optionsOf({ namespace, requestId, signal }: CallContext): CallOptions {
  return { namespace, requestId, signal };
}

/** Of a call that makes resources: they go on the client's lease. */
function leasedOptionsOf(context: CallContext): CallOptions & { signal: AbortSignal } {
  const { lease, signal } = context;
  return { ...optionsOf(context), signal, ...(lease === undefined ? {} : { lease }) };
}

/**
 * containerd.services.tasks.v1. No lock is held over any call: the shim orders what changes a task, and questions are
 * answered while it does. Only the state of a task that is being created with an input may be waited for, shortly.
 */
export function createTasksHandlers(deps: TasksDeps): TaskHandlers {
  const find: Find = (containerId, { namespace }) => {
    getContainer(deps.containers, namespace, containerId);
    return deps.index.get(namespace, containerId);
  };
  return { ...createLifeHandlers(deps, find), ...createProcessHandlers(find), ...createQuestionHandlers(deps, find) };
}

function createLifeHandlers({ containers, manager, recorder, checkpoints }: TasksDeps, find: Find): TaskHandlers {
  return {
    async create(request, context) {
      const { namespace } = context;
      const container = getContainer(containers, namespace, request.containerId);
      const { pid } = await manager.create(toCreateTask(namespace, request, container, leasedOptionsOf(context)));
      return { containerId: request.containerId, pid };
    },
    async start({ containerId, execId }, context) {
      const { shim } = find(containerId, context);
      const { pid } = await shim.tasks.start({ id: containerId, execId }, optionsOf(context));
      return { pid };
    },
    async checkpoint({ containerId, options }, context) {
      const task = find(containerId, context);
      const container = getContainer(containers, task.namespace, containerId);
      return { descriptors: await saveCheckpoint(checkpoints, task, container, options, leasedOptionsOf(context)) };
    },
    async delete({ containerId }, context) {
      return manager.delete(find(containerId, context));
    },
    async exec({ containerId, execId, stdin, stdout, stderr, terminal, spec }, context) {
      if (execId === "") throw invalidArgument("exec id cannot be empty", { verbatim: true });
      const { shim } = find(containerId, context);
      validateIdentifier(execId, `invalid exec id ${execId}`);
      await shim.tasks.exec({ id: containerId, execId, stdin, stdout, stderr, terminal, spec: spec ?? null }, optionsOf(context));
      return {};
    },
    async deleteProcess({ containerId, execId }, context) {
      const { namespace, shim } = find(containerId, context);
      // Without an exec id the shim would delete the init, behind our back.
      if (execId === "") throw invalidArgument("exec id cannot be empty", { verbatim: true });
      const { pid, exitStatus, exitedAt } = await shim.tasks.delete({ id: containerId, execId }, optionsOf(context));
      recorder.forget({ namespace, containerId, processId: execId });
      return { id: execId, pid, exitStatus, exitedAt: exitedAt ?? null };
    },
  };
}

function createProcessHandlers(find: Find): TaskHandlers {
  return {
    async kill({ containerId, execId, signal, all }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.kill({ id: containerId, execId, signal, all }, optionsOf(context));
      return {};
    },
    async resizePty({ containerId, execId, width, height }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.resizePty({ id: containerId, execId, width, height }, optionsOf(context));
      return {};
    },
    async closeIO({ containerId, execId, stdin }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.closeIO({ id: containerId, execId, stdin }, optionsOf(context));
      return {};
    },
    async pause({ containerId }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.pause({ id: containerId }, optionsOf(context));
      return {};
    },
    async resume({ containerId }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.resume({ id: containerId }, optionsOf(context));
      return {};
    },
    async update({ containerId, resources, annotations }, context) {
      const { shim } = find(containerId, context);
      await shim.tasks.update({ id: containerId, resources: resources ?? null, annotations }, optionsOf(context));
      return {};
    },
  };
}

function createQuestionHandlers({ index, recorder, timeouts, log }: TasksDeps, find: Find): TaskHandlers {
  const stateDeps = { ...timeouts, log };
  return {
    async get({ containerId, execId }, context) {
      await index.whenCreated(context.namespace, containerId);
      return { process: await readState(stateDeps, find(containerId, context), execId) };
    },
    async list(_request, { namespace }) {
      const states = await Promise.all(index.list(namespace).map((task) => readState(stateDeps, task, "").catch(() => undefined)));
      return { tasks: states.filter((state) => state !== undefined) };
    },
    async listPids({ containerId }, context) {
      const { shim } = find(containerId, context);
      const { processes } = await shim.tasks.pids({ id: containerId }, optionsOf(context));
      return { processes };
    },
    async metrics({ filters }, context) {
      const namespace = requireNamespace(context);
      const matches = compileMetricsFilters(filters);
      return { metrics: await readMetrics(stateDeps, index.list(namespace).filter(matches)) };
    },
    async wait({ containerId, execId }, context) {
      return waitForExit(recorder, find(containerId, context), execId, context.signal);
    },
  };
}

// containerd passes this method's missing namespace on without a class.
function requireNamespace(context: CallContext): string {
  try {
    return context.namespace;
  } catch (error) {
    throw unknownError(messageOf(error), { cause: error });
  }
}
