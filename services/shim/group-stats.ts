import { io, packAny, type Any } from "@stevedore/api";
import { cgroupOfProcess, type CgroupMounts } from "./cgroup.ts";
import { readStatsV1 } from "./stats-v1.ts";
import { readStatsV2 } from "./stats-v2.ts";

const { v1, v2 } = io.containerd.cgroups;
const UNLIMITED = 2 ** 64;
/** What is counted for a whole group; the rest of the statistics is lists of devices and sizes, which belong to one cgroup. */
const COUNTED = ["pids", "cpu", "memory"] as const;

type Counters = { [key: string]: unknown };

/**
 * The statistics of several containers together, by their pids, in the types of one container's: numbers are sums, and
 * a limit is what all may use together. A container that ends meanwhile is left out.
 */
export function readGroupStats(pids: readonly number[], cgroups: CgroupMounts): Any {
  const isV1 = cgroups.controllers.has("memory");
  const all = pids.flatMap((pid) => {
    const cgroup = cgroupOfProcess(pid, cgroups);
    if (cgroup === undefined) return [];
    const { value } = isV1 ? readStatsV1(cgroup) : readStatsV2(cgroup.memory!);
    return [(isV1 ? v1.Metrics.decode(value) : v2.Metrics.decode(value)) as unknown as Counters];
  });
  const total = Object.fromEntries(COUNTED.map((name) => [name, sum(all.map((metrics) => metrics[name] as Counters | null))]));
  return isV1 ? packAny("io.containerd.cgroups.v1.Metrics", v1.Metrics, total) : packAny("io.containerd.cgroups.v2.Metrics", v2.Metrics, total);
}

function sum(parts: readonly (Counters | null | undefined)[]): Counters {
  const total: Counters = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part ?? {})) {
      if (typeof value === "number") total[key] = add(total[key] as number | undefined, value);
      else if (isCounters(value)) total[key] = sum([total[key] as Counters | undefined, value]);
    }
  }
  return total;
}

function add(total: number | undefined, value: number): number {
  return Math.min((total ?? 0) + value, UNLIMITED);
}

// Pressures are averages, and lists have an entry for each processor: neither adds up.
function isCounters(value: unknown): value is Counters {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("some" in value);
}
