import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { Integrity } from "./integrity.ts";
import { verifyAll } from "./integrity-service.ts";

export interface ScrubberDeps {
  store: MetadataStore;
  integrity: Integrity;
  log: Logger;
  /** Ends it. */
  signal: AbortSignal;
}

export interface ScrubOptions {
  /** From the end of one round to the beginning of the next; 0: never. */
  intervalMs: number;
  bytesPerSecond: number;
}

/** Reads all blobs again and again, slowly, so that damage is found before somebody needs them. Resolves when it has ended. */
export async function scrub(deps: ScrubberDeps, { intervalMs, bytesPerSecond }: ScrubOptions): Promise<void> {
  const { log, signal } = deps;
  if (intervalMs === 0) return;
  while (!signal.aborted) {
    try {
      await delay(intervalMs, undefined, { signal, ref: false });
      let blobs = 0;
      for await (const _ of verifyAll(deps, () => true, { signal, bytesPerSecond })) blobs += 1;
      log.info("all blobs were read", { blobs });
    } catch (error) {
      if (!signal.aborted) log.warn("blobs were not all read", { error: messageOf(error) });
    }
  }
}
