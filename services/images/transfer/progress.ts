import { containerd, packAny } from "@stevedore/api";
import { type Descriptor, ingestRefOf } from "@stevedore/oci";
import type { Stall } from "@stevedore/registry";
import { toDescriptor } from "./convert.ts";
import type { ClientStream } from "./streams.ts";

/** Tells a client how a transfer goes, in containerd's events. */
export interface Progress extends AsyncDisposable {
  status(event: string, about?: { name: string; descriptor: Descriptor }): void;
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

/** Without a stream nothing is told. `root` names what blobs without a parent belong to. */
export function createProgress({ stream, root }: { stream: ClientStream | undefined; root: () => string }): Progress {
  const moving = new Map<string, () => void>();
  const blobs = new Map<string, BlobProgress>();
  const send = (message: containerd.types.transfer.IProgress): void =>
    stream?.send(packAny("containerd.types.transfer.Progress", containerd.types.transfer.Progress, message));
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
    tell("waiting", 0);
    return {
      name,
      exists: () => settle("already exists"),
      downloading: (bytes) => move({ event: "downloading", bytes }),
      uploading: (bytes) => move({ event: "uploading", bytes }),
      complete: () => settle("complete"),
      extracting: (bytes) => move({ event: "extracting", bytes }),
      extracted: () => settle("extracted"),
      // A client shows what has no name as the state of the whole.
      stalled: ({ host, rate, next }) => send({ event: `${name} is too slow at ${host} (${rate} B/s), going on at ${next}` }),
    };
  };
  return {
    status: (event, about) => send(about === undefined ? { event } : { event, name: about.name, desc: toDescriptor(about.descriptor) }),
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
