import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Any, nowTimestamp, packAny, stevedore } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import type { EventBus } from "@stevedore/events";
import type { Logger } from "@stevedore/log";
import type { Descriptor } from "@stevedore/oci";
import { createRateMeter, type RateMeter } from "@stevedore/progress";
import type { Stall } from "@stevedore/registry";

/** Tells the bus something that nobody has to be able to rely on: it is lost where the bus is away. Never fails. */
export type Announce = (event: { namespace: string; topic: string; event: Any }) => Promise<void>;

const PATIENCE_MS = 250;

/** Publishes past the outbox: an event of the moment is not worth a place on disk, nor waiting for the bus. */
export function createAnnounce({ bus, log }: { bus: EventBus; log: Logger }): Announce {
  return async ({ namespace, topic, event }) => {
    const publishing = bus.publish({ namespace, topic, event, timestamp: nowTimestamp(), sequence: 0 }, `announced-${randomUUID()}`);
    publishing.catch((error: unknown) => log.debug("event not published", { topic, error: messageOf(error) }));
    await Promise.race([publishing.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);
  };
}

/** What a pull's events are made of. */
export interface PullObserver {
  /** The reference is known, and layers are being fetched. */
  resolved(): void;
  /** Asked again for the same layer, gives the same. */
  layer(descriptor: Descriptor): LayerObserver;
  /** Tells the end, with its error if it failed. */
  end(failure?: unknown): Promise<void>;
}

export interface LayerObserver {
  fetched(bytes: number): void;
  stored(): void;
  unpacked(bytes: number): void;
  done(): void;
  stalled(stall: Stall): void;
}

const { PullProgress, PullStalled } = stevedore.v1;
const INTERVAL_MS = 1000;

type LayerPhase = "waiting" | "fetch" | "fetched" | "unpack" | "done";

interface LayerState {
  descriptor: Descriptor;
  phase: LayerPhase;
  fetched: number;
  unpacked: number;
  meter: RateMeter;
}

/** Tells the bus how a pull goes: at once where it begins, resolves and ends, else once a second while anything moves. */
export function createPullEvents({ announce, namespace, reference }: { announce: Announce; namespace: string; reference: string }): PullObserver {
  const layers = new Map<string, LayerState>();
  const began = performance.now();
  let isResolved = false;
  let hasChanged = false;
  let sent = Promise.resolve();
  let waiting = 0;
  // One after the other: an older state must not come behind a newer one.
  const tell = (topic: string, event: Any): void => {
    waiting++;
    sent = sent.then(() => announce({ namespace, topic, event })).finally(() => waiting--);
  };
  const send = (phase: string, error = ""): void => {
    hasChanged = false;
    const message = { reference, phase, error, elapsedMs: Math.round(performance.now() - began), layers: [...layers.values()].map(toMessage) };
    tell("/stevedore/pull/progress", packAny("stevedore.v1.PullProgress", PullProgress, message));
  };
  const timer = setInterval(() => { if (hasChanged && waiting === 0) send(phaseOf(isResolved, layers)); }, INTERVAL_MS).unref();
  send("resolve");
  return {
    resolved() {
      isResolved = true;
      send("fetch");
    },
    layer(descriptor) {
      const state = layers.get(descriptor.digest) ?? { descriptor, phase: "waiting" as const, fetched: 0, unpacked: 0, meter: createRateMeter() };
      layers.set(descriptor.digest, state);
      return observe(state, {
        onChange: () => { hasChanged = true; },
        onStall: (stall) => tell("/stevedore/pull/stalled", packAny("stevedore.v1.PullStalled", PullStalled, { reference, ...stall })),
      });
    },
    async end(failure) {
      clearInterval(timer);
      for (const layer of layers.values()) if (failure === undefined) layer.phase = "done";
      if (failure === undefined) send("done");
      else send("failed", messageOf(failure));
      await sent;
    },
  };
}

function observe(state: LayerState, { onChange, onStall }: { onChange: () => void; onStall: (stall: Stall) => void }): LayerObserver {
  const { size } = state.descriptor;
  const enter = (phase: LayerPhase): void => {
    onChange();
    if (state.phase === phase) return;
    state.phase = phase;
    // Another phase is about other bytes.
    state.meter = createRateMeter();
  };
  return {
    fetched(bytes) {
      enter("fetch");
      state.fetched = bytes;
      state.meter.update(bytes);
    },
    stored() {
      state.fetched = size;
      enter(state.unpacked > 0 ? "unpack" : "fetched");
    },
    unpacked(bytes) {
      onChange();
      state.unpacked = bytes;
      if (state.fetched < size) return;
      enter("unpack");
      state.meter.update(bytes);
    },
    done() {
      state.fetched = size;
      enter("done");
    },
    stalled: onStall,
  };
}

function toMessage({ descriptor: { digest, size }, phase, fetched, unpacked, meter }: LayerState): stevedore.v1.ILayerProgress {
  const left = phase === "fetch" || phase === "unpack" ? meter.secondsLeft(size) : undefined;
  return { digest, phase, size, fetched, unpacked: phase === "done" && unpacked > 0 ? size : unpacked, rate: Math.round(meter.rate()), secondsLeft: left === undefined ? -1 : Math.ceil(left) };
}

function phaseOf(isResolved: boolean, layers: ReadonlyMap<string, LayerState>): string {
  if (!isResolved) return "resolve";
  const all = [...layers.values()];
  return all.length > 0 && all.every(({ phase }) => phase !== "waiting" && phase !== "fetch") ? "unpack" : "fetch";
}
