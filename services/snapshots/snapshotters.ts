import { invalidArgument } from "@stevedore/errors";
import type { Snapshotter } from "./snapshotter.ts";

/** The snapshotters of this node, by name. */
export interface Snapshotters<S extends Snapshotter> {
  /** @throws InvalidArgument for an empty or unknown name, saying what there is */
  get(name: string): S;
  all(): readonly S[];
}

/** `missing` says of snapshotters that this node could have had why it has not. */
export function createSnapshotters<S extends Snapshotter>(list: readonly S[], missing: ReadonlyMap<string, string> = new Map()): Snapshotters<S> {
  const byName = new Map(list.map((snapshotter) => [snapshotter.name, snapshotter]));
  const names = [...byName.keys()].toSorted().join(", ");
  return {
    get(name) {
      if (!name) throw invalidArgument("snapshotter argument missing");
      const found = byName.get(name);
      if (found !== undefined) return found;
      const why = missing.get(name);
      throw invalidArgument(`snapshotter not loaded: ${name}`, { hint: why ?? `this node has ${names}` });
    },
    all: () => list,
  };
}
