import type { ErrorClass } from "@stevedore/errors";
import type { Usage } from "../snapshotter.ts";
import type { DiffJob, DiffResult } from "../diff/write-diff.ts";
import type { UnpackJob, UnpackResult } from "../apply/unpack.ts";

/** What worker threads do: the calls that would hold up the event loop. */
export interface DiskJobs {
  measure: { job: { directory: string }; result: Usage };
  "measure-changes": { job: { lower: string; upper: string }; result: Usage };
  copy: { job: { source: string; target: string }; result: void };
  clone: { job: { source: string; target: string }; result: void };
  image: { job: { directory: string; output: string }; result: void };
  "adopt-image": { job: { image: string; lowers: readonly string[] }; result: void };
  "merge-images": { job: { images: readonly string[]; output: string }; result: void };
  "protect-image": { job: { image: string }; result: void };
  adopt: { job: { directory: string; lowers: readonly string[] }; result: Usage };
  unpack: { job: UnpackJob; result: UnpackResult };
  diff: { job: DiffJob; result: DiffResult };
}

export type JobKind = keyof DiskJobs;

export type ToWorker =
  | { [K in JobKind]: { id: number; kind: K; job: DiskJobs[K]["job"] } }[JobKind]
  /** The file of an unpacking has grown. */
  | { id: number; kind: "grow"; available: number; end: boolean }
  | { id: number; kind: "cancel" };

export type FromWorker =
  | { id: number; kind: "progress"; bytes: number }
  | { id: number; kind: "done"; result: unknown }
  // An error loses its class on the way between threads.
  | { id: number; kind: "failed"; errorClass: ErrorClass; message: string };
