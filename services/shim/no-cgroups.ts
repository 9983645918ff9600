import { mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { failedPrecondition } from "@stevedore/errors";
import { isInUserNamespace } from "@stevedore/linux";
import type { CgroupMounts } from "./cgroup.ts";
import { parseDocument } from "./json-document.ts";

/** Whether this host may make cgroups: always as root; in a user namespace where they were delegated to it. */
export function canMakeCgroups({ unified, controllers }: CgroupMounts): boolean {
  if (!isInUserNamespace()) return true;
  const points = new Set([...controllers.values(), ...(unified ? [unified] : [])].map(({ point }) => point));
  return points.size > 0 && [...points].every((point) => canMakeDirectory(path.join(point, `stevedore-probe-${process.pid}`)));
}

function canMakeDirectory(directory: string): boolean {
  try {
    mkdirSync(directory);
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

const LIMITS = ["memory", "cpu", "pids", "blockIO", "hugepageLimits", "network", "rdma", "unified"] as const;

interface Spec {
  linux?: { cgroupsPath?: string; resources?: Record<string, unknown> & { cpu?: { shares?: number } } };
}

/** Takes the cgroup out of a bundle's spec. @throws FailedPrecondition where the spec sets limits, which nobody would keep */
export function dropCgroup(bundle: string): void {
  const file = path.join(bundle, "config.json");
  const spec = parseDocument<Spec>(readFileSync(file, "utf8"));
  const { linux } = spec;
  const resources = linux?.resources ?? {};
  // Shares are a weight, which `ctr` always sends with the kernel's default.
  const limits = LIMITS.filter((name) => isSet(name === "cpu" ? { ...(resources["cpu"] as object), shares: undefined } : resources[name]));
  if (limits.length > 0) {
    throw failedPrecondition(`resource limits (${limits.join(", ")}) need a cgroup, and this host may not make any`, { hint: "run the container without limits, or the host as root" });
  }
  if (linux?.cgroupsPath !== undefined) linux.cgroupsPath = "";
  // runc takes shares of zero for none.
  if (linux?.resources?.cpu?.shares !== undefined) linux.resources.cpu.shares = 0;
  writeFileSync(file, JSON.stringify(spec));
}

function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined && value !== null;
  return Object.values(value).some((part) => isSet(part) && part !== false);
}

/** The processes of a container without a cgroup: `roots` and all that descends from them. */
export function listDescendants(roots: readonly number[]): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = new Set<number>();
  const pending = [...roots];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    pending.push(...(children.get(pid) ?? []));
  }
  return [...found].toSorted((a, b) => a - b);
}

// proc(5): the fields after the command, which ends with the last parenthesis, are state and parent.
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
