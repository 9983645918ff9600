import { Counter, Histogram, type Registry } from "prom-client";
import type { CollectionStats } from "./collector.ts";

/** containerd's metrics of garbage collection. */
export function createCollectionMetrics(registry: Registry): (stats: CollectionStats | undefined) => void {
  const collections = new Counter({ name: "containerd_gc_collections_total", help: "Garbage collections by outcome", labelNames: ["status"], registers: [registry] });
  const seconds = new Histogram({ name: "containerd_gc_gc_seconds", help: "Duration of garbage collections", registers: [registry] });
  return (stats) => {
    collections.inc({ status: stats === undefined ? "fail" : "success" });
    if (stats !== undefined) seconds.observe(stats.durationMs / 1000);
  };
}
