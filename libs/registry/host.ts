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
  /** Asked by https (the scheme) first, and by http when that is not what it speaks: containerd does so for this machine, and for http with TLS settings. */
  plainToo?: boolean;
  /** Repositories' other names at this host, k3s's `rewrite`: the first pattern that matches counts. */
  rewrites?: readonly Rewrite[];
}

/** A pattern of a repository's name, and what stands in place of the part that matches: Go's template (`$1`, `${name}`, `$$`). */
export interface Rewrite {
  pattern: RegExp;
  replacement: string;
}

/** What a host calls a repository. */
export function repositoryAt(host: RegistryHost, repository: string): string {
  const rewrite = host.rewrites?.find(({ pattern }) => new RegExp(pattern, pattern.flags.replace("g", "")).test(repository));
  return rewrite === undefined ? repository : repository.replaceAll(rewrite.pattern, (...match: unknown[]) => expand(rewrite.replacement, match));
}

// The arguments of a replacer: the match, its groups, the offset, the text, and the named groups where there are any.
function expand(template: string, match: readonly unknown[]): string {
  const named = typeof match.at(-1) === "object" ? (match.at(-1) as Record<string, string | undefined>) : {};
  const groups = match.slice(0, match.findIndex((part) => typeof part === "number")) as (string | undefined)[];
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain: string | undefined, braced: string | undefined) => {
    const name = plain ?? braced;
    if (name === undefined) return "$";
    return (/^\d+$/.test(name) ? groups[Number(name)] : named[name]) ?? "";
  });
}

/** The URL of an API path (and query) of a repository; a mirror is told for which registry it is asked (`?ns=`), as containerd does. */
export function apiUrl(host: RegistryHost, registry: string, path: string): URL {
  const url = new URL(`${host.scheme}://${host.host}${host.path}/${path}`);
  const isDockerHub = registry === "docker.io" && host.host === "registry-1.docker.io";
  if (host.host !== registry && !isDockerHub) url.searchParams.set("ns", registry);
  return url;
}
