/** Annotations that carry an image's name in archives. */
export const IMAGE_NAME = "io.containerd.image.name";
export const REF_NAME = "org.opencontainers.image.ref.name";

const DEFAULT_HOST = "docker.io";

/** The full form of a name as docker writes it in archives: `busybox:1` is `docker.io/library/busybox:1`; no tag is `latest`. */
export function normaliseName(name: string): string {
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  const hasHost = first.includes(".") || first.includes(":") || first === "localhost";
  const host = !hasHost || first === "index.docker.io" ? DEFAULT_HOST : first;
  const rest = hasHost ? name.slice(slash + 1) : name;
  const path = host === DEFAULT_HOST && !rest.includes("/") ? `library/${rest}` : rest;
  return /[:@]/.test(path) ? `${host}/${path}` : `${host}/${path}:latest`;
}

/** The short form that docker shows: the inverse of `normaliseName` for docker.io. */
export function familiarName(name: string): string {
  return name.replace(/^docker\.io\/(?:library\/)?/, "");
}

/** What OCI layouts call an image: its tag, or its digest; of a name without either, the name. */
export function tagOf(name: string): string {
  const path = name.slice(name.indexOf("/") + 1);
  const at = path.search(/[:@]/);
  return at === -1 ? name : path.slice(at + 1);
}

/** Whether a name lies below a prefix: equal, or followed by `/`, `:` or `@`. */
export function hasPrefix(name: string, prefix: string): boolean {
  return name === prefix || (name.startsWith(prefix) && (prefix.endsWith("/") || "/:@".includes(name.charAt(prefix.length))));
}
