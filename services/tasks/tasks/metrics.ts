import { nowTimestamp, type containerd } from "@stevedore/api";
import { isError, messageOf, unknownError } from "@stevedore/errors";
import { compileFilters, type Filter } from "@stevedore/filters";
import type { Logger } from "@stevedore/log";
import type { Task } from "./task.ts";

export interface MetricsDeps {
  shimStatsMs: number;
  log: Logger;
}

/** Filters of Tasks.Metrics: by `id` and `namespace`. containerd gives this one's syntax errors no class. */
export function compileMetricsFilters(filters: readonly string[]): (task: Task) => boolean {
  let matches: Filter;
  try {
    matches = compileFilters(filters);
  } catch (error) {
    throw unknownError(messageOf(error), { cause: error });
  }
  return ({ id, namespace }) => matches(([field, ...rest]) => (rest.length > 0 ? undefined : { id, namespace }[field ?? ""]));
}

/** The statistics of tasks, asked of their shims side by side; a task without an answer is left out. */
export async function readMetrics(deps: MetricsDeps, tasks: readonly Task[]): Promise<containerd.types.IMetric[]> {
  const metrics = await Promise.all(tasks.map((task) => readMetric(deps, task)));
  return metrics.filter((metric) => metric !== undefined);
}

async function readMetric({ shimStatsMs, log }: MetricsDeps, { namespace, id, shim }: Task): Promise<containerd.types.IMetric | undefined> {
  const timestamp = nowTimestamp();
  try {
    const { stats } = await shim.tasks.stats({ id }, { namespace, timeoutMs: shimStatsMs });
    return { timestamp, id, data: stats ?? null };
  } catch (error) {
    if (!isError(error, "notFound")) log.warn("task metrics", { namespace, id, error: messageOf(error) });
    return undefined;
  }
}
