import type { ContainersService, SnapshotsService, TasksService, containerd } from "@stevedore/api";
import { isError, unknownError } from "@stevedore/errors";
import type { CallOptions, Client } from "@stevedore/rpc";
import { nextCount, RESTART_LABELS } from "./policy.ts";

/** The public API, as any client has it: a restart does what a client would, with its checks and events. */
export interface RestartClients {
  containers: Client<typeof ContainersService>;
  tasks: Client<typeof TasksService>;
  snapshots: Client<typeof SnapshotsService>;
}

type Container = containerd.services.containers.v1.IContainer;
type Mount = containerd.types.IMount;

const SIGKILL = 9;

/** The parts of an OCI spec that a start needs to know. */
interface Spec {
  process?: { terminal?: boolean };
  linux?: { mountLabel?: string };
}

/** Counts the restart, takes away what is left of the old task, creates a new one and starts it. */
export async function startAgain(clients: RestartClients, container: Container, call: CallOptions): Promise<void> {
  const { containers, tasks } = clients;
  const { id, labels } = container;
  const spec = JSON.parse(Buffer.from(container.spec?.value ?? []).toString()) as Spec;
  const output = outputUri(labels?.[RESTART_LABELS.logUri] ?? "");
  // Before the old task goes, which else would be gone for nothing.
  const rootfs = await rootfsOf(clients, container, spec, call);
  const count = String(nextCount(labels ?? {}));
  await containers.update({ container: { id, labels: { [RESTART_LABELS.count]: count } }, updateMask: { paths: [`labels.${RESTART_LABELS.count}`] } }, call);
  await killTask(clients, container, call);
  const terminal = output !== "" && spec.process?.terminal === true;
  await tasks.create({ containerId: id, rootfs, stdout: output, stderr: terminal ? "" : output, terminal }, call);
  await tasks.start({ containerId: id }, call);
}

/** Ends a container's processes and deletes its task; one that is not there is done with. */
export async function killTask({ tasks }: RestartClients, { id: containerId }: Container, call: CallOptions): Promise<void> {
  const waiting = tasks.wait({ containerId }, call);
  // Settled before it is awaited where the kill fails.
  waiting.catch(() => undefined);
  try {
    await tasks.kill({ containerId, signal: SIGKILL, all: true }, call);
    await waiting;
  } catch (error) {
    // Ended already, or its shim can't say: then the deletion does.
    if (!isError(error, "notFound") && !isError(error, "unknown")) throw error;
  }
  await tasks.delete({ containerId }, call).catch((error: unknown) => {
    if (!isError(error, "notFound")) throw error;
  });
}

function outputUri(label: string): string {
  if (label !== "" && !label.startsWith("/") && !URL.canParse(label)) throw unknownError(`label ${RESTART_LABELS.logUri}: ${JSON.stringify(label)} is not a URI like file:///var/log/x.log or binary:///bin/logger`);
  return label;
}

async function rootfsOf({ snapshots }: RestartClients, { snapshotter, snapshotKey: key }: Container, spec: Spec, call: CallOptions): Promise<Mount[]> {
  if (!key) return [];
  const { mounts } = await snapshots.mounts({ snapshotter, key }, call);
  const label = spec.linux?.mountLabel ?? "";
  return label === "" ? mounts : mounts.map((mount) => ({ ...mount, options: [...(mount.options ?? []), `context=${JSON.stringify(label)}`] }));
}
