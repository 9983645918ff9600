import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { failedPrecondition, invalidArgument, messageOf } from "@stevedore/errors";
import { isLocalhost } from "@stevedore/oci";
import { ALL_CAPABILITIES, PLAIN_TLS, type RegistryHost, type TlsOptions } from "./host.ts";
import { parseHostsToml } from "./hosts-toml.ts";

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
  if (directory === undefined) return [defaultHost(options, PLAIN_TLS)];
  const file = join(directory, "hosts.toml");
  if (!existsSync(file)) return [defaultHost(options, certificatesIn(directory))];
  const { mirrors, server } = parseHostsToml(readText(file), { file, readPem: (path) => readText(resolve(dirname(file), path)) });
  return [...mirrors, server ?? defaultHost(options, PLAIN_TLS)];
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

function defaultHost({ host, defaultScheme = "" }: LoadHostsOptions, tls: TlsOptions): RegistryHost {
  if (!["", "http", "https"].includes(defaultScheme)) throw invalidArgument(`default scheme "${defaultScheme}"`, { hint: "http or https" });
  const hasTls = tls.ca.length > 0 || tls.clients.length > 0;
  const scheme = defaultScheme !== "" ? (defaultScheme as "http" | "https") : isLocalhost(host) && !hasTls ? "http" : "https";
  return { scheme, host: host === "docker.io" ? "registry-1.docker.io" : host, path: "/v2", capabilities: new Set(ALL_CAPABILITIES), headers: {}, tls };
}

function certificatesIn(directory: string): TlsOptions {
  const files = readdirSync(directory).sort();
  const read = (name: string): string => readText(join(directory, name));
  const clients = files.filter((name) => name.endsWith(".cert")).map((name) => {
    const key = name.replace(/cert$/, "key");
    if (!files.includes(key)) throw failedPrecondition(`${join(directory, name)}: its key ${key} is missing`);
    return { cert: read(name), key: read(key) };
  });
  return { ca: files.filter((name) => name.endsWith(".crt")).map(read), clients, skipVerify: false };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw failedPrecondition(`${path}: ${messageOf(error)}`, { cause: error });
  }
}
