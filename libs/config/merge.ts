import type { TomlValue } from "smol-toml";
import { isTable, type Setting, type Table } from "./setting.ts";

// Entries of these sections belong together: an import replaces one as a whole.
const WHOLE_ENTRIES = ["proxy_plugins", "stream_processors", "timeouts"];

/**
 * Lays one file's settings over those read before, as containerd does: lists of the top level and its sections are
 * united, other values replace; there an empty value replaces nothing. Below `plugins` and `stevedore` every value replaces.
 */
export function mergeSettings(into: Table, from: Table): void {
  for (const [name, setting] of from.entries) {
    if (name === "plugins" || name === "stevedore") mergeDeep(into, name, setting, replace);
    else if (WHOLE_ENTRIES.includes(name)) mergeEntries(into, name, setting);
    else mergeDeep(into, name, setting, overlay);
  }
}

type Merge = (old: Setting | undefined, fresh: Setting) => Setting;

function mergeDeep(into: Table, name: string, fresh: Setting, merge: Merge): void {
  const old = into.entries.get(name);
  if (!isTable(fresh)) into.entries.set(name, merge(old, fresh));
  else if (!isTable(old)) into.entries.set(name, copy(fresh));
  else for (const [key, setting] of fresh.entries) mergeDeep(old, key, setting, merge);
}

function mergeEntries(into: Table, name: string, fresh: Setting): void {
  const old = into.entries.get(name);
  if (!isTable(fresh) || !isTable(old)) into.entries.set(name, isTable(fresh) ? copy(fresh) : fresh);
  else for (const [key, setting] of fresh.entries) old.entries.set(key, setting);
}

function replace(_old: Setting | undefined, fresh: Setting): Setting {
  return fresh;
}

function overlay(old: Setting | undefined, fresh: Setting): Setting {
  if (old === undefined || isTable(old) || isTable(fresh)) return fresh;
  if (Array.isArray(old.value) && Array.isArray(fresh.value)) return { ...fresh, value: unite(old.value, fresh.value) };
  return fresh.value === "" || fresh.value === 0 || fresh.value === false ? old : fresh;
}

function unite(old: TomlValue[], fresh: TomlValue[]): TomlValue[] {
  return [...old, ...fresh.filter((item) => !old.includes(item))];
}

function copy(table: Table): Table {
  return { ...table, entries: new Map([...table.entries].map(([name, setting]) => [name, isTable(setting) ? copy(setting) : setting])) };
}
