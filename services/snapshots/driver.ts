import type { Mount } from "@stevedore/linux";
import type { SnapshotKind, Usage } from "./snapshotter.ts";

/** A snapshot as a driver sees it: numbers, no names. `parents` has the nearest first. */
export interface Layer {
  id: number;
  kind: SnapshotKind;
  parents: readonly number[];
  labels: Readonly<Record<string, string>>;
}

/** How snapshots lie on disk. Records, names and rules are the snapshotter's; a driver knows directories and mounts. */
export interface SnapshotDriver {
  /** Where its directories are, one for each snapshot, named by number. */
  readonly directory: string;
  /** Makes what a new active snapshot or view needs, complete or not at all. */
  create(layer: Layer): Promise<void>;
  mounts(layer: Layer): Mount[];
  usage(id: number): Promise<Usage>;
}
