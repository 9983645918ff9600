import { containerd, packAny } from "@stevedore/api";
import { type Descriptor, ingestRefOf, isLayerType } from "@stevedore/oci";
import type { Stall } from "@stevedore/registry";
import { toDescriptor } from "./convert.ts";
import type { LayerObserver, PullObserver } from "./pull-events.ts";
import type { ClientStream } from "./streams.ts";

/** Tells a client how a transfer goes, in containerd's events. */
export interface Progress extends AsyncDisposable {
  status(event: string, about?: { name: string; descriptor: Descriptor }): void;
  /** The last word. `ctr` shows what has no name together with what comes next, so the last thing with a name is told once more. */
  completed(event: string): void;
  /** A blob that is on its way: says `waiting` at once. Asked again for the same blob, gives the same. */
  blob(descriptor: Descriptor, parents: readonly string[]): BlobProgress;
}

/** One blob: each method is one event, but for the moving ones, which are told every 300 ms. */
export interface BlobProgress {
  /** Its name in events, by which children refer to it. */
  readonly name: string;
  exists(): void;
  downloading(bytes: number): void;
  uploading(bytes: number): void;
  complete(): void;
  extracting(bytes: number): void;
  extracted(): void;
  /** It is too slow, and goes on elsewhere. */
  stalled(stall: Stall): void;
}

const TICK_MS = 300;

interface Movement {
  event: "downloading" | "uploading" | "extracting";
  bytes: number;
}

export interface ProgressOptions {
  /** Without one the client is told nothing. */
  stream: ClientStream | undefined;
  /** Names what blobs without a parent belong to. */
  root: () => string;
  /** Of a pull: told of its layers. */
  observer?: PullObserver;
}

export function createProgress({ stream, root, observer }: ProgressOptions): Progress {
  const moving = new Map<string, () => void>();
  const blobs = new Map<string, BlobProgress>();
  let named: containerd.types.transfer.IProgress | undefined;
  const send = (message: containerd.types.transfer.IProgress): void => {
    // nerdctl counts what is saved.
    if (message.name && message.event !== "saved") named = message;
    stream?.send(packAny("containerd.types.transfer.Progress", containerd.types.transfer.Progress, message));
  };
  const tellMoving = (): void => {
    for (const tell of moving.values()) tell();
    moving.clear();
  };
  const timer = stream === undefined ? undefined : setInterval(tellMoving, TICK_MS).unref();

  const create = (descriptor: Descriptor, parents: readonly string[]): BlobProgress => {
    const name = ingestRefOf(descriptor);
    const common = { name, parents: parents.length > 0 ? [...parents] : [root()], total: descriptor.size, desc: toDescriptor(descriptor) };
    const tell = (event: string, progress: number): void => send({ ...common, event, progress });
    const settle = (event: string, progress = descriptor.size): void => {
      moving.delete(name);
      tell(event, progress);
    };
    const move = ({ event, bytes }: Movement): void => void moving.set(name, () => tell(event, bytes));
    const layer: LayerObserver | undefined = isLayerType(descriptor.mediaType) ? observer?.layer(descriptor) : undefined;
    // Until a blob is stored a client hears how its bytes arrive, as from containerd, though they are unpacked meanwhile.
    let isStored = false;
    tell("waiting", 0);
    return {
      name,
      exists() {
        isStored = true;
        settle("already exists");
        layer?.stored();
      },
      downloading(bytes) {
        move({ event: "downloading", bytes });
        layer?.fetched(bytes);
      },
      uploading: (bytes) => move({ event: "uploading", bytes }),
      complete() {
        isStored = true;
        settle("complete");
        layer?.stored();
      },
      extracting(bytes) {
        if (isStored) move({ event: "extracting", bytes });
        layer?.unpacked(bytes);
      },
      extracted() {
        settle("extracted");
        layer?.done();
      },
      // A client shows what has no name as the state of the whole.
      stalled(stall) {
        const { host, rate, next } = stall;
        send({ event: `${name} is too slow at ${host} (${rate} B/s), going on at ${next}` });
        layer?.stalled(stall);
      },
    };
  };
  return {
    status: (event, about) => send(about === undefined ? { event } : { event, name: about.name, desc: toDescriptor(about.descriptor) }),
    completed(event) {
      // What moved last has to be told before, or it would come behind this.
      tellMoving();
      send({ event });
      if (named !== undefined) send(named);
    },
    blob(descriptor, parents) {
      const known = blobs.get(descriptor.digest) ?? create(descriptor, parents);
      blobs.set(descriptor.digest, known);
      return known;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      tellMoving();
      await stream?.close();
    },
  };
}
