import { invalidArgument, messageOf } from "@stevedore/errors";
import { parse } from "smol-toml";
import { parseDuration } from "@stevedore/config";
import { ALL_CAPABILITIES, type Capability, type RegistryHost, type Rewrite, type TlsOptions } from "./host.ts";

/** Reads a file that hosts.toml names; relative paths are relative to the hosts.toml. */
export type ReadPem = (path: string) => string;

interface HostsFile {
  /** In the order in which they are to be tried. */
  mirrors: RegistryHost[];
  /** The registry itself; without `server` what the file's top-level keys say about the default one. */
  server: RegistryHost | DefaultServer;
}

/** Settings of a registry whose place the file doesn't say. Its capabilities are all, as in containerd. */
export type DefaultServer = Settings & { host?: undefined };

type Settings = Pick<RegistryHost, "headers" | "tls" | "dialTimeoutMs" | "rewrites"> & { hasTls: boolean };

type Table = Record<string, unknown>;

/**
 * Reads containerd's hosts.toml: `[host."URL"]` tables in the order written, then `server` with the file's top-level keys.
 * Throws InvalidArgument naming the file and the key.
 */
export function parseHostsToml(text: string, options: { file: string; readPem: ReadPem }): HostsFile {
  let file: Table;
  try {
    file = parse(text) as Table;
  } catch (error) {
    throw invalidArgument(`${options.file}: ${messageOf(error)}`, { cause: error });
  }
  const { host: hosts = {}, server, ...top } = file;
  if (!isTable(hosts)) throw invalidArgument(`${options.file}: "host" must be a table`, { hint: 'as in [host."https://mirror.example"]' });
  if (server !== undefined && typeof server !== "string") throw invalidArgument(`${options.file}: "server" must be a string`);
  const mirrors = Object.entries(hosts).map(([url, table]) => {
    if (!isTable(table)) throw invalidArgument(`${options.file}: host."${url}" must be a table`);
    return parseHost(url, table, options);
  });
  const failTop = failIn(options.file, server ?? "the default server");
  return { mirrors, server: server === undefined || server === "" ? settings(top, options.readPem, failTop) : parseHost(server, top, options) };
}

function failIn(file: string, host: string): Fail {
  return (reason) => { throw invalidArgument(`${file}: host "${host}": ${reason}`); };
}

function parseHost(server: string, table: Table, options: { file: string; readPem: ReadPem }): RegistryHost {
  const fail = failIn(options.file, server);
  const text = server.includes("://") ? server : `https://${server}`;
  if (!URL.canParse(text)) return fail("not a URL");
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== "http" && scheme !== "https") return fail(`unsupported scheme "${scheme}" (http and https are)`);
  if (url.username !== "" || url.password !== "") return fail("credentials do not belong into the URL");
  const { hasTls, ...rest } = settings(table, options.readPem, fail);
  const override = table["override_path"] ?? false;
  if (typeof override !== "boolean") return fail('"override_path" must be true or false');
  // Plain http with TLS settings is ambiguous, except on its own port: https is tried first.
  const isAmbiguous = scheme === "http" && hasTls && url.port !== "";
  return {
    ...rest,
    scheme: isAmbiguous ? "https" : scheme,
    ...(isAmbiguous ? { plainToo: true } : {}),
    host: url.host,
    path: apiPath(url.pathname, override),
    capabilities: capabilities(table["capabilities"], fail),
  };
}

function settings(table: Table, readPem: ReadPem, fail: Fail): Settings {
  const timeout = dialTimeout(table["dial_timeout"], fail);
  const rewritten = rewrites(table["rewrite"], fail);
  return {
    headers: headers(table["header"], fail),
    tls: tlsOptions(table, readPem, fail),
    hasTls: ["ca", "client", "skip_verify"].some((key) => table[key] !== undefined),
    ...(timeout === undefined ? {} : { dialTimeoutMs: timeout }),
    ...(rewritten.length === 0 ? {} : { rewrites: rewritten }),
  };
}

type Fail = (reason: string) => never;

function apiPath(pathname: string, override: boolean): string {
  const path = pathname.replace(/\/+$/, "");
  if (override) return path;
  return path.endsWith("/v2") ? path : `${path}/v2`;
}

function capabilities(value: unknown, fail: Fail): ReadonlySet<Capability> {
  if (value === undefined) return new Set(ALL_CAPABILITIES);
  if (!Array.isArray(value)) return fail('"capabilities" must be a list');
  const named = value.map((entry) => String(entry).toLowerCase());
  const unknown = named.find((entry) => !ALL_CAPABILITIES.includes(entry as Capability));
  if (unknown !== undefined) return fail(`unknown capability "${unknown}" (known: ${ALL_CAPABILITIES.join(", ")})`);
  return new Set(named.length === 0 ? ALL_CAPABILITIES : (named as Capability[]));
}

function headers(value: unknown, fail: Fail): Record<string, string[]> {
  if (value === undefined) return {};
  if (!isTable(value)) return fail('"header" must be a table');
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.toLowerCase(), stringList(entry, `header "${name}"`, fail)]));
}

function tlsOptions(table: Table, readPem: ReadPem, fail: Fail): TlsOptions {
  const skip = table["skip_verify"] ?? false;
  if (typeof skip !== "boolean") return fail('"skip_verify" must be true or false');
  return { ca: stringList(table["ca"] ?? [], '"ca"', fail).map(readPem), clients: clientPairs(table["client"], readPem, fail), skipVerify: skip };
}

// One file with both, a list of such files, or a list of [certificate, key] pairs.
function clientPairs(value: unknown, readPem: ReadPem, fail: Fail): TlsOptions["clients"] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((entry) => {
    if (typeof entry === "string") return { cert: readPem(entry), key: readPem(entry) };
    const [cert, key, ...rest] = stringList(entry, '"client"', fail);
    if (cert === undefined || rest.length > 0) return fail('"client" must be files or pairs of certificate and key');
    return { cert: readPem(cert), key: readPem(key === undefined || key === "" ? cert : key) };
  });
}

function stringList(value: unknown, what: string, fail: Fail): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.every((entry) => typeof entry === "string") ? (list as string[]) : fail(`${what} must be a string or a list of strings`);
}

function dialTimeout(value: unknown, fail: Fail): number | undefined {
  if (value === undefined || value === "") return undefined;
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  return ms === undefined || ms < 0 ? fail('"dial_timeout" must be a duration such as "5s"') : ms;
}

function rewrites(value: unknown, fail: Fail): Rewrite[] {
  if (value === undefined) return [];
  if (!isTable(value)) return fail('"rewrite" must be a table of patterns and what stands in their place');
  return Object.entries(value).map(([pattern, replacement]) => {
    if (typeof replacement !== "string") return fail(`rewrite "${pattern}" must be a string`);
    try {
      // Go's spelling of a named group.
      return { pattern: new RegExp(pattern.replaceAll("(?P<", "(?<"), "gu"), replacement };
    } catch (error) {
      return fail(`rewrite "${pattern}": ${messageOf(error)}`);
    }
  });
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
