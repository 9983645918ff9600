import { dateOf, LazyContentService, LazyLayersService, type stevedore } from "@stevedore/api";
import { createHostPaths, DEFAULT_ROOT } from "@stevedore/config";
import { connect, createClient } from "@stevedore/rpc";
import { formatBytes } from "./format.ts";

/** What a host shows of images that have not arrived, and how they come along. */
export interface LazyState {
  keeper: {
    mountpoint: string;
    mounted: boolean;
    /** Absent when it is not there. */
    pid?: number;
    /** The snapshots service answers what it passes on. */
    serving: boolean;
    inUse: boolean;
    failedReads: number;
    lastFailure: string;
  };
  /** Layers whose files are not on disk. */
  layers: { id: number; namespace: string; digest: string }[];
  arrivals: ArrivalState[];
}

export interface ArrivalState {
  namespace: string;
  digest: string;
  reference: string;
  snapshotter: string;
  chainId: string;
  size: number;
  available: number;
  phase: string;
  error?: string;
  retryAt?: string;
}

const TIMEOUT_MS = 5000;

/** Asks the snapshots and images services of the host in `state`; undefined where they don't answer, or the host has no lazy layers. */
export async function readLazyState(state: string): Promise<LazyState | undefined> {
  const paths = createHostPaths({ root: DEFAULT_ROOT, state });
  const channels = [connect({ path: paths.socket("snapshots") }), connect({ path: paths.socket("images") })] as const;
  try {
    const [layers, { arrivals }] = await Promise.all([
      createClient(LazyLayersService, channels[0]).status({}, { timeoutMs: TIMEOUT_MS }),
      createClient(LazyContentService, channels[1]).list({}, { timeoutMs: TIMEOUT_MS }),
    ]);
    return { ...decodeLayers(layers), arrivals: (arrivals ?? []).map((arrival) => decodeArrival(arrival)) };
  } catch {
    return undefined;
  } finally {
    await Promise.all(channels.map((channel) => channel.close()));
  }
}

/** What is wrong with how lazy layers are shown; undefined when nothing is, or nobody needs it. */
export function keeperProblem({ keeper, layers }: LazyState): string | undefined {
  if (layers.length === 0 && !keeper.inUse) return undefined;
  if (keeper.pid === undefined) return "the keeper process is not there: containers that were started before their image had arrived have lost its files";
  if (!keeper.mounted) return `nothing is mounted on ${keeper.mountpoint}`;
  return keeper.serving ? undefined : "the snapshots service does not answer what the keeper passes on: whoever reads waits";
}

/** `12.3 MB of 101 MB (12 %), fetching`, and why it doesn't come on. */
export function describeArrival({ size, available, phase, error, retryAt }: ArrivalState): string {
  const has = `${formatBytes(available)} of ${formatBytes(size)} (${Math.floor((100 * available) / Math.max(1, size))} %)`;
  const again = retryAt === undefined ? "" : `, tried again at ${retryAt}`;
  return `${has}, ${phase}${error === undefined ? "" : `: ${error}${again}`}`;
}

function decodeLayers({ mountpoint, mounted, keeperPid, serving, inUse, layers, failedReads, lastFailure }: stevedore.v1.ILazyLayersStatus): Omit<LazyState, "arrivals"> {
  return {
    keeper: {
      mountpoint: mountpoint ?? "",
      mounted: mounted === true,
      ...(keeperPid ? { pid: keeperPid } : {}),
      serving: serving === true,
      inUse: inUse === true,
      failedReads: Number(failedReads ?? 0),
      lastFailure: lastFailure ?? "",
    },
    layers: (layers ?? []).map(({ id, namespace, digest }) => ({ id: Number(id), namespace: namespace ?? "", digest: digest ?? "" })),
  };
}

function decodeArrival({ namespace, digest, reference, snapshotter, chainId, size, available, phase, error, retryAt }: stevedore.v1.IArrival): ArrivalState {
  return {
    namespace: namespace ?? "",
    digest: digest ?? "",
    reference: reference ?? "",
    snapshotter: snapshotter ?? "",
    chainId: chainId ?? "",
    size: Number(size ?? 0),
    available: Number(available ?? 0),
    phase: phase ?? "",
    ...(error ? { error } : {}),
    ...(retryAt == null ? {} : { retryAt: dateOf(retryAt).toISOString() }),
  };
}
