import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiffService, LazyLayersService } from "@stevedore/api";
import { failedPrecondition, isError, messageOf, notFound } from "@stevedore/errors";
import { createLimiter } from "@stevedore/locks";
import type { MetadataStore } from "@stevedore/metadata";
import { ingestRefOf, Label } from "@stevedore/oci";
import type { Client } from "@stevedore/rpc";
import { EXTRACTION_PREFIX, TRANSFER_LABEL } from "../abandoned.ts";
import { locate, setLabels } from "../blobs.ts";
import { blobKey, cleanupCall, type Scope, type Shared, type TransferDeps } from "../deps.ts";
import { startDownload, type Download } from "../download.ts";
import { abortIngest } from "../ingest.ts";
import { createProgress } from "../progress.ts";
import { registrySource, type Source } from "../source.ts";
import { asUpperLayer } from "../unpack-layer.ts";
import { arrivalBucket, decodeArrival, encodeArrival, namespaceOfBucket, type ArrivalRecord } from "./arrival.ts";
import { createQuietTurns } from "./quiet-turns.ts";

/** What it takes for layers to be shown before they have arrived. */
export interface LazyDeps {
  layers: Client<typeof LazyLayersService>;
  diff: Client<typeof DiffService>;
  store: MetadataStore;
}

/** The layers that are shown already and still arriving: fetched and unpacked in the background, and read from meanwhile. */
export interface Arrivals {
  /** Makes the blob readable. What is fetched is asked of `source`. */
  expect(namespace: string, record: ArrivalRecord, source: Source): void;
  /** Nobody shall read it: its layer is not shown after all. */
  forget(namespace: string, digest: string): void;
  /** Writes down that the layer is shown, and has it arrive. */
  begin(namespace: string, record: ArrivalRecord): Promise<void>;
  /** A layer that is shown already is asked of this source from now on, if it is still arriving. */
  refresh(namespace: string, chainId: string, source: Source): void;
  /** Bytes of a blob, from wherever they are. @throws NotFound; what the registry says */
  read(namespace: string, piece: { digest: string; offset: number; length: number }, signal: AbortSignal): Promise<Buffer>;
  /** Goes on with what was arriving in an earlier life. */
  resume(): void;
  /** Garbage was collected: what nobody wants any more stops arriving. */
  recheck(): void;
  stop(): Promise<void>;
}

interface Arrival {
  namespace: string;
  record: ArrivalRecord;
  source: Source;
  download: Download | undefined;
  /** The end of the blob, where tables of contents are: asked for at once. */
  tail: Promise<{ offset: number; bytes: Buffer }> | undefined;
  stop: AbortController;
  done: Promise<void> | undefined;
}

/** What arrives at once. */
const AT_ONCE = 2;
/** The client that pulled has the processors to itself for so long. */
const START_MS = 300;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
const TAIL = 128 << 10;

export function createArrivals(parts: { deps: TransferDeps; lazy: LazyDeps; shared: Shared }): Arrivals {
  const { deps, lazy } = parts;
  const { log } = deps;
  const shared: Shared = { ...parts.shared, downloads: createLimiter(AT_ONCE) };
  const turns = createQuietTurns();
  const stopping = new AbortController();
  const byChain = new Map<string, Arrival>();
  const byDigest = new Map<string, Arrival>();
  const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;
  const scopeOf = ({ namespace, stop }: Arrival, lease?: string): Scope => {
    const signal = AbortSignal.any([stop.signal, stopping.signal]);
    return { deps, shared, log, ownsLease: true, call: { namespace, signal, ...(lease === undefined ? {} : { lease }) } };
  };
  const add = (namespace: string, record: ArrivalRecord, source: Source): Arrival => {
    const arrival: Arrival = { namespace, record, source, download: undefined, tail: undefined, stop: new AbortController(), done: undefined };
    byDigest.set(keyOf(namespace, record.descriptor.digest), arrival);
    return arrival;
  };
  const drop = ({ namespace, record }: Arrival): void => {
    const key = keyOf(namespace, record.descriptor.digest);
    if (byDigest.get(key)?.record.chainId === record.chainId) byDigest.delete(key);
    byChain.delete(keyOf(namespace, record.chainId));
  };
  const isWanted = async (arrival: Arrival): Promise<boolean> => {
    try {
      await deps.snapshots.stat({ snapshotter: arrival.record.snapshotter, key: arrival.record.chainId }, { namespace: arrival.namespace });
      return true;
    } catch (error) {
      return !isError(error, "notFound");
    }
  };
  const start = (arrival: Arrival): void => {
    byChain.set(keyOf(arrival.namespace, arrival.record.chainId), arrival);
    arrival.done = keepTrying(arrival).catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error("a layer stays lazy until the next start", { digest: arrival.record.descriptor.digest, error: messageOf(error) });
    });
  };
  const finish = async (arrival: Arrival): Promise<void> => {
    drop(arrival);
    await lazy.store.transact((tx) => tx.delete(arrivalBucket(arrival.namespace), arrival.record.chainId));
  };

  const keepTrying = async (arrival: Arrival): Promise<void> => {
    const { record: { descriptor: { digest }, chainId } } = arrival;
    await sleep(START_MS, undefined, { signal: stopping.signal });
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, MAX_RETRY_MS)) {
      try {
        if (await isWanted(arrival)) {
          await underLease(scopeOf(arrival), `arrival of ${chainId}`, (lease) => arrive(scopeOf(arrival, lease), arrival));
          log.info("a layer has arrived; its snapshot is an ordinary one", { digest, chainId });
        }
        return await finish(arrival);
      } catch (error) {
        stopping.signal.throwIfAborted();
        if (!(await isWanted(arrival))) {
          log.info("a layer that was arriving is not wanted any more", { digest });
          const scope = scopeOf({ ...arrival, stop: new AbortController() });
          // What had arrived is kept for who pulls again; nobody will.
          if (!shared.fetching.has(blobKey(scope, digest))) await abortIngest(scope, ingestRefOf(arrival.record.descriptor));
          return finish(arrival);
        }
        log.warn("a layer does not arrive; it is tried again", { digest, error: messageOf(error), waitMs: wait });
        arrival.download = undefined;
        await sleep(wait, undefined, { signal: stopping.signal });
      }
    }
  };

  const arrive = async (scope: Scope, arrival: Arrival): Promise<void> => {
    const { record: { snapshotter, descriptor, diffId, chainId }, source } = arrival;
    arrival.download = startDownload(scope, { source: { ...source, fetcher: turns.patient(source.fetcher) }, descriptor, progress: createProgress({ stream: undefined, root: () => "" }).blob(descriptor, []) });
    await arrival.download.stored;
    await setLabels(scope, descriptor.digest, { [Label.uncompressed]: diffId });
    const key = `${EXTRACTION_PREFIX}${randomBytes(6).toString("base64url")} ${chainId}`;
    const { mounts } = await deps.snapshots.prepare({ snapshotter, key, parent: "" }, scope.call);
    try {
      const { applied } = await lazy.diff.apply({ diff: descriptor, mounts: asUpperLayer(mounts) }, scope.call);
      if (applied?.digest !== diffId) throw failedPrecondition(`wrong diff id "${applied?.digest ?? ""}" calculated on extraction, the image's config says "${diffId}"`);
      await lazy.layers.complete({ snapshotter, name: chainId, key }, scope.call);
    } catch (error) {
      await deps.snapshots.remove({ snapshotter, key }, cleanupCall(scope)).catch(() => undefined);
      throw error;
    }
  };

  const find = (namespace: string, digest: string): Arrival => {
    const found = byDigest.get(keyOf(namespace, digest));
    if (found === undefined) throw notFound(`blob ${digest}: nothing of it is arriving`);
    return found;
  };
  return {
    expect(namespace, record, source) {
      const { fetcher } = source;
      const { descriptor } = record;
      const arrival = add(namespace, record, source);
      const offset = Math.max(0, descriptor.size - TAIL);
      arrival.tail = fetcher.range(descriptor, { offset, length: descriptor.size - offset, signal: stopping.signal }).then((bytes) => ({ offset, bytes }));
      arrival.tail.catch(() => undefined);
    },
    forget(namespace, digest) {
      byDigest.delete(keyOf(namespace, digest));
    },
    async begin(namespace, record) {
      const arrival = find(namespace, record.descriptor.digest);
      arrival.tail = undefined;
      await lazy.store.transact((tx) => void tx.put(arrivalBucket(namespace), record.chainId, encodeArrival(record)));
      start(arrival);
    },
    refresh(namespace, chainId, source) {
      const arrival = byChain.get(keyOf(namespace, chainId));
      if (arrival !== undefined) arrival.source = source;
    },
    async read(namespace, { digest, offset, length }, signal) {
      const arrival = find(namespace, digest);
      const { download, tail, source: { fetcher }, record: { descriptor } } = arrival;
      const end = offset + length;
      if (download !== undefined && (download.ended || download.available >= end)) {
        const here = await readFile(await download.path().catch(() => locate(scopeOf(arrival), digest)), offset, length).catch(() => undefined);
        if (here !== undefined) return here;
      }
      const known = await tail?.catch(() => undefined);
      if (known !== undefined && offset >= known.offset) return known.bytes.subarray(offset - known.offset, end - known.offset);
      return turns.urgent(() => fetcher.range(descriptor, { offset, length, signal: AbortSignal.any([signal, stopping.signal]) }));
    },
    resume() {
      for (const bucket of lazy.store.buckets(arrivalBucket(""))) {
        const namespace = namespaceOfBucket(bucket) ?? "";
        for (const { value } of lazy.store.list(bucket)) {
          const record = decodeArrival(value);
          const call = { namespace, signal: stopping.signal };
          const { reference, hostDir, defaultScheme } = record;
          const source = registrySource({ deps, shared, log, ownsLease: false, call }, { reference, resolver: { hostDir, defaultScheme } });
          start(add(namespace, record, source));
        }
      }
    },
    recheck() {
      for (const arrival of byChain.values()) void isWanted(arrival).then((wanted) => { if (!wanted) arrival.stop.abort(notFound(`snapshot ${arrival.record.chainId}`)); });
    },
    async stop() {
      stopping.abort(new DOMException("the service is stopping", "AbortError"));
      await Promise.all([...byChain.values()].map(({ done }) => done));
    },
  };
}

const LEASE_HOURS = 24;

// What arrives has nobody's lease: until the image's own records refer to it, one of ours keeps it.
async function underLease(scope: Scope, what: string, task: (lease: string) => Promise<void>): Promise<void> {
  const { deps: { leases } } = scope;
  const id = `arrival-${randomBytes(6).toString("base64url")}`;
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  await leases.create({ id, labels: { "containerd.io/gc.expire": expire, [TRANSFER_LABEL]: what } }, scope.call);
  try {
    await task(id);
  } finally {
    await leases.delete({ id }, cleanupCall(scope)).catch((error: unknown) => {
      if (!isError(error, "notFound")) scope.log.warn("lease not deleted, it expires by itself", { lease: id, error: messageOf(error) });
    });
  }
}

/** Undefined where the file ends before. */
async function readFile(file: string, offset: number, length: number): Promise<Buffer | undefined> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(length);
    let has = 0;
    while (has < length) {
      const { bytesRead } = await handle.read(buffer, has, length - has, offset + has);
      if (bytesRead === 0) return undefined;
      has += bytesRead;
    }
    return buffer;
  } finally {
    await handle.close();
  }
}
