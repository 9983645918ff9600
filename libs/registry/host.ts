/** What a host may be asked for; a mirror usually has only `pull` and `resolve`. */
export type Capability = "pull" | "resolve" | "push" | "referrers";

export const ALL_CAPABILITIES: readonly Capability[] = ["pull", "resolve", "push", "referrers"];

/** TLS settings of a host, as PEM text. */
export interface TlsOptions {
  /** Trusted beside the system's authorities. */
  ca: readonly string[];
  clients: readonly { cert: string; key: string }[];
  skipVerify: boolean;
}

export const PLAIN_TLS: TlsOptions = { ca: [], clients: [], skipVerify: false };

/** One place that serves a registry's content: the registry itself or a mirror of it. */
export interface RegistryHost {
  scheme: "http" | "https";
  /** With port, when one was given. */
  host: string;
  /** The API's root: `/v2`, or what `override_path` says. */
  path: string;
  capabilities: ReadonlySet<Capability>;
  /** Sent with every request to this host, and to no other. */
  headers: Readonly<Record<string, string[]>>;
  tls: TlsOptions;
  dialTimeoutMs?: number;
}

/** The URL of an API path (and query) of a repository; a mirror is told for which registry it is asked (`?ns=`), as containerd does. */
export function apiUrl(host: RegistryHost, registry: string, path: string): URL {
  const url = new URL(`${host.scheme}://${host.host}${host.path}/${path}`);
  const isDockerHub = registry === "docker.io" && host.host === "registry-1.docker.io";
  if (host.host !== registry && !isDockerHub) url.searchParams.set("ns", registry);
  return url;
}
