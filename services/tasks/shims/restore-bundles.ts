import { setTimeout as sleep } from "node:timers/promises";
import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { findBundles, removeBundle, type Bundle, type BundlePlaces } from "./bundle.ts";
import type { Shim } from "./shim.ts";

export interface RestoreBundlesDeps {
  places: BundlePlaces;
  /** The shim that a bundle names, by its binary or its sandbox; undefined where that can't be told. It need not answer. */
  loadShim(bundle: Bundle): Promise<Shim | undefined>;
  log: Logger;
}

const RETRY_MS = 500;

/** Hands each bundle of an earlier life to `restore`, with its shim; one that names no shim is removed. `kind` (`task`, `sandbox`) is for the log, where failures end too. */
export async function restoreBundles({ places, loadShim, log }: RestoreBundlesDeps, kind: string, restore: (bundle: Bundle, shim: Shim) => Promise<void>): Promise<void> {
  const bundles = findBundles(places);
  await Promise.all(
    bundles.map(async (bundle) => {
      try {
        const shim = await loadShim(bundle);
        if (shim === undefined) removeBundle(places, bundle);
        else await restore(bundle, shim);
      } catch (error) {
        log.error(`${kind} can't be restored`, { namespace: bundle.namespace, id: bundle.id, error: messageOf(error) });
      }
    }),
  );
  if (bundles.length > 0) log.info(`bundles of an earlier life: ${kind}`, { count: bundles.length });
}

/** Asks a shim that may just be starting until it answers: with undefined, or with the error that is its answer. Undefined too when `signal` fires. */
export async function answerOf(ask: () => Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  while (!signal.aborted) {
    try {
      await ask();
      return undefined;
    } catch (error) {
      if (!isError(error, "unavailable")) return error;
    }
    await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return undefined;
}
