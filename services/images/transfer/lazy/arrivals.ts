import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { timestampOf, type stevedore } from "@stevedore/api";
import { isError, messageOf, notFound, outOfRange } from "@stevedore/errors";
import { createLimiter } from "@stevedore/locks";
import { ingestRefOf, Label } from "@stevedore/oci";
import type { Fetcher } from "@stevedore/registry";
import { EXTRACTION_PREFIX } from "../abandoned.ts";
import { locate, setLabels } from "../blobs.ts";
import { blobKey, cleanupCall, type LazyDeps, type Scope, type Shared, type TransferDeps } from "../deps.ts";
import { startDownload, type Download } from "../download.ts";
import { hasSnapshot } from "../has-snapshot.ts";
import { abortIngest } from "../ingest.ts";
import { withOwnLease } from "../own-lease.ts";
import { createProgress } from "../progress.ts";
import { registrySource } from "../registry-source.ts";
import type { Source } from "../source.ts";
import { asUpperLayer } from "../unpack-layer.ts";
import { arrivalBucket, decodeArrival, encodeArrival, namespaceOfBucket, type ArrivalRecord } from "./arrival.ts";
import { createPieces, type Pieces, type Place, type WantedBytes } from "./pieces.ts";
import { createQuietTurns } from "./quiet-turns.ts";
import { createSpareFile } from "./spare-file.ts";
import { fetchTail, type Tail, type Tails } from "./tails.ts";

/** The layers that are shown already and still arriving: fetched and unpacked in the background, and read from meanwhile. */
export interface Arrivals {
  /** Makes the blob readable. What is fetched is asked of `source`; `tails` are on their way already. */
  expect(namespace: string, record: ArrivalRecord, options: { source: Source; tails: Tails | undefined }): void;
  /** Nobody shall read it: its layer is not shown after all. */
  forget(namespace: string, digest: string): void;
  /** Writes down that the layer is shown, and has it arrive: `prefetch` bytes of it at once. */
  begin(namespace: string, record: ArrivalRecord, prefetch: number): Promise<void>;
  /** A layer that is shown already is asked of this source from now on, if it is still arriving. */
  refresh(namespace: string, chainId: string, source: Source): void;
  /** Bytes of a blob whose layer is about to be shown. @throws NotFound; what the registry says */
  read(namespace: string, piece: { digest: string; offset: number; length: number }, signal: AbortSignal): Promise<Buffer>;
  /** Has bytes of a blob in a file. @throws NotFound; what the registry says */
  locate(namespace: string, digest: string, wanted: WantedBytes): Promise<Place>;
  /** All that is arriving. */
  list(): stevedore.v1.IArrival[];
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
  pieces: Pieces;
  phase: "waiting" | "fetching" | "unpacking";
  /** Why it doesn't come on, and when it is tried again. */
  failure: { error: string; retryAt: Date } | undefined;
  /** The end of the blob, where tables of contents are: asked for at once. */
  tail: Promise<Tail> | undefined;
  stop: AbortController;
  done: Promise<void> | undefined;
}

/** What arrives at once. */
const AT_ONCE = 3;
/** The client that pulled has the processors to itself for so long. */
const START_MS = 300;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/** Layers that are not longer are mostly the small ones below, of which a start needs the shell and its libraries. */
const SMALL = 2 << 20;
/** However far a layer's maker would have it fetched ahead. */
const MOST_PREFETCHED = 32 << 20;

export function createArrivals(parts: { deps: TransferDeps; lazy: LazyDeps; shared: Shared }): Arrivals {
  const { deps, lazy } = parts;
  const { log } = deps;
  const shared: Shared = { ...parts.shared, downloads: createLimiter(AT_ONCE) };
  const turns = createQuietTurns();
  // Nobody knows any more which bytes are there.
  rmSync(lazy.directory, { recursive: true, force: true });
  const stopping = new AbortController();
  const byChain = new Map<string, Arrival>();
  const byDigest = new Map<string, Arrival>();
  const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;
  const scopeOf = ({ namespace, stop }: Arrival): Scope => {
    const signal = AbortSignal.any([stop.signal, stopping.signal]);
    return { deps, shared, log, ownsLease: true, call: { namespace, signal } };
  };
  const grownTo = (arrival: Arrival, end: number): Promise<Place | undefined> | undefined => {
    const { download, record: { descriptor: { digest, size } } } = arrival;
    if (download === undefined || !(download.ended || download.available >= end)) return undefined;
    const file = download.path().catch(() => locate(scopeOf(arrival), digest).catch(() => undefined));
    return file.then((at) => (at === undefined ? undefined : { path: at, end: download.ended ? size : download.available }));
  };
  const add = (namespace: string, record: ArrivalRecord, source: Source): Arrival => {
    const { descriptor } = record;
    const pieces = createPieces({
      descriptor,
      spare: createSpareFile(path.join(lazy.directory, `${descriptor.digest.replace(":", "-")}-${randomBytes(6).toString("base64url")}`)),
      fetcher: () => arrival.source.fetcher,
      grown: (end) => grownTo(arrival, end),
      rangeBytes: deps.config.rangeBytes,
      turns,
      turn: () => shared.downloads.tryTake(),
    });
    const arrival: Arrival = { namespace, record, source, pieces, download: undefined, tail: undefined, phase: "waiting", failure: undefined, stop: new AbortController(), done: undefined };
    byDigest.set(keyOf(namespace, record.descriptor.digest), arrival);
    return arrival;
  };
  const drop = (arrival: Arrival): void => {
    const { namespace, record, pieces } = arrival;
    const key = keyOf(namespace, record.descriptor.digest);
    if (byDigest.get(key) === arrival) byDigest.delete(key);
    void pieces.close();
    byChain.delete(keyOf(namespace, record.chainId));
  };
  // While that is not known, it is.
  const isWanted = ({ namespace, record: { snapshotter, chainId } }: Arrival): Promise<boolean> => hasSnapshot({ deps, call: { namespace } }, snapshotter, chainId).catch(() => true);
  const start = (arrival: Arrival): void => {
    byChain.set(keyOf(arrival.namespace, arrival.record.chainId), arrival);
    arrival.done = keepTrying(arrival).catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error("a layer stays lazy until the next start", { digest: arrival.record.descriptor.digest, error: messageOf(error) });
    });
  };
  const finish = async (arrival: Arrival): Promise<void> => {
    drop(arrival);
    await lazy.store.transact((tx) => tx.delete(arrivalBucket(arrival.namespace), arrival.record.chainId));
    // What an earlier life's lease holds of it, nobody waits for any more.
    await deps.abandoned.goneOnWith(arrival.namespace, whatOf(arrival));
  };

  const keepTrying = async (arrival: Arrival): Promise<void> => {
    const { record: { descriptor: { digest }, chainId } } = arrival;
    await sleep(START_MS, undefined, { signal: stopping.signal });
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, MAX_RETRY_MS)) {
      try {
        if (await isWanted(arrival)) {
          const lease = { id: `arrival-${randomBytes(6).toString("base64url")}`, what: whatOf(arrival) };
          await withOwnLease(scopeOf(arrival), lease, (scope) => arrive(scope, arrival));
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
        Object.assign(arrival, { phase: "waiting", failure: { error: messageOf(error), retryAt: new Date(Date.now() + wait) } });
        // Nobody knows which of the bytes were the wrong ones.
        if (isError(error, "failedPrecondition") || isError(error, "dataLoss")) await arrival.pieces.reset();
        await sleep(wait, undefined, { signal: stopping.signal });
      }
    }
  };

  const arrive = async (scope: Scope, arrival: Arrival): Promise<void> => {
    const { record: { snapshotter, descriptor, diffId, chainId }, source, pieces } = arrival;
    const open: Fetcher["open"] = (_, { offset = 0, signal } = {}) => pieces.inOrder(offset, signal ?? stopping.signal);
    arrival.phase = "fetching";
    arrival.download = startDownload(scope, { source: { ...source, fetcher: { ...source.fetcher, open } }, descriptor, progress: createProgress({ stream: undefined, root: () => "" }).blob(descriptor, []) });
    await arrival.download.stored;
    Object.assign(arrival, { phase: "unpacking", failure: undefined });
    // Everything can be read by now, but the processors may be in use for just that.
    await lazy.layers.quiet({}, scope.call).catch(() => undefined);
    await setLabels(scope, descriptor.digest, { [Label.uncompressed]: diffId });
    const key = `${EXTRACTION_PREFIX}${randomBytes(6).toString("base64url")} ${chainId}`;
    const { mounts } = await deps.snapshots.prepare({ snapshotter, key, parent: "" }, scope.call);
    try {
      const { mediaType, size } = descriptor;
      const file = await locate(scope, descriptor.digest);
      const { kept } = await lazy.layers.unpack({ snapshotter, name: chainId, path: file, mediaType, size, diffId, mounts: asUpperLayer(mounts) }, scope.call);
      scope.log.debug("a layer has been unpacked behind its readers", { digest: descriptor.digest, size, kept });
      await lazy.layers.complete({ snapshotter, name: chainId, key }, scope.call);
    } catch (error) {
      await deps.snapshots.remove({ snapshotter, key }, cleanupCall(scope)).catch(() => undefined);
      throw error;
    }
  };

  // What is on its way for nobody yet takes a turn; the network is free while the client starts its container.
  const fetchFirst = async (arrival: Arrival, prefetch: number): Promise<void> => {
    const { pieces, tail, stop, record: { descriptor: { size } } } = arrival;
    arrival.tail = undefined;
    const known = await tail?.catch(() => undefined);
    if (known !== undefined) await pieces.add(known.offset, known.bytes);
    const wanted = size <= SMALL ? size : Math.min(prefetch, MOST_PREFETCHED);
    if (wanted > 0) await shared.downloads.run(() => pieces.prefetch(wanted), AbortSignal.any([stop.signal, stopping.signal]));
  };

  const find = (namespace: string, digest: string): Arrival => {
    // One blob may be several layers, of which one has arrived already.
    const found = byDigest.get(keyOf(namespace, digest)) ?? [...byChain.values()].find((one) => one.namespace === namespace && one.record.descriptor.digest === digest);
    if (found === undefined) throw notFound(`blob ${digest}: nothing of it is arriving`);
    return found;
  };
  return {
    expect(namespace, record, { source, tails }) {
      const { descriptor } = record;
      const arrival = add(namespace, record, source);
      arrival.tail = tails?.get(descriptor.digest) ?? fetchTail(descriptor, { fetcher: source.fetcher, signal: stopping.signal });
    },
    forget(namespace, digest) {
      const arrival = byDigest.get(keyOf(namespace, digest));
      if (arrival !== undefined) drop(arrival);
    },
    async begin(namespace, record, prefetch) {
      const arrival = find(namespace, record.descriptor.digest);
      void fetchFirst(arrival, prefetch).catch((error: unknown) => log.debug("the beginning of a layer was not fetched at once", { digest: record.descriptor.digest, error: messageOf(error) }));
      await lazy.store.transact((tx) => void tx.put(arrivalBucket(namespace), record.chainId, encodeArrival(record)));
      start(arrival);
    },
    refresh(namespace, chainId, source) {
      const arrival = byChain.get(keyOf(namespace, chainId));
      if (arrival !== undefined) arrival.source = source;
    },
    async read(namespace, { digest, offset, length }, signal) {
      const { tail, source: { fetcher }, record: { descriptor } } = find(namespace, digest);
      const known = await tail?.catch(() => undefined);
      if (known !== undefined && offset >= known.offset) return known.bytes.subarray(offset - known.offset, offset + length - known.offset);
      return turns.urgent(() => fetcher.range(descriptor, { offset, length, signal: AbortSignal.any([signal, stopping.signal]) }));
    },
    async locate(namespace, digest, wanted) {
      const { pieces, record: { descriptor: { size } } } = find(namespace, digest);
      if (wanted.offset < 0 || wanted.length < 0 || wanted.offset + wanted.length > size) throw outOfRange(`blob ${digest}: bytes ${wanted.offset}+${wanted.length} of ${size}`);
      return pieces.locate(wanted);
    },
    list: () => [...byChain.values()].map((arrival) => describe(arrival)),
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
      await Promise.all([...byChain.values()].map(async ({ done, pieces }) => {
        await done;
        await pieces.close();
      }));
    },
  };
}

function describe({ namespace, record, download, pieces, phase, failure }: Arrival): stevedore.v1.IArrival {
  const { reference, snapshotter, chainId, descriptor: { digest, size } } = record;
  const inOrder = download?.ended === true ? size : (download?.available ?? 0);
  return {
    namespace, digest, reference, snapshotter, chainId, size, phase,
    available: inOrder + pieces.keptFrom(inOrder),
    error: failure?.error ?? "",
    retryAt: failure === undefined || phase !== "waiting" ? null : timestampOf(failure.retryAt),
  };
}

/** What the label of an arrival's lease says that it is for. */
function whatOf({ record: { chainId } }: Arrival): string {
  return `arrival of ${chainId}`;
}
