import { invalidArgument, unavailable } from "@stevedore/errors";
import type { Snapshotter } from "./snapshotter.ts";

/** The snapshotters of this node, by name. */
export interface Snapshotters<S extends Snapshotter> {
  /** @throws InvalidArgument for an empty or unknown name, saying what there is */
  get(name: string): S;
  all(): readonly S[];
}

/**
 * The snapshotters that another containerd has as proxy plugins, which it calls as its configuration names them: one of ours, one that ends with `-` and one of ours
 * (`stevedore-native`), and by any other name overlayfs, or where the host can't have that, native.
 */
export function createPluginSnapshotters<S extends Snapshotter>(list: readonly S[]): Snapshotters<S> {
  const find = (wanted: string): S | undefined => list.find(({ name }) => name === wanted);
  return {
    get(name) {
      if (!name) throw invalidArgument("snapshotter argument missing");
      const found = list.find((snapshotter) => name === snapshotter.name || name.endsWith(`-${snapshotter.name}`)) ?? find("overlayfs") ?? find("native");
      if (found === undefined) throw unavailable("this host has no snapshotter");
      return found;
    },
    all: () => list,
  };
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
