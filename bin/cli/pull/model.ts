import type { containerd } from "@stevedore/api";
import { isLayerType } from "@stevedore/oci";
import { createRateMeter, type RateMeter } from "@stevedore/progress";

type Event = containerd.types.transfer.Progress;

/** Where a layer is: `exists` is one that needed not be fetched. */
export type LayerPhase = "waiting" | "fetch" | "fetched" | "unpack" | "done" | "exists";

export interface LayerRow {
  digest: string;
  phase: LayerPhase;
  size: number;
  /** Of the phase. */
  bytes: number;
  meter: RateMeter;
}

/** What is known of a pull, from the events of its progress. */
export interface PullModel {
  readonly reference: string;
  /** What the host last said of the whole. */
  readonly status: string;
  /** `resolve`, `fetch`, `unpack`, `done`. */
  readonly phase: "resolve" | "fetch" | "unpack" | "done";
  readonly digest: string;
  readonly layers: readonly LayerRow[];
  readonly elapsedMs: number;
  take(event: Event): void;
}

const PHASES: Record<string, LayerPhase> = { waiting: "waiting", downloading: "fetch", complete: "fetched", "already exists": "exists", extracting: "unpack", extracted: "done" };

export function createPullModel(reference: string): PullModel {
  const layers = new Map<string, LayerRow>();
  const began = performance.now();
  let status = "";
  let digest = "";
  let isSaved = false;
  const moved = (row: LayerRow, phase: LayerPhase, bytes: number): void => {
    // Another phase is about other bytes.
    if (row.phase !== phase) row.meter = createRateMeter();
    row.phase = phase;
    row.bytes = bytes;
    row.meter.update(bytes);
  };
  return {
    reference,
    get status() { return status; },
    get digest() { return digest; },
    get layers() { return [...layers.values()]; },
    get elapsedMs() { return performance.now() - began; },
    get phase() {
      if (isSaved) return "done";
      if (digest === "") return "resolve";
      const all = [...layers.values()];
      return all.length > 0 && all.every(({ phase }) => phase !== "waiting" && phase !== "fetch") ? "unpack" : "fetch";
    },
    take({ event, name, progress, desc }) {
      if (name === "") status = event;
      if (event === "fetching image content") digest = desc?.digest ?? "";
      if (event === "saved") isSaved = true;
      const phase = PHASES[event];
      if (phase === undefined || desc == null || !isLayerType(desc.mediaType ?? "")) return;
      const key = desc.digest ?? "";
      const row = layers.get(key) ?? { digest: key, phase: "waiting", size: Number(desc.size ?? 0), bytes: 0, meter: createRateMeter() };
      layers.set(key, row);
      moved(row, phase, Number(progress));
    },
  };
}
