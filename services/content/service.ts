import type { ContentService, containerd } from "@stevedore/api";
import { invalidArgument, wrapError } from "@stevedore/errors";
import { digestProblem } from "@stevedore/oci";
import type { CallContext, Handlers } from "@stevedore/rpc";
import type { Catalogue } from "./catalogue.ts";
import type { IngestStatus } from "./stores/content-store.ts";
import type { IngestEngine } from "./writing/ingest-engine.ts";
import type { Scope } from "@stevedore/leases";
import { readRange } from "./read-blob.ts";
import type { Info } from "./records.ts";
import { conductWrite } from "./writing/write-dialogue.ts";

export interface ContentServiceDeps {
  catalogue: Catalogue;
  engine: IngestEngine;
  published(): Promise<void>;
  /** Called when a blob's record is gone. */
  deleted?(digest: string): Promise<unknown>;
}

const LIST_BATCH = 100;

/** The handlers of `containerd.services.content.v1.Content`. */
export function createContentService({ catalogue, engine, published, deleted }: ContentServiceDeps): Handlers<typeof ContentService> {
  return {
    async info({ digest }, context) {
      requireDigest(digest, () => `${JSON.stringify(digest)} failed validation`);
      return { info: await catalogue.info(context.namespace, digest) };
    },
    async update({ info, updateMask }, context) {
      const digest = info?.digest ?? "";
      requireDigest(digest, () => `${JSON.stringify(digest)} failed validation`);
      return { info: await catalogue.update(scopeOf(context), info!, updateMask?.paths ?? []) };
    },
    async *list({ filters }, { namespace }) {
      let info: Info[] = [];
      for (const found of await catalogue.list(namespace, filters)) {
        info.push(found);
        if (info.length < LIST_BATCH) continue;
        yield { info };
        info = [];
      }
      if (info.length > 0) yield { info };
    },
    async delete({ digest }, context) {
      requireDigest(digest, (problem) => problem);
      await catalogue.delete(scopeOf(context), digest);
      await deleted?.(digest);
      await published();
      return {};
    },
    async *read({ digest, offset, size }, context) {
      requireDigest(digest, (problem) => `${digest}: ${problem}`);
      yield* readRange(await catalogue.reader(context.namespace, digest, { offset, size }), { offset, size });
    },
    async status({ ref }, context) {
      try {
        return { status: encodeStatus(await catalogue.status(context.namespace, ref)) };
      } catch (error) {
        throw wrapError(`could not get status for ref ${JSON.stringify(ref)}`, error);
      }
    },
    async listStatuses({ filters }, { namespace }) {
      return { statuses: (await catalogue.listStatuses(namespace, filters)).map(encodeStatus) };
    },
    async *write(requests, context) {
      yield* conductWrite(engine, () => scopeOf(context), requests);
    },
    async abort({ ref }, context) {
      await catalogue.abort(scopeOf(context), ref);
      return {};
    },
  };
}

export function scopeOf({ namespace, lease, leaseHeld, deferred }: CallContext): Scope {
  return { namespace, lease, leaseHeld, deferred };
}

// Each method has its own wording, without the class behind it: clients have seen these since containerd 1.0.
function requireDigest(digest: string, describe: (problem: string) => string): void {
  const problem = digestProblem(digest);
  if (problem !== undefined) throw invalidArgument(describe(problem), { verbatim: true });
}

// An ingest's expected digest is not told: it counts only at the commit.
function encodeStatus({ ref, offset, total, startedAt, updatedAt }: IngestStatus): containerd.services.content.v1.IStatus {
  return { ref, offset, total, startedAt, updatedAt };
}
