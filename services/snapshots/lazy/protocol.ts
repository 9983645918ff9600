import type { ErrorClass } from "@stevedore/errors";
import type { ReadFailure } from "./file-system.ts";
import type { KeptShared } from "./kept-streams.ts";
import type { LazyBlob } from "./layer-directory.ts";
import type { AttachedLayer } from "./open-layers.ts";

/** What the thread that answers the kernel is given. */
export interface LazyWorkerOptions {
  /** Of the snapshots. */
  directory: string;
  imagesSocket: string;
  opaqueXattr: string;
}

export type ToLazyWorker =
  /** Answer what the keeper behind this socket passes on. */
  | { kind: "serve"; socket: string }
  | { kind: "attach"; request: number; layer: LazyBlob & { id: number; parents: readonly number[] } }
  | { kind: "arrived"; id: number }
  | { kind: "distrust-kept"; id: number }
  | { kind: "kept"; request: number; id: number }
  | { kind: "quiet"; request: number };

export type FromLazyWorker =
  | { kind: "serving" }
  /** There is no keeper behind the socket any more. */
  | { kind: "lost"; socket: string; error: string }
  | { kind: "quiet"; request: number }
  | { kind: "kept"; request: number; shared: KeptShared | undefined }
  | { kind: "attached"; request: number; result: AttachedLayer }
  | { kind: "refused"; request: number; errorClass: ErrorClass; message: string }
  | { kind: "failure"; failure: ReadFailure };
