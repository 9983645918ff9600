import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ImagesService, LeasesService, NamespacesService } from "@stevedore/api";
import { createLogger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { createCollection } from "@stevedore/resources";
import { connect, createClient, createHandlerTable, serveTtrpc } from "@stevedore/rpc";
import type { ResourceOwner } from "../gc/resource-owner.ts";
import { createImageStore } from "../image-store.ts";
import { createLeaseStore } from "../lease-store.ts";
import { createNamespaceDeletions } from "../namespace-deletions.ts";
import { createNamespaceStore } from "../namespace-store.ts";
import { createImagesHandlers, createLeasesHandlers, createNamespacesHandlers } from "../service.ts";
import { ownNameOf } from "../gc/own-records.ts";

export const quiet = createLogger({ service: "test", write: () => undefined });

export const digestOf = (seed: number): string => `sha256:${seed.toString(16).padStart(64, "0")}`;

/** A temporary directory that goes when its test ends. */
export function createTempDir(): { path: string } & Disposable {
  const dir = mkdtempSync(path.join(tmpdir(), "stevedore-images-"));
  return { path: dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

export interface ApiOptions {
  owners?: readonly ResourceOwner[];
  collect?: () => Promise<unknown>;
}

/** The Images, Namespaces and Leases services over a ttrpc socket, on a store of their own. */
export async function startApi({ owners = [], collect = async () => undefined }: ApiOptions = {}) {
  const dir = createTempDir();
  const raw: MetadataStore = openSqliteStore({ path: path.join(dir.path, "images.db") });
  const collection = createCollection({ store: raw, nameOf: ownNameOf });
  const { store } = collection;
  const published = async (): Promise<void> => undefined;
  const stopped = new AbortController();
  const deletions = createNamespaceDeletions({ store, owners, log: quiet, signal: stopped.signal });
  const table = createHandlerTable();
  table.add(ImagesService, createImagesHandlers({ images: createImageStore(store, collection), published, collect }));
  table.add(LeasesService, createLeasesHandlers({ leases: createLeaseStore(store, collection), collect }));
  table.add(NamespacesService, createNamespacesHandlers({ namespaces: createNamespaceStore({ store, owners, deletions, log: quiet }), published }));
  const socket = path.join(dir.path, "images.sock");
  const server = await serveTtrpc({ table, path: socket, log: quiet });
  const channel = connect({ path: socket });
  return {
    images: createClient(ImagesService, channel),
    leases: createClient(LeasesService, channel),
    namespaces: createClient(NamespacesService, channel),
    raw,
    collection,
    events: () => raw.outbox.pending(1000).map(({ namespace, topic, event }) => ({ namespace, topic, type: event.type_url, value: event.value })),
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await channel.close();
      await server.close();
      await raw.close();
      dir[Symbol.dispose]();
    },
  };
}
