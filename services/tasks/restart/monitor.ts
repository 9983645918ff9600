import { containerd } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import { createLimiter } from "@stevedore/locks";
import type { Logger } from "@stevedore/log";
import type { CallOptions } from "@stevedore/rpc";
import type { ContainerKey, RestartCandidates } from "./candidates.ts";
import { killTask, startAgain, type RestartClients } from "./changes.ts";
import { RESTART_LABELS, wantsRestart } from "./policy.ts";

export interface RestartMonitorDeps {
  candidates: RestartCandidates;
  clients: RestartClients;
  /** Between two looks. */
  intervalMs: number;
  log: Logger;
  signal: AbortSignal;
}

export interface RestartMonitor {
  /** Stops looking; resolves when what was begun has ended. */
  close(): Promise<void>;
}

type Container = containerd.services.containers.v1.IContainer;
type Process = containerd.v1.types.IProcess;

const DEFAULT_INTERVAL_MS = 10_000;
// After a reboot every container of the host is started again: not all in the same moment.
const AT_ONCE = 8;
const { Status } = containerd.v1.types;

/**
 * containerd's restart monitor: looks at labelled containers at the start and then at every interval, and brings about
 * what their labels say. It does not answer an exit at once: a client that removes a container deletes the task after its
 * exit, and must not meet the next one; and the interval is what keeps a container that fails at once from spinning.
 */
export function startRestartMonitor(deps: RestartMonitorDeps): RestartMonitor {
  const stopping = new AbortController();
  const signal = AbortSignal.any([deps.signal, stopping.signal]);
  const busy = new Map<string, Promise<void>>();
  const look = (): void => {
    for (const key of deps.candidates.list()) {
      const name = `${key.namespace}/${key.id}`;
      if (busy.has(name)) continue;
      busy.set(name, starts.run(() => reconcile(deps, key, signal)).finally(() => busy.delete(name)));
    }
  };
  const starts = createLimiter(AT_ONCE);
  const timer = setInterval(look, deps.intervalMs || DEFAULT_INTERVAL_MS).unref();
  look();
  return {
    async close() {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(busy.values());
    },
  };
}

async function reconcile({ clients, log }: RestartMonitorDeps, { namespace, id }: ContainerKey, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const call: CallOptions = { namespace, signal };
  try {
    const { container } = await clients.containers.get({ id }, call);
    const process = await stateOf(clients, id, call);
    const change = container == null ? undefined : changeFor(container, process);
    if (change === undefined) return;
    if (container!.labels?.[RESTART_LABELS.logPath]) log.warn(`label ${RESTART_LABELS.logPath} has no effect since containerd 2.0; ${RESTART_LABELS.logUri} has`, { namespace, id });
    log.info(change === startAgain ? "restarting a container" : "stopping a container", { namespace, id, exitStatus: process?.exitStatus });
    await change(clients, container!, call);
  } catch (error) {
    if (!signal.aborted) log.error("restart monitor", { namespace, id, error: messageOf(error) });
  }
}

/** Undefined when there is no task. @throws when that can't be told just now: the next look will */
async function stateOf({ tasks }: RestartClients, containerId: string, call: CallOptions): Promise<Process | undefined> {
  try {
    return (await tasks.get({ containerId }, call)).process ?? undefined;
  } catch (error) {
    if (isError(error, "notFound")) return undefined;
    throw error;
  }
}

/** What makes the container what its labels say. @throws InvalidArgument for labels that can't be read */
function changeFor(container: Container, process: Process | undefined): typeof startAgain | undefined {
  const labels = container.labels ?? {};
  const status = process?.status;
  switch (labels[RESTART_LABELS.status]) {
    case "running":
      if (status === Status.RUNNING || status === Status.PAUSED || status === Status.PAUSING) return undefined;
      return wantsRestart(labels, process?.exitStatus ?? 0) ? startAgain : undefined;
    case "stopped":
      return process === undefined || status === Status.STOPPED ? undefined : killTask;
    default:
      return undefined;
  }
}
