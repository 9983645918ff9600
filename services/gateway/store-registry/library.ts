import { ContentService, ImagesService, IngestsService } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import type { Descriptor } from "@stevedore/oci";
import { createClient, type CallOptions, type Channel } from "@stevedore/rpc";
import { problem } from "./problem.ts";
import { findRepositories, groupByRepository, type NamedImage, type Repository } from "./repositories.ts";
import { createTrees } from "./tree.ts";

/** What a request names: a repository, and the host of it where a mirror's client says so. */
export interface Asked {
  name: string;
  host: string | undefined;
}

/** A blob that may be served. */
export interface Found {
  descriptor: Descriptor;
  path: string;
  size: number;
}

/** The store as repositories: only what an image of the asked repository is made of is in it. */
export interface Library {
  /** All repositories, by name. */
  names(): Promise<string[]>;
  /** @throws NAME_UNKNOWN */
  tags(asked: Asked): Promise<string[]>;
  /** @throws NAME_UNKNOWN, MANIFEST_UNKNOWN */
  manifest(asked: Asked, reference: { tag: string } | { digest: string }): Promise<Found>;
  /** @throws NAME_UNKNOWN, BLOB_UNKNOWN */
  blob(asked: Asked, digest: string): Promise<Found>;
  /** Manifests that are about a digest; none where the repository has nothing of it. @throws NAME_UNKNOWN */
  referrers(asked: Asked, digest: string): Promise<Descriptor[]>;
}

export interface LibraryDeps {
  images: Channel;
  content: Channel;
}

/** A repository, in the namespace where it is. */
interface Shelf {
  repository: Repository;
  call: CallOptions;
}

// A service that dies is back in a second; who asks meanwhile waits for it.
const TRIES = 3;

export function createLibrary(deps: LibraryDeps, { namespaces }: { namespaces: readonly string[] }): Library {
  const images = createClient(ImagesService, deps.images);
  const trees = createTrees(createClient(ContentService, deps.content));
  const ingests = createClient(IngestsService, deps.content);

  const repositoriesOf = async (namespace: string): Promise<Repository[]> => {
    const { images: found } = await images.list({}, { namespace });
    return groupByRepository(found.flatMap(({ name, target }) => (target ? [{ name, target: target as Descriptor } as NamedImage] : [])));
  };
  const shelvesOf = async (asked: Asked): Promise<Shelf[]> => {
    const found = await Promise.all(
      namespaces.map(async (namespace) => findRepositories(await repositoriesOf(namespace), asked).map((repository) => ({ repository, call: { namespace } }))),
    );
    if (found.flat().length === 0) throw problem(404, "NAME_UNKNOWN", `no image here is called ${asked.host === undefined ? "" : `${asked.host}/`}${asked.name}`);
    return found.flat();
  };
  const locate = async (descriptor: Descriptor, call: CallOptions): Promise<Found | undefined> => {
    try {
      const { path, size } = await ingests.locate({ digest: descriptor.digest }, call);
      return { descriptor, path, size: Number(size) };
    } catch (error) {
      // An image may be here without all of its parts: other platforms', or layers that were unpacked and dropped.
      if (isError(error, "notFound")) return undefined;
      throw error;
    }
  };
  const first = async (asked: Asked, look: (shelf: Shelf) => Promise<Descriptor | undefined>): Promise<Found | undefined> => {
    for (const shelf of await shelvesOf(asked)) {
      const descriptor = await look(shelf);
      const found = descriptor === undefined ? undefined : await locate(descriptor, shelf.call);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const search = (asked: Asked, digest: string) => first(asked, ({ repository, call }) => trees.find(repository.targets, digest, call));
  return {
    names: () => persistently(async () => {
      const all = await Promise.all(namespaces.map(repositoriesOf));
      return [...new Set(all.flat().map(({ path }) => path))].toSorted();
    }),
    tags: (asked) => persistently(async () => [...new Set((await shelvesOf(asked)).flatMap(({ repository }) => [...repository.tags.keys()]))].toSorted()),
    manifest: (asked, reference) => persistently(async () => {
      const found = "tag" in reference ? await first(asked, async ({ repository }) => repository.tags.get(reference.tag)) : await search(asked, reference.digest);
      if (found === undefined) throw problem(404, "MANIFEST_UNKNOWN", `${asked.name} has no ${"tag" in reference ? `tag ${reference.tag}` : `manifest ${reference.digest}`} here`);
      return found;
    }),
    blob: (asked, digest) => persistently(async () => {
      const found = await search(asked, digest);
      if (found === undefined) throw problem(404, "BLOB_UNKNOWN", `${asked.name} has no blob ${digest} here`);
      return found;
    }),
    referrers: (asked, digest) => persistently(async () => {
      const found = new Map<string, Descriptor>();
      for (const { repository, call } of await shelvesOf(asked)) {
        for (const descriptor of await trees.referrers(repository.targets, digest, call)) found.set(descriptor.digest, descriptor);
      }
      return [...found.values()].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
    }),
  };
}

async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === TRIES || !isError(error, "unavailable")) throw error;
    }
  }
}
