import { readFile } from "node:fs/promises";
import { parse, TomlError, type TomlValue } from "smol-toml";
import { invalidArgument, messageOf, notFound } from "@stevedore/errors";
import { joinPath, locateKeys } from "./toml-lines.ts";
import { formatPath, isTable, type Setting, type Table } from "./setting.ts";

/** The version of containerd's configuration that is current; older ones are migrated. */
export const CONFIG_VERSION = 4;

export interface ConfigFile {
  file: string;
  /** As the file says it; 1 where it doesn't. */
  version: number;
  /** Patterns of files to read after this one, as written: relative to this file. */
  imports: string[];
  settings: Table;
}

/** Reads one file. @throws NotFound; InvalidArgument with file, line and what would be right */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw notFound(`configuration file ${file}`);
    throw invalidArgument(`configuration file ${file} can't be read: ${error.message}`);
  });
  return parseConfig(text, file);
}

export function parseConfig(text: string, file: string): ConfigFile {
  const document = parseToml(text, file);
  const lines = locateKeys(text);
  const settings = createTable({ document, at: [], file, lines });
  return { file, settings, version: readVersion(settings, file), imports: readImports(settings, file) };
}

function parseToml(text: string, file: string): Record<string, TomlValue> {
  try {
    return parse(text) as Record<string, TomlValue>;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [summary = ""] = messageOf(error).split("\n");
    throw invalidArgument(`${file}:${error.line}: ${summary.replace(/^Invalid TOML document: /, "this is no valid TOML: ")}`);
  }
}

interface Source {
  document: Record<string, TomlValue>;
  at: readonly string[];
  file: string;
  lines: ReadonlyMap<string, number>;
}

function createTable({ document, at, file, lines }: Source): Table {
  const entries = new Map<string, Setting>();
  for (const [name, value] of Object.entries(document)) {
    const key = [...at, name];
    const origin = { file, line: lines.get(joinPath(key)) ?? lines.get(joinPath(at)) ?? 1, key: formatPath(key) };
    entries.set(name, isPlainTable(value) ? { ...createTable({ document: value, at: key, file, lines: withOwner(lines, key, origin.line) }), origin } : { value, origin });
  }
  return { entries, origin: { file, line: lines.get(joinPath(at)) ?? 1, key: formatPath(at) } };
}

// What stands inside an inline table has no line of its own.
function withOwner(lines: ReadonlyMap<string, number>, key: readonly string[], line: number): ReadonlyMap<string, number> {
  return lines.has(joinPath(key)) ? lines : new Map([...lines, [joinPath(key), line]]);
}

function isPlainTable(value: TomlValue): value is Record<string, TomlValue> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function readVersion(settings: Table, file: string): number {
  const found = settings.entries.get("version");
  settings.entries.delete("version");
  if (found === undefined) return 1;
  const where = `${file}:${found.origin.line}`;
  if (isTable(found) || typeof found.value !== "number" || !Number.isInteger(found.value)) throw invalidArgument(`${where}: version: expected a whole number from 1 to ${CONFIG_VERSION}`);
  if (found.value > CONFIG_VERSION) throw invalidArgument(`${where}: version ${found.value} is newer than ${CONFIG_VERSION}, the newest that is understood`);
  return Math.max(found.value, 1);
}

function readImports(settings: Table, file: string): string[] {
  const found = settings.entries.get("imports");
  settings.entries.delete("imports");
  if (found === undefined) return [];
  const patterns = isTable(found) ? undefined : found.value;
  if (!Array.isArray(patterns) || !patterns.every((pattern) => typeof pattern === "string")) {
    throw invalidArgument(`${file}:${found.origin.line}: imports: expected a list of paths`, { hint: 'for example imports = ["conf.d/*.toml"]' });
  }
  return patterns;
}
