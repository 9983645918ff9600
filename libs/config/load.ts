import { glob } from "node:fs/promises";
import path from "node:path";
import { failedPrecondition, invalidArgument, isError } from "@stevedore/errors";
import type { LogLevel } from "@stevedore/log";
import { CONFIG_VERSION, readConfigFile, type ConfigFile } from "./config-file.ts";
import { defaultHostConfig, setOnly, type ContentConfig, type HostConfig, type PluginService, type StreamProcessorConfig } from "./host-config.ts";
import { KEYS } from "./keys/mod.ts";
import { matchSettings, type Match } from "./match.ts";
import { mergeSettings } from "./merge.ts";
import { migrateSettings } from "./migrate.ts";
import { applyProxyPlugins, proxyUris } from "./proxy-plugins.ts";
import { explainMissing, explainUndisabled } from "./served-plugins.ts";
import type { Table } from "./setting.ts";

export interface LoadOptions {
  /** containerd's configuration file, of any version; defaults alone when absent. */
  file?: string | undefined;
  /** A file that isn't there counts as an empty one. */
  fileMayBeAbsent?: boolean;
  // Flags of the command line, which win over the file. Paths are relative to the working directory.
  root?: string | undefined;
  state?: string | undefined;
  address?: string | undefined;
  logLevel?: LogLevel | undefined;
  /** Services that run alone, as proxy plugins. */
  only?: readonly string[] | undefined;
}

export interface LoadResult {
  config: HostConfig;
  /** For the user: unknown keys, keys without effect, doubtful names. */
  warnings: string[];
  /** What the files set, imports included, in the current version. */
  matches: Match[];
}

/**
 * Loads a host's configuration: defaults, then the file with its imports, then the command line.
 * @throws NotFound for an absent file; InvalidArgument naming file, line and what would be right; FailedPrecondition
 */
export async function loadHostConfig(options: LoadOptions): Promise<LoadResult> {
  const { settings, warnings } = await loadSettings(options);
  const { matches, warnings: unclear, errors } = matchSettings(settings);
  if (errors.length > 0) throw invalidArgument(errors.join("\n"));
  const config = applySettings(matches, options);
  const unused = applyProxyPlugins(config, matches);
  const proxied = proxyUris(config);
  const missing = explainMissing(config.requiredPlugins.filter((uri) => !proxied.includes(uri)), config.disabledPlugins);
  if (missing.length > 0) throw failedPrecondition(missing.join("\n"));
  checkPaths(config);
  checkContent(config.stevedore.content);
  return { config, matches, warnings: [...warnings, ...unclear, ...unused, ...explainUndisabled(config.disabledPlugins)] };
}

async function loadSettings({ file, fileMayBeAbsent }: LoadOptions): Promise<{ settings: Table; warnings: string[] }> {
  const settings: Table = { entries: new Map(), origin: { file: file ?? "", line: 1, key: "" } };
  const warnings: string[] = [];
  if (file === undefined) return { settings, warnings };
  const loaded = new Set<string>();
  const pending = [path.resolve(file)];
  let rootVersion: number | undefined;
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    const read = await readOptional(next, fileMayBeAbsent === true && rootVersion === undefined);
    if (read === undefined) break;
    rootVersion ??= read.version;
    if (read.version > rootVersion) throw invalidArgument(`${next}: version ${read.version} is newer than version ${rootVersion} of ${file}, which imports it`);
    warnings.push(...migrateSettings(read.settings, read.version));
    mergeSettings(settings, read.settings);
    pending.push(...(await resolveImports(read)));
  }
  return { settings, warnings };
}

async function readOptional(file: string, mayBeAbsent: boolean): Promise<ConfigFile | undefined> {
  try {
    return await readConfigFile(file);
  } catch (error) {
    if (mayBeAbsent && isError(error, "notFound")) return undefined;
    throw error;
  }
}

async function resolveImports({ file, imports }: ConfigFile): Promise<string[]> {
  const files = imports.map(async (pattern) => {
    const absolute = path.resolve(path.dirname(file), pattern);
    return absolute.includes("*") ? (await Array.fromAsync(glob(absolute))).toSorted() : [absolute];
  });
  return (await Promise.all(files)).flat();
}

function applySettings(matches: readonly Match[], { root, state, address, logLevel, only }: LoadOptions): HostConfig {
  const written = new Map(matches.map((match) => [match.key, match.value]));
  const pathOf = (name: "root" | "state", flag: string | undefined): string | undefined => {
    if (flag !== undefined) return path.resolve(flag);
    const value = written.get(KEYS.find(({ path: [first], field }) => first === name && field !== undefined)!);
    return typeof value === "string" && value !== "" ? path.normalize(value) : undefined;
  };
  const directories = { root: pathOf("root", root), state: pathOf("state", state) };
  const config = defaultHostConfig(Object.fromEntries(Object.entries(directories).filter(([, value]) => value !== undefined)));
  const before = { address: config.address, ttrpcAddress: config.ttrpcAddress };
  // In the table's order, so that it does not matter how a file is sorted.
  for (const key of KEYS) {
    const value = written.get(key);
    if (key.field !== undefined && value !== undefined && key.path[0] !== "root" && key.path[0] !== "state") key.field.set(config, value);
  }
  applyStreamProcessors(config, matches);
  if (address !== undefined) config.address = path.resolve(address);
  const isTtrpcWritten = config.ttrpcAddress !== before.ttrpcAddress && address === undefined;
  if (config.address !== before.address && !isTtrpcWritten) config.ttrpcAddress = `${config.address}.ttrpc`;
  if (logLevel !== undefined) config.logLevel = logLevel;
  if (only !== undefined) setOnly(config, only.map(requirePluginService));
  return config;
}

function requirePluginService(name: string): PluginService {
  if (name === "content" || name === "snapshots") return name;
  throw invalidArgument(`--only: ${JSON.stringify(name)} can't run alone`, { hint: "content and snapshots can, separated by a comma" });
}

// An entry replaces one of the same name whole.
function applyStreamProcessors(config: HostConfig, matches: readonly Match[]): void {
  const written = Map.groupBy(matches.filter(({ key }) => key.path[0] === "stream_processors"), ({ path: [, id] }) => id!);
  for (const [id, entries] of written) {
    const made: StreamProcessorConfig = { accepts: [], returns: "", path: "", args: [], env: [] };
    config.streamProcessors[id] = Object.assign(made, Object.fromEntries(entries.map(({ path: [, , name], value }) => [name, value])));
  }
}

// What the kernel takes as the path of a unix socket (sun_path without its end).
const MAX_SOCKET_PATH = 107;
const LONGEST_OWN_SOCKET = "sockets/snapshots.sock";

function checkPaths({ root, state, address, ttrpcAddress }: HostConfig): void {
  if (root === state) throw invalidArgument(`root and state are both ${root}`, { hint: "give them different directories" });
  for (const socket of [address, ttrpcAddress, path.join(state, LONGEST_OWN_SOCKET)]) {
    const length = Buffer.byteLength(socket);
    if (length > MAX_SOCKET_PATH) throw invalidArgument(`the socket path ${socket} has ${length} bytes, and ${MAX_SOCKET_PATH} are possible`, { hint: "choose a shorter state directory" });
  }
}

function checkContent({ backend, s3 }: ContentConfig): void {
  if (backend !== "s3") return;
  for (const key of ["endpoint", "bucket"] as const) {
    if (s3[key] === "") throw invalidArgument(`[stevedore.content] backend = "s3" needs ${key}`, { hint: `set ${key} under [stevedore.content.s3]` });
  }
  const [given, missing] = s3.accessKey === undefined ? ["secret_key", "access_key"] : ["access_key", "secret_key"];
  if ((s3.accessKey === undefined) !== (s3.secretKey === undefined)) throw invalidArgument(`[stevedore.content.s3] has ${given} without ${missing}`, { hint: "set both, or neither" });
}

/** Reads one file, without its imports, in the current version. */
export async function migrateConfigFile(file: string): Promise<{ settings: Table; imports: string[]; from: number }> {
  const { settings, imports, version } = await readConfigFile(path.resolve(file));
  if (version < CONFIG_VERSION) migrateSettings(settings, version);
  return { settings, imports, from: version };
}
