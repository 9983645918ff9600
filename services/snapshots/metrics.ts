import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Snapshotter } from "./snapshotter.ts";

/** What unpacking has done, and how many snapshots there are. */
export interface SnapshotMetrics {
  /** `bytes` uncompressed; undefined when the layer could not be unpacked. */
  unpacked(startedAt: number, bytes: number | undefined): void;
}

/** A snapshotter, with what it takes to count. */
type Counted = Snapshotter & { namespaces(): string[] };

export function createSnapshotMetrics(registry: Registry, snapshotters: readonly Counted[]): SnapshotMetrics {
  const registers = [registry];
  const layers = new Counter({ name: "stevedore_unpacked_layers_total", help: "Layers unpacked, by outcome", labelNames: ["status"], registers });
  const bytes = new Counter({ name: "stevedore_unpacked_bytes_total", help: "Uncompressed bytes of unpacked layers", registers });
  const seconds = new Histogram({ name: "stevedore_unpack_seconds", help: "Time to unpack a layer, the wait for its bytes included", registers, buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60] });
  const gauge = new Gauge({
    name: "stevedore_snapshots",
    help: "Snapshots of this host",
    labelNames: ["snapshotter"],
    registers,
    async collect() {
      for (const snapshotter of snapshotters) {
        const lists = await Promise.all(snapshotter.namespaces().map((namespace) => snapshotter.list(namespace)));
        gauge.set({ snapshotter: snapshotter.name }, lists.reduce((sum, list) => sum + list.length, 0));
      }
    },
  });
  return {
    unpacked(startedAt, size) {
      layers.inc({ status: size === undefined ? "fail" : "success" });
      if (size === undefined) return;
      bytes.inc(size);
      seconds.observe((performance.now() - startedAt) / 1000);
    },
  };
}
