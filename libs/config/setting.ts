import type { TomlValue } from "smol-toml";

/** Where a setting was written. */
export interface Origin {
  file: string;
  line: number;
  /** The key as it stands in the file, before any migration. */
  key: string;
}

export interface Table {
  entries: Map<string, Setting>;
  origin: Origin;
}

export interface Value {
  value: TomlValue;
  origin: Origin;
}

/** A node of a configuration file: it keeps its origin when migrations move it. */
export type Setting = Table | Value;

export function isTable(setting: Setting | undefined): setting is Table {
  return setting !== undefined && "entries" in setting;
}

/** A path as it is written in a file: parts that need it in quotes. */
export function formatPath(path: readonly string[]): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part))).join(".");
}

export function getSetting(table: Table, path: readonly string[]): Setting | undefined {
  let current: Setting | undefined = table;
  for (const part of path) current = isTable(current) ? current.entries.get(part) : undefined;
  return current;
}

/** The table at a path below `table`; undefined where there is none. */
export function getTable(table: Table, path: readonly string[]): Table | undefined {
  const found = getSetting(table, path);
  return isTable(found) ? found : undefined;
}

/** Puts a setting at a path, making the tables on the way. */
export function putSetting(table: Table, path: readonly string[], setting: Setting): void {
  let current = table;
  for (const part of path.slice(0, -1)) {
    const next = current.entries.get(part);
    if (isTable(next)) current = next;
    else {
      const made: Table = { entries: new Map(), origin: setting.origin };
      current.entries.set(part, made);
      current = made;
    }
  }
  current.entries.set(path.at(-1)!, setting);
}

/** Takes a setting out, and with it the tables that are empty then. */
export function takeSetting(table: Table, path: readonly string[]): Setting | undefined {
  const [first = "", ...rest] = path;
  const next = table.entries.get(first);
  if (rest.length === 0 || next === undefined) {
    table.entries.delete(first);
    return next;
  }
  if (!isTable(next)) return undefined;
  const taken = takeSetting(next, rest);
  if (next.entries.size === 0) table.entries.delete(first);
  return taken;
}

/** Moves a setting, unless there is nothing or its new place is taken. */
export function moveSetting(table: Table, from: readonly string[], to: readonly string[]): void {
  if (getSetting(table, to) !== undefined) return;
  const setting = takeSetting(table, from);
  if (setting !== undefined) putSetting(table, to, setting);
}
