import type { TomlValue } from "smol-toml";
import type { Key } from "./key.ts";
import { KEYS } from "./keys/mod.ts";
import { findNearest } from "./nearest.ts";
import { isTable, type Origin, type Setting, type Table } from "./setting.ts";
import { describeValue } from "./value-type.ts";

/** A setting that a file makes, and the key that it belongs to. */
export interface Match {
  key: Key;
  path: string[];
  value: TomlValue;
  origin: Origin;
}

export interface MatchResult {
  matches: Match[];
  /** Unknown keys, and keys that are not supported, each named once with file and line. */
  warnings: string[];
  /** Values that are not of their key's type. */
  errors: string[];
}

interface Node {
  children: Map<string, Node>;
  /** What any other name leads to. */
  any?: Node;
  key?: Key;
  /** Takes everything below. */
  rest?: Key;
}

const TREE = createTree(KEYS);
const LAST_NAMES = KEYS.map(({ path }) => path.at(-1)!);

function createTree(keys: readonly Key[]): Node {
  const root: Node = { children: new Map() };
  for (const key of keys) {
    let node = root;
    for (const part of key.path) {
      if (part === "**") node.rest ??= key;
      else node = part === "*" ? (node.any ??= { children: new Map() }) : getOrMake(node, part);
    }
    if (key.path.at(-1) !== "**") node.key ??= key;
  }
  return root;
}

function getOrMake({ children }: Node, name: string): Node {
  const found = children.get(name) ?? { children: new Map() };
  children.set(name, found);
  return found;
}

/** Holds settings of the current version against the table of keys. */
export function matchSettings(settings: Table): MatchResult {
  const result: MatchResult = { matches: [], warnings: [], errors: [] };
  matchTable({ table: settings, node: TREE, path: [] }, result);
  result.warnings.push(...result.matches.flatMap((match) => warnUnsupported(match)));
  return result;
}

interface Place {
  table: Table;
  node: Node;
  path: string[];
}

function matchTable({ table, node, path }: Place, result: MatchResult): void {
  for (const [name, setting] of table.entries) {
    const next = node.children.get(name) ?? node.any;
    const at = [...path, name];
    if (next !== undefined) matchSetting({ setting, node: next, path: at }, result);
    else if (node.rest !== undefined) collectRest({ key: node.rest, setting, path: at }, result);
    else result.warnings.push(describeUnknown(name, setting, node));
  }
}

function matchSetting({ setting, node, path }: { setting: Setting; node: Node; path: string[] }, result: MatchResult): void {
  const { origin } = setting;
  if (isTable(setting)) {
    if (node.key !== undefined) result.errors.push(`${describeOrigin(origin)}: expected ${node.key.type.name}, found a table`);
    else matchTable({ table: setting, node, path }, result);
  } else if (node.key === undefined) {
    // An empty list of tables (`mirrors = []`) can't be told from any other value.
    result.errors.push(`${describeOrigin(origin)}: expected a table, found ${describeValue(setting.value)}`);
  } else if (!node.key.type.accepts(setting.value)) {
    result.errors.push(`${describeOrigin(origin)}: expected ${node.key.type.name}, found ${describeValue(setting.value)}`);
  } else result.matches.push({ key: node.key, path, value: setting.value, origin });
}

function collectRest({ key, setting, path }: { key: Key; setting: Setting; path: string[] }, result: MatchResult): void {
  if (!isTable(setting)) result.matches.push({ key, path, value: setting.value, origin: setting.origin });
  else for (const [name, below] of setting.entries) collectRest({ key, setting: below, path: [...path, name] }, result);
}

function describeOrigin({ file, line, key }: Origin): string {
  return `${file}:${line}: ${key}`;
}

function describeUnknown(name: string, { origin }: Setting, { children }: Node): string {
  // A key that a migration moved away from its siblings is still near to one of the same name elsewhere.
  const near = findNearest(name, [...children.keys()]) ?? findNearest(name, LAST_NAMES);
  const meant = near === undefined ? "" : ` (did you mean ${JSON.stringify(near)}?)`;
  return `${origin.file}:${origin.line}: unknown key ${quoteKey(origin.key)}${meant}; it is ignored`;
}

function quoteKey(key: string): string {
  return JSON.stringify(key.replaceAll('"', "'"));
}

function warnUnsupported({ key, value, origin }: Match): string[] {
  if (key.field !== undefined || key.quiet === true) return [];
  if (key.inert?.some((inert) => JSON.stringify(inert) === JSON.stringify(value)) === true) return [];
  return [`${describeOrigin(origin)} is not supported yet and has no effect: ${key.doc}`];
}
