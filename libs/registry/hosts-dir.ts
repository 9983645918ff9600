import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { failedPrecondition, invalidArgument, messageOf } from "@stevedore/errors";
import { isLocalhost } from "@stevedore/oci";
import { ALL_CAPABILITIES, PLAIN_TLS, type RegistryHost } from "./host.ts";
import { parseHostsToml, type DefaultServer } from "./hosts-toml.ts";

export interface LoadHostsOptions {
  /** The registry of the reference, with port. */
  host: string;
  /** Directories like `/etc/containerd/certs.d`, the first that knows the host wins. */
  hostDirs?: readonly string[];
  /** For the registry itself when no file says otherwise; without it: http for this machine, https for others. */
  defaultScheme?: string;
}

/**
 * The places to ask for a registry's content, in order: mirrors as its hosts.toml lists them, then the registry itself.
 * Without a hosts.toml, certificates in the same directory (`*.crt`; `*.cert` with `*.key`) apply, as docker does.
 */
export function loadHosts(options: LoadHostsOptions): RegistryHost[] {
  const directory = findDirectory(options);
  if (directory === undefined) return [defaultHost(options)];
  const file = join(directory, "hosts.toml");
  const text = existsSync(file) ? readText(file) : "";
  if (text === "") return [defaultHost(options, certificatesIn(directory))];
  const { mirrors, server } = parseHostsToml(text, { file, readPem: (path) => readText(resolve(dirname(file), path)) });
  return [...mirrors, server.host === undefined ? defaultHost(options, server) : server];
}

// containerd's own spelling of a port is `host_5000_`; the other two are what people write.
function findDirectory({ host, hostDirs = [] }: LoadHostsOptions): string | undefined {
  const colon = host.lastIndexOf(":");
  const names = colon > 0 && !host.endsWith("]") ? [`${host.slice(0, colon)}_${host.slice(colon + 1)}_`, host.replace(/:(\d+)$/, "_$1"), host] : [host];
  return hostDirs
    .filter((directory) => directory !== "")
    .flatMap((directory) => [...names, "_default"].map((name) => join(directory, name)))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

function defaultHost({ host, defaultScheme = "" }: LoadHostsOptions, settings?: DefaultServer): RegistryHost {
  if (!["", "http", "https"].includes(defaultScheme)) throw invalidArgument(`default scheme "${defaultScheme}"`, { hint: "http or https" });
  const { hasTls = false, ...rest } = settings ?? { headers: {}, tls: PLAIN_TLS };
  const common = { host: host === "docker.io" ? "registry-1.docker.io" : host, path: "/v2", capabilities: new Set(ALL_CAPABILITIES), ...rest };
  const port = /:(\d+)$/.exec(host)?.[1] ?? "";
  if (defaultScheme !== "" && host !== "docker.io") {
    const isAmbiguous = defaultScheme === "http" && hasTls && port !== "80";
    return { ...common, scheme: isAmbiguous ? "https" : (defaultScheme as "http" | "https"), ...(isAmbiguous ? { plainToo: true } : {}) };
  }
  if (!isLocalhost(host)) return { ...common, scheme: "https" };
  // This machine's registries speak either, and without settings their certificates are taken as they are, as containerd does.
  if (port === "80") return { ...common, scheme: "http" };
  return { ...common, scheme: "https", tls: hasTls ? common.tls : { ...common.tls, skipVerify: true }, ...(port === "" || port === "443" ? {} : { plainToo: true }) };
}

// A certificate without a key beside it holds its key itself.
function certificatesIn(directory: string): DefaultServer {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort();
  const read = (name: string): string => readText(join(directory, name));
  const clients = files.filter((name) => name.endsWith(".cert")).map((name) => {
    const key = name.replace(/cert$/, "key");
    const cert = read(name);
    if (!files.includes(key) && !cert.includes("PRIVATE KEY-----")) throw failedPrecondition(`${join(directory, name)}: its key ${key} is missing`);
    return { cert, key: files.includes(key) ? read(key) : cert };
  });
  const ca = files.filter((name) => name.endsWith(".crt")).map(read);
  return { headers: {}, tls: { ca, clients, skipVerify: false }, hasTls: ca.length > 0 || clients.length > 0 };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw failedPrecondition(`${path}: ${messageOf(error)}`, { cause: error });
  }
}
