import { dataLoss, isError, messageOf, notFound } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { BlobGuard } from "../gc/blob-guard.ts";
import type { BlobPart, BlobReader, ContentStore, VerifyOptions } from "../stores/content-store.ts";
import { diskError } from "../stores/disk-errors.ts";
import { recordLost, type Damage } from "./lost-blobs.ts";
import { BLOBS_PREFIX, getBlob, namespacesWith, type Info } from "../records.ts";

export interface IntegrityDeps {
  store: MetadataStore;
  backend: ContentStore;
  guard: BlobGuard;
  log: Logger;
  /** Called for every blob that was set aside: it may be fetched again. */
  onLost(digest: string): void;
}

/** Sees to it that nobody is served from a blob that is not what its digest says. */
export interface Integrity {
  /** A reader for a blob with a record. @throws DataLoss, here or while it is read, when the blob is damaged, NotFound when its file is missing: it is set aside then */
  reader(info: Info, part?: BlobPart): Promise<BlobReader>;
  /** Runs what depends on a blob with a record; when that shows it to be damaged, sets it aside. @throws DataLoss then, or NotFound */
  watch<T>(digest: string, work: () => Promise<T>): Promise<T>;
  /** Holds a blob with a record against its digest and its size; when it is damaged, sets it aside and says how. */
  check(info: Info, options?: VerifyOptions): Promise<Damage | undefined>;
}

export function createIntegrity(deps: IntegrityDeps): Integrity {
  const { backend } = deps;
  const watch = async <T>(digest: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw mayBeDamage(error) ? await explain(deps, digest, error) : error;
    }
  };
  return {
    watch,
    async reader({ digest, size }, part) {
      const reader = await watch(digest, () => backend.reader(digest, part));
      if (reader.size !== size) {
        await reader.close();
        throw await explain(deps, digest, dataLoss(`content ${digest} has ${reader.size} bytes, not ${size}`));
      }
      return {
        size,
        read: (buffer, position) => reader.read(buffer, position).catch(async (error: unknown) => {
          throw mayBeDamage(error) ? await explain(deps, digest, error) : error;
        }),
        close: () => reader.close(),
      };
    },
    async check(info, options) {
      const problem = await findProblem(backend, info, options);
      return problem === undefined ? undefined : setAside(deps, info.digest);
    },
  };
}

function mayBeDamage(error: unknown): boolean {
  return isError(error, "dataLoss") || isError(error, "notFound");
}

/** The error to tell: what was seen, or that the blob was damaged, when it is. */
async function explain(deps: IntegrityDeps, digest: string, seen: unknown): Promise<unknown> {
  const damage = await setAside(deps, digest, seen);
  // Of a file that is not there clients hear what they always have.
  if (isError(seen, "notFound")) return seen;
  // Somebody else has mended it by now, or it was a copy that was damaged.
  if (damage === undefined) return dataLoss(`content ${digest} was damaged where it was read: ${textOf(seen)}`, { hint: "it is whole now: read it again" });
  return dataLoss(`content ${digest} is corrupt: ${damage.problem}`, { hint: "it was set aside, and is fetched again where a registry is known for it; else pull or import its image again" });
}

/** Looks again, with nobody else at it; undefined when nothing is wrong with it, or it is nobody's. */
function setAside({ store, backend, guard, log, onLost }: IntegrityDeps, digest: string, seen?: unknown): Promise<Damage | undefined> {
  return guard.alone(digest, async () => {
    const holders = namespacesWith(store, BLOBS_PREFIX).filter((namespace) => getBlob(store, namespace, digest) !== undefined);
    const info = holders[0] === undefined ? undefined : getBlob(store, holders[0], digest);
    const found = info === undefined ? undefined : await findProblem(backend, info);
    if (found === undefined) return undefined;
    // What its backend counts as missing since it was seen to be damaged.
    const problem = found === MISSING && isError(seen, "dataLoss") ? textOf(seen) : found;
    const aside = await backend.setAside(digest).catch((error: unknown) => {
      if (isError(error, "notFound")) return "";
      throw error;
    });
    const damage = { digest, problem, aside };
    await store
      .transact((tx) => holders.forEach((namespace) => recordLost(tx, namespace, damage)))
      .catch((error: unknown) => {
        throw diskError(`set ${digest} aside`, error);
      });
    log.error("a blob is corrupt and was set aside", { digest, problem, aside, namespaces: holders });
    onLost(digest);
    return damage;
  });
}

async function findProblem(backend: ContentStore, { digest, size }: Info, options?: VerifyOptions): Promise<string | undefined> {
  try {
    await backend.verify(digest, { ...options, size });
    return undefined;
  } catch (error) {
    if (isError(error, "notFound")) return MISSING;
    if (isError(error, "dataLoss")) return textOf(error);
    throw error;
  }
}

const MISSING = "it is missing";

function textOf(error: unknown): string {
  return messageOf(error).replace(/: data loss$/, "");
}

/** What a client hears who asks for a blob that is lost: it may write it anew. */
export function lostNotFound(digest: string, problem: string): Error {
  return notFound(`content digest ${digest}`, { hint: `it was corrupt (${problem}) and has been set aside: pull or import its image again` });
}
