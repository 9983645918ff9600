import { ZERO_TIME, containerd, packAny, type Any, type TaskV2Service } from "@stevedore/api";
import { invalidArgument, notFound } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import { untilAborted } from "./abort.ts";
import { cgroupOfName, cgroupOfProcess, pidsOfCgroup } from "./cgroup.ts";
import { checkpoint, decodeCheckpointOptions } from "./checkpoint.ts";
import { inTurn, livePids, statusOfInit, startSettled, waitForExit, whileStarting, type Container, type ContainerProcess } from "./container.ts";
import { closeStdin, killExec, killInit, pause, resize, resume, startInit, update } from "./control.ts";
import type { CreateDeps } from "./create.ts";
import { addExec, removeExec, startExec } from "./exec.ts";
import type { ExitRecord } from "./monitor-link.ts";
import { listDescendants } from "./no-cgroups.ts";
import { decodeOptions } from "./options.ts";
import { removeTask } from "./remove.ts";
import { readStatsV1 } from "./stats-v1.ts";
import { readStatsV2 } from "./stats-v2.ts";
import type { Tasks } from "./tasks.ts";
import { announcePendingExit } from "./watch.ts";

type TaskHandlers = Handlers<typeof TaskV2Service>;

const Status = containerd.v1.types.Status;
const STATUSES = { created: Status.CREATED, running: Status.RUNNING, paused: Status.PAUSED, stopped: Status.STOPPED } as const;

/** The shim protocol. Versions 2 and 3 have the same messages, so one table of handlers answers both. */
export function createTaskHandlers(deps: CreateDeps, tasks: Tasks): TaskHandlers {
  return { ...createLifeHandlers(deps, tasks), ...createControlHandlers(deps, tasks), ...createQuestionHandlers(deps, tasks) };
}

function createLifeHandlers(deps: CreateDeps, tasks: Tasks): TaskHandlers {
  return {
    async create(request, context) {
      const { id, bundle, rootfs, checkpoint, stdin, stdout, stderr, terminal } = request;
      if (id === "") throw invalidArgument("task id must not be empty");
      const container = await tasks.create(
        {
          namespace: context.namespace,
          id,
          bundle,
          checkpoint,
          stdio: { stdin, stdout, stderr, terminal },
          rootfs: rootfs.map(({ type, source, target, options }) => ({ type: type ?? "", source: source ?? "", target: target ?? "", options: options ?? [] })),
          options: decodeOptions(request.options),
        },
        context.signal,
      );
      return { pid: container.init.pid };
    },
    async start({ id, execId }, context) {
      const { container, process } = tasks.getProcess(context.namespace, id, execId);
      // Exec processes may start side by side; the init's start must not overlap with its deletion.
      if (execId === "") await inTurn(container, () => whileStarting(process, () => startInit(deps, container)));
      else await whileStarting(process, () => startExec(deps, container, process), () => announcePendingExit(deps, container));
      return { pid: process.pid };
    },
    async delete({ id, execId }, context) {
      // Who deletes what is still being created has given that up, and takes the bundle away when this returns.
      await tasks.creationSettled(context.namespace, id);
      const { container, process } = tasks.getProcess(context.namespace, id, execId);
      if (execId !== "") await startSettled(process);
      if (execId !== "") await removeExec(container, process);
      else await inTurn(container, () => removeInit(deps, tasks, container));
      return { pid: process.pid, ...exitFields(endOf(process)) };
    },
    async exec({ id, execId, terminal, stdin, stdout, stderr, spec }, context) {
      const container = tasks.get(context.namespace, id);
      if (execId === "") throw invalidArgument("exec id cannot be empty");
      const stdio = { stdin, stdout, stderr, terminal };
      deps.expectProcess();
      await inTurn(container, async () => addExec(deps, container, { execId, stdio, spec: spec?.value ?? new Uint8Array() }));
      return {};
    },
    async shutdown() {
      // The shim serves every container of the host: it ends with the host.
      return {};
    },
  };
}

async function removeInit(deps: CreateDeps, tasks: Tasks, container: Container): Promise<void> {
  if (tasks.find(container.namespace, container.id) !== container) throw notFound("container not created");
  await removeTask(deps, container);
  tasks.remove(container);
}

function createControlHandlers(deps: CreateDeps, tasks: Tasks): TaskHandlers {
  return {
    async pause({ id }, context) {
      const container = tasks.get(context.namespace, id);
      await inTurn(container, () => pause(deps, container));
      return {};
    },
    async resume({ id }, context) {
      const container = tasks.get(context.namespace, id);
      await inTurn(container, () => resume(deps, container));
      return {};
    },
    async kill({ id, execId, signal, all }, context) {
      const { container, process } = tasks.getProcess(context.namespace, id, execId);
      await startSettled(process);
      if (execId === "") await killInit(deps, container, signal, all);
      else await killExec(process, signal);
      return {};
    },
    async resizePty({ id, execId, width, height }, context) {
      await resize(tasks.getProcess(context.namespace, id, execId).process, width, height);
      return {};
    },
    async closeIO({ id, execId, stdin }, context) {
      const { process } = tasks.getProcess(context.namespace, id, execId);
      if (stdin) await closeStdin(process);
      return {};
    },
    async checkpoint({ id, path, options }, context) {
      const container = tasks.get(context.namespace, id);
      await inTurn(container, () => checkpoint(deps, container, path, decodeCheckpointOptions(options)));
      return {};
    },
    async update({ id, resources }, context) {
      const container = tasks.get(context.namespace, id);
      if (!resources?.value?.length) throw invalidArgument("resources are required");
      const { value } = resources;
      await inTurn(container, () => update(deps, container, value));
      return {};
    },
  };
}

function createQuestionHandlers({ cgroups, expectProcess }: CreateDeps, tasks: Tasks): TaskHandlers {
  return {
    state({ id, execId }, context) {
      const { container, process } = tasks.getProcess(context.namespace, id, execId);
      return describe(container, process);
    },
    async wait({ id, execId }, context) {
      const { process } = tasks.getProcess(context.namespace, id, execId);
      return exitFields(await untilAborted(waitForExit(process), context));
    },
    pids({ id }, context) {
      const container = tasks.get(context.namespace, id);
      return { processes: listProcesses(container, cgroupPids(container)) };
    },
    stats({ id }, context) {
      const { init, runtime, cgroupsPath } = tasks.get(context.namespace, id);
      if (runtime.noCgroups === true) throw notFound("cgroup does not exist");
      const cgroup = init.status === "stopped" ? cgroupOfName(cgroupsPath, cgroups) : cgroupOfProcess(init.pid, cgroups);
      if (cgroup === undefined) throw notFound("cgroup does not exist");
      return { stats: cgroup.version === 1 ? readStatsV1(cgroup) : readStatsV2(cgroup.memory!) };
    },
    connect({ id }, context) {
      const container = tasks.find(context.namespace, id);
      // Whoever connects for an id that is not there yet is about to create it.
      if (container === undefined) expectProcess();
      return { shimPid: process.pid, taskPid: container?.init.pid ?? 0, version: "3" };
    },
  };

  function cgroupPids(container: Container): number[] {
    const { init } = container;
    if (init.status !== "stopped" && container.runtime.noCgroups) return listDescendants(livePids(container));
    const cgroup = init.status === "stopped" ? undefined : cgroupOfProcess(init.pid, cgroups);
    return cgroup === undefined ? [] : pidsOfCgroup(cgroup);
  }
}

function describe(container: Container, process: ContainerProcess): containerd.task.v2.StateResponse.$Properties {
  const status = process.status === "running" && container.paused ? "paused" : process.status;
  return {
    id: container.id,
    execId: process.execId,
    bundle: container.bundle,
    pid: process.pid,
    status: STATUSES[process.execId === "" ? statusOfInit(container) : status],
    ...process.stdio,
    ...exitFields(endOf(process)),
  };
}

// One that could not be started has an end for those who wait for it alone.
function endOf({ status, exit }: ContainerProcess): ExitRecord | undefined {
  return status === "stopped" ? exit : undefined;
}

function exitFields(exit: ExitRecord | undefined): { exitStatus: number; exitedAt: { seconds: number; nanos: number } } {
  return exit === undefined
    ? { exitStatus: 0, exitedAt: ZERO_TIME }
    : { exitStatus: exit.code, exitedAt: { seconds: exit.seconds, nanos: exit.nanos } };
}

function listProcesses({ execs }: Container, pids: readonly number[]): { pid: number; info?: Any }[] {
  const execIds = new Map([...execs.values()].filter(({ pid }) => pid > 0).map(({ pid, execId }) => [pid, execId]));
  return pids.map((pid) => {
    const execId = execIds.get(pid);
    if (execId === undefined) return { pid };
    return { pid, info: packAny("containerd.runc.v1.ProcessDetails", containerd.runc.v1.ProcessDetails, { execId }) };
  });
}
