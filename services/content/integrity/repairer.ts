import type { RepairsService } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import { createFlights } from "@stevedore/locks";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { Client } from "@stevedore/rpc";
import { listLost } from "./lost-blobs.ts";

export interface RepairerDeps {
  store: MetadataStore;
  client: Client<typeof RepairsService>;
  log: Logger;
  /** Ends all attempts. */
  signal: AbortSignal;
}

/** Has lost blobs fetched again from where they came. */
export interface Repairer {
  /** Takes care of a blob from now on: at once, then at growing intervals, until it is back or nobody's. */
  wake(digest: string): void;
  /** Of all that earlier lives have lost. */
  resume(): void;
  /** Tries now; says from where it came. @throws what keeps it from coming */
  repair(digest: string): Promise<string>;
}

const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FETCH_TIMEOUT_MS = 30 * 60_000;
const SOURCE_LABEL = "containerd.io/distribution.source.";

export function createRepairer({ store, client, log, signal }: RepairerDeps): Repairer {
  const waiting = new Map<string, NodeJS.Timeout | undefined>();
  const running = createFlights<string>();

  const fetch = async (digest: string): Promise<string> => {
    const lost = [...listLost(store, digest)];
    // A namespace without a source of its own has what another's brings.
    const { namespace, lost: record } = lost.find(({ lost: found }) => hasSource(found.labels)) ?? lost[0] ?? {};
    if (record === undefined) return "";
    const { source } = await client.fetch({ digest, size: record.size, labels: record.labels ?? {} }, { namespace: namespace ?? "", signal, timeoutMs: FETCH_TIMEOUT_MS });
    log.info("a lost blob is back", { digest, source });
    return source ?? "";
  };
  const repair = (digest: string): Promise<string> => running.join(digest, () => fetch(digest));
  const attempt = async (digest: string, waitMs: number): Promise<void> => {
    try {
      if (signal.aborted || listLost(store, digest)[Symbol.iterator]().next().done === true) return void waiting.delete(digest);
      await repair(digest);
      waiting.delete(digest);
    } catch (error) {
      if (signal.aborted) return;
      log.warn("a lost blob could not be fetched again", { digest, error: messageOf(error), nextAttemptMs: isHopeless(error) ? undefined : waitMs });
      if (isHopeless(error)) return void waiting.delete(digest);
      waiting.set(digest, setTimeout(() => void attempt(digest, Math.min(2 * waitMs, LONGEST_WAIT_MS)), waitMs).unref());
    }
  };
  signal.addEventListener("abort", () => waiting.forEach((timer) => clearTimeout(timer)), { once: true });
  const wake = (digest: string): void => {
    if (waiting.has(digest) || signal.aborted) return;
    waiting.set(digest, undefined);
    void attempt(digest, FIRST_WAIT_MS);
  };
  return {
    wake,
    resume: () => new Set([...listLost(store)].map(({ lost }) => lost.digest)).forEach(wake),
    repair,
  };
}

function hasSource(labels: Readonly<Record<string, string>> | null | undefined): boolean {
  return Object.keys(labels ?? {}).some((key) => key.startsWith(SOURCE_LABEL));
}

// No repository is known, or none has it: only a client can bring it.
function isHopeless(error: unknown): boolean {
  return isError(error, "notFound") || isError(error, "unimplemented");
}
