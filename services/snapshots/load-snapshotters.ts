import { messageOf } from "@stevedore/errors";
import type { HostConfig } from "@stevedore/config";
import type { SnapshotDriver } from "./drivers/driver.ts";
import { SNAPSHOTTER_KINDS, type DriverParts, type SnapshotterKind } from "./snapshotter-kinds.ts";

/** A snapshotter that this host has or could have, as clients see it in the list of plugins. */
export interface SnapshotterState {
  name: string;
  root: string;
  capabilities: readonly string[];
  /** What else clients may look up; absent: the root. */
  exports?: Readonly<Record<string, string>>;
  /** Why it is not there; undefined: it is. */
  missing: string | undefined;
}

export interface LoadedDrivers {
  drivers: Map<string, SnapshotDriver>;
  /** Of every kind, in the order in which containerd lists them; those that are disabled are left out. */
  states: SnapshotterState[];
  /** Why a driver is not there, by name. */
  missing: Map<string, string>;
}

/** The drivers that the configuration allows and this host can run. */
export function loadDrivers(parts: DriverParts, config: HostConfig, kinds: readonly SnapshotterKind[] = SNAPSHOTTER_KINDS): LoadedDrivers {
  const loaded: LoadedDrivers = { drivers: new Map(), states: [], missing: new Map() };
  for (const { name, rootOf, capabilitiesOf = () => [], create } of kinds) {
    if (config.disabledPlugins.includes(`io.containerd.snapshotter.v1.${name}`)) {
      loaded.missing.set(name, "disabled by disabled_plugins");
      continue;
    }
    const root = rootOf(config);
    try {
      loaded.drivers.set(name, create({ ...parts, root, config }));
    } catch (error) {
      loaded.missing.set(name, messageOf(error));
    }
    loaded.states.push({ name, root, capabilities: capabilitiesOf(config), missing: loaded.missing.get(name) });
  }
  return loaded;
}
