import type { TomlValue } from "smol-toml";
import { CONFIG_VERSION } from "./config-file.ts";
import { defaultHostConfig, type HostConfig } from "./host-config.ts";
import { KEYS } from "./keys/mod.ts";
import type { Match } from "./match.ts";
import { formatPath, isTable, type Table } from "./setting.ts";

interface Entry {
  path: readonly string[];
  value: TomlValue;
  comment?: string;
}

/** `config default`: every key that has an effect, with its default and what it does. */
export function printDefaultConfig(directories: { root?: string; state?: string } = {}): string {
  return printEntries(effectiveEntries(defaultHostConfig(directories)).map((entry) => ({ ...entry, comment: entry.doc })));
}

/** `config dump`: the configuration in effect, and what the files set without effect, so that nothing gets lost. */
export function printConfig(config: HostConfig, matches: readonly Match[]): string {
  return printEntries([...effectiveEntries(config), ...matches.filter(({ key }) => key.field === undefined)]);
}

/** `config migrate`: what one file sets, and nothing else; sorted and commented as the defaults are, so that those come out as they went in. */
export function printSettings(settings: Table, imports: readonly string[]): string {
  const entries: Entry[] = [];
  const collect = (table: Table, at: readonly string[]): void => {
    for (const [name, setting] of table.entries) {
      const path = [...at, name];
      if (isTable(setting)) collect(setting, path);
      else entries.push({ path, value: setting.value });
    }
  };
  collect(settings, []);
  const first: Entry[] = imports.length === 0 ? [] : [{ path: ["imports"], value: [...imports] }];
  return printEntries([...first, ...inOrderOfKeys(entries)]);
}

// What has no effect keeps its order, and comes last.
function inOrderOfKeys(entries: readonly Entry[]): Entry[] {
  const places = new Map(KEYS.flatMap(({ path, field, doc }, index) => (field === undefined ? [] : [[formatPath(path), { index, doc }] as const])));
  const found = entries.map((entry) => ({ entry, place: places.get(formatPath(entry.path)) }));
  const placeOf = ({ place }: { place: { index: number } | undefined }): number => place?.index ?? KEYS.length;
  return found.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ entry, place }) => (place === undefined ? entry : { ...entry, comment: place.doc }));
}

function effectiveEntries(config: HostConfig): (Entry & { doc: string })[] {
  return KEYS.flatMap(({ path, field, doc }) => (field === undefined ? [] : [{ path, value: field.get(config), doc }]));
}

function printEntries(entries: readonly Entry[]): string {
  const sections = Map.groupBy(entries, ({ path }) => formatPath(path.slice(0, -1)));
  const top = sections.get("") ?? [];
  sections.delete("");
  const blocks = [...sections].map(([header, keys]) => `\n[${header}]\n${keys.map((entry) => printEntry(entry, "  ")).join("")}`);
  return `version = ${CONFIG_VERSION}\n${top.map((entry) => printEntry(entry, "")).join("")}${blocks.join("")}`;
}

function printEntry({ path, value, comment }: Entry, indent: string): string {
  return `${comment === undefined ? "" : `${indent}# ${comment}\n`}${indent}${formatPath(path.slice(-1))} = ${printValue(value)}\n`;
}

function printValue(value: TomlValue): string {
  // JSON's strings are TOML's, but for DEL.
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\x7f", "\\u007f");
  if (Array.isArray(value)) return `[${value.map((item) => printValue(item)).join(", ")}]`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value).map(([key, part]) => `${formatPath([key])} = ${printValue(part)}`).join(", ")} }`;
}
