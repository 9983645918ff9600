import { containerd, dateOf } from "@stevedore/api";
import type { HostClient } from "../host-client.ts";

/** Something that nothing uses, and why it is thought so. */
export interface Candidate {
  namespace: string;
  kind: "image" | "container" | "lease";
  key: string;
  why: string;
  /** Of an image, what it is of. */
  target?: { mediaType: string; digest: string; size: number };
  /** A container whose task has ended and is still there. */
  hasTask?: boolean;
}

export interface Choice {
  images: boolean;
  containers: boolean;
  leases: boolean;
  /** containerd's filters, for the kind that is pruned. */
  filters: string[];
  /** What changed since then is left alone. */
  before: Date;
  /** Leases without an end that are older than `before` go too. */
  endless: boolean;
}

export interface Candidates {
  found: Candidate[];
  /** How many are too young. */
  spared: number;
}

type Task = containerd.v1.types.IProcess;
type Container = containerd.services.containers.v1.Container;

const STOPPED = containerd.v1.types.Status.STOPPED;

/**
 * What of a namespace nothing uses: containers without a running, created or paused task, images that no container names, leases whose time is over.
 * Containers that the restart monitor is to keep running, those of CRI (the kubelet clears up itself), and pinned images are never among them.
 */
export async function findCandidates(host: HostClient, namespace: string, choice: Choice): Promise<Candidates> {
  const call = { ...host.call, namespace };
  const { containers } = await host.containers.list({}, call);
  const tasks = new Map((await host.tasks.list({}, call)).tasks.map((task) => [task.id ?? "", task]));
  const all = containers as Container[];
  const candidates: Candidates = { found: [], spared: 0 };
  const gone = new Set<string>();
  const take = (candidate: Candidate, changed: Date): boolean => {
    if (changed <= choice.before) candidates.found.push(candidate);
    else candidates.spared++;
    return changed <= choice.before;
  };
  if (choice.containers) {
    const asked = choice.filters.length === 0 || choice.images ? all : ((await host.containers.list({ filters: choice.filters }, call)).containers as Container[]);
    for (const container of asked) {
      const candidate = containerCandidate(namespace, container, tasks.get(container.id));
      if (candidate !== undefined && take(candidate, changeOf(container, tasks.get(container.id)))) gone.add(container.id);
    }
  }
  if (choice.images) {
    const used = new Set(all.filter(({ id }) => !gone.has(id)).map(({ image }) => image));
    const { images } = await host.images.list({ filters: choice.filters }, call);
    for (const image of images as containerd.services.images.v1.Image[]) {
      if (used.has(image.name) || image.labels["io.cri-containerd.pinned"] === "pinned") continue;
      const { mediaType, digest, size } = image.target as { mediaType: string; digest: string; size: number };
      take({ namespace, kind: "image", key: image.name, why: "no container uses it", target: { mediaType, digest, size } }, latest(image.createdAt, image.updatedAt));
    }
  }
  if (choice.leases) await findLeases(host, { call, choice, candidates });
  return candidates;
}

function containerCandidate(namespace: string, { id, labels, sandbox }: Container, task: Task | undefined): Candidate | undefined {
  const isKept = labels["containerd.io/restart.status"] === "running" || Object.keys(labels).some((key) => key.startsWith("io.cri-containerd.")) || sandbox !== "";
  if (isKept || (task !== undefined && task.status !== STOPPED)) return undefined;
  return { namespace, kind: "container", key: id, why: task === undefined ? "it has no task" : `it ended with ${task.exitStatus ?? 0}`, hasTask: task !== undefined };
}

function changeOf({ createdAt, updatedAt }: Container, task: Task | undefined): Date {
  return latest(createdAt, updatedAt, task?.exitedAt);
}

function latest(...times: (Parameters<typeof dateOf>[0] | null | undefined)[]): Date {
  return new Date(Math.max(0, ...times.map((time) => (time == null ? 0 : dateOf(time).getTime()))));
}

async function findLeases(host: HostClient, { call, choice, candidates }: { call: HostClient["call"]; choice: Choice; candidates: Candidates }): Promise<void> {
  const { leases } = await host.leases.list({ filters: choice.images ? [] : choice.filters }, call);
  for (const lease of leases as containerd.services.leases.v1.Lease[]) {
    const expire = Date.parse(lease.labels["containerd.io/gc.expire"] ?? "");
    const created = latest(lease.createdAt);
    if (expire < Date.now()) candidates.found.push({ namespace: call.namespace, kind: "lease", key: lease.id, why: "its time is over" });
    else if (choice.endless && Number.isNaN(expire) && created <= choice.before) candidates.found.push({ namespace: call.namespace, kind: "lease", key: lease.id, why: `it has no end, and is of ${created.toISOString()}` });
  }
}
