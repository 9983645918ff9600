import { isDigest, type Descriptor } from "@stevedore/oci";

/** An image record, as far as a registry is made of it. */
export interface NamedImage {
  name: string;
  target: Descriptor;
}

/** The images of a namespace that share a name without its tag. */
export interface Repository {
  /** As clients may write it: host first, its port behind `_`. */
  readonly path: string;
  readonly tags: ReadonlyMap<string, Descriptor>;
  /** What its records point to, also by names without a tag. */
  readonly targets: readonly Descriptor[];
}

interface Split {
  host: string;
  path: string;
  tag: string | undefined;
}

const DEFAULT_HOST = "docker.io";
const DEFAULT_TAG = "latest";

/**
 * Groups image records into repositories. `docker.io/library/busybox:1` is tag `1` of `docker.io/library/busybox`; a name
 * without tag and digest counts as `latest`, unless that is there. A port's colon, which no repository may have, becomes `_`
 * (`127.0.0.1:5000/app` → `127.0.0.1_5000/app`). Records that are named by a digest alone are in no repository.
 */
export function groupByRepository(images: readonly NamedImage[]): Repository[] {
  const made = new Map<string, { path: string; tags: Map<string, Descriptor>; targets: Descriptor[]; untagged: Descriptor | undefined }>();
  for (const { name, target } of images) {
    const split = splitName(name);
    if (split === undefined) continue;
    const path = joinPath(split);
    const repository = made.get(path) ?? { path, tags: new Map<string, Descriptor>(), targets: [], untagged: undefined };
    made.set(path, repository);
    repository.targets.push(target);
    if (split.tag !== undefined) repository.tags.set(split.tag, target);
    else if (!name.includes("@")) repository.untagged = target;
  }
  for (const { tags, untagged } of made.values()) if (untagged !== undefined && !tags.has(DEFAULT_TAG)) tags.set(DEFAULT_TAG, untagged);
  return [...made.values()].toSorted((a, b) => compare(a.path, b.path));
}

/**
 * Those repositories that a client may mean by `name`. With `host` (what a client of a mirror says by `?ns=`): the one of that host. Else the one that is
 * called so, or, where the host was left out, all that are called so behind a host: docker.io's first, the others by name.
 */
export function findRepositories(repositories: readonly Repository[], { name, host }: { name: string; host: string | undefined }): Repository[] {
  if (host !== undefined) return repositories.filter(({ path }) => path === `${writeHost(host)}/${name}`);
  const exact = repositories.filter(({ path }) => path === name);
  const hostless = repositories.filter(({ path }) => path.endsWith(`/${name}`) && isHost(path.slice(0, -name.length - 1)));
  return [...exact, ...hostless.toSorted((a, b) => Number(isOfDefault(b)) - Number(isOfDefault(a)))];
}

function isOfDefault({ path }: Repository): boolean {
  return path.startsWith(`${DEFAULT_HOST}/`);
}

function splitName(name: string): Split | undefined {
  const at = name.indexOf("@");
  const named = at === -1 ? name : name.slice(0, at);
  if (named === "" || isDigest(named)) return undefined;
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const repository = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const first = repository.indexOf("/");
  const hasHost = first > 0 && isHost(writeHost(repository.slice(0, first)));
  return hasHost ? { host: repository.slice(0, first), path: repository.slice(first + 1), tag } : { host: "", path: repository, tag };
}

function joinPath({ host, path }: Split): string {
  return host === "" ? path : `${writeHost(host)}/${path}`;
}

function writeHost(host: string): string {
  return host.replace(/:(\d+)$/, "_$1");
}

// As docker tells a host from a repository's first part.
function isHost(part: string): boolean {
  return !part.includes("/") && (part === "localhost" || /[._]/.test(part) || part.startsWith("["));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
