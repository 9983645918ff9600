import { availableParallelism } from "node:os";
import { busyboxImage, newestContainerd, pushLayout, startHost, startRegistry, startStock, tempDir, type Host, type Registry, type Side } from "@stevedore/tests/kit";

/** What every measurement works with: both daemons, one registry, a busybox image on both. */
export interface Context extends AsyncDisposable {
  readonly stock: Side;
  /** The stock daemon's program. */
  readonly peer: string;
  readonly ours: Host;
  readonly registry: Registry;
  readonly image: string;
  readonly dir: string;
  /** Rounds to take when `many` is what a full run takes. */
  rounds(many: number): number;
  /** Whether a round that isn't counted comes before the others. */
  readonly warmUp: boolean;
  /** How many milliseconds away registries are to be; those of the measurement when none are asked for. */
  readonly delays?: readonly number[];
  /** A container's id that no other measurement uses. */
  nextId(side: Side): string;
}

export interface ContextOptions {
  /** A quarter of the rounds. */
  quick?: boolean;
  /** Exactly so many instead. */
  rounds?: number;
  /** No round before the others. */
  cold?: boolean;
  delays?: readonly number[];
}

/** The stock side is the newest containerd where it was built (tests/README.md), else Debian's; or another with PEER_CONTAINERD=PATH. */
export async function createContext(options: ContextOptions): Promise<Context> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("bench"));
  const registry = stack.use(await startRegistry());
  const peer = await findPeer();
  const stock = stack.use(await startStock({ binary: peer, config: PARALLEL_UNPACKING }));
  const ours = stack.use(await startHost());
  const image = await pushLayout(registry, await busyboxImage(), "busybox");
  for (const side of [stock, ours]) await side.must(["images", "pull", "--plain-http", image]);
  const owned = stack.move();
  let counter = 0;
  return {
    stock,
    peer,
    ours,
    registry,
    image,
    dir: dir.path,
    rounds: (many) => options.rounds ?? (options.quick ? Math.max(2, Math.ceil(many / 4)) : many),
    warmUp: !options.cold,
    ...(options.delays && { delays: options.delays }),
    nextId(side) {
      counter += 1;
      return `${side.namespace}-${counter}`;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

// Off by default in containerd 2.3; older ones don't know it.
const PARALLEL_UNPACKING = `[plugins."io.containerd.transfer.v1.local"]\n  max_concurrent_unpacks = ${availableParallelism()}\n`;

async function findPeer(): Promise<string> {
  const newest = await newestContainerd();
  return process.env.PEER_CONTAINERD ?? ("path" in newest ? newest.path : "containerd");
}
