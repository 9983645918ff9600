import { prepareHybridCgroups } from "./cgroups.ts";
import { startHost, type HostOptions } from "./host.ts";
import { startRegistry, type Registry } from "./registry.ts";
import type { Side } from "./side.ts";
import { startStock, startStockWithShim, uniqueNamespace, type StockOptions } from "./stock.ts";

/** Stock containerd and a host of ours beside each other, with one registry: what a test compares. */
export interface Pair extends AsyncDisposable {
  readonly stock: Side;
  readonly ours: Side;
  readonly registry: Registry;
  readonly namespace: string;
  /** An id for a container: the same on both sides, unique on this machine. */
  id(name: string): string;
  /**
   * Runs the same steps on stock and then on ours, one after the other because cgroups carry the same names; gives both
   * results, with what can't be equal replaced (see `normalise`).
   */
  both<T>(steps: (side: Side) => Promise<T>): Promise<{ stock: T; ours: T }>;
}

/**
 * Lines for a config.toml: garbage is collected only when a client asks for it (`--sync`), since what `ctr` stores without a lease would else be
 * removed at any moment, by stock containerd too.
 */
export const QUIET_GC = `[plugins."io.containerd.gc.v1.scheduler"]
  pause_threshold = 0.00001
  startup_delay = "1h"
`;

export interface PairOptions extends HostOptions {
  /** Lines for the config.toml of both sides, after `version = 2`. */
  bothConfig?: string;
  /** Another stock containerd than Debian's. */
  stockBinary?: string;
}

/**
 * With `STEVEDORE_TESTS_PEER=stock` a second stock containerd takes our place: it shows whether the tests themselves are sound.
 * With `STEVEDORE_TESTS_PEER=shim` that containerd runs its containers on our shim.
 */
export async function startPair({ bothConfig = "", stockBinary = "containerd", ...options }: PairOptions = {}): Promise<Pair> {
  await using stack = new AsyncDisposableStack();
  await prepareHybridCgroups();
  const namespace = uniqueNamespace();
  const config = QUIET_GC + bothConfig;
  const registry = stack.use(await startRegistry());
  const peer = { namespace, config, binary: stockBinary };
  const stock = stack.use(await startStock(peer));
  const ours = stack.use(await startOurs(peer, { ...options, namespace, config: config + (options.config ?? "") }));
  const owned = stack.move();
  return {
    stock,
    ours,
    registry,
    namespace,
    id: (name) => `${namespace}-${name}`,
    async both(steps) {
      return { stock: normalise(await steps(stock), stock), ours: normalise(await steps(ours), ours) };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function startOurs(peer: StockOptions, options: HostOptions): Promise<Side> {
  if (process.env.STEVEDORE_TESTS_PEER === "stock") return startStock(peer);
  return process.env.STEVEDORE_TESTS_PEER === "shim" ? startStockWithShim({ ...peer, asDefault: true }) : startHost(options);
}

/** Replaces a side's own paths in every string of a value (`ROOT`, `STATE`), so that both sides can be compared. */
export function normalise<T>(value: T, side: Pick<Side, "root" | "state">): T {
  if (typeof value === "string") return value.replaceAll(side.root, "ROOT").replaceAll(side.state, "STATE") as T;
  if (Array.isArray(value)) return value.map((item) => normalise(item, side) as unknown) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalise(item as unknown, side)])) as T;
  }
  return value;
}
