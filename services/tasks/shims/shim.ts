import type { google, SandboxRuntimeService, TaskV3Service } from "@stevedore/api";
import type { Client } from "@stevedore/rpc";
import type { Bootstrap } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";

/** The shim protocol's task service. Versions 2 and 3 have the same messages. */
export type TaskClient = Client<typeof TaskV3Service>;

/** The shim protocol's sandbox service, which a shim need not have. */
export type SandboxClient = Client<typeof SandboxRuntimeService>;

/** How a process ended. */
export interface Exit {
  pid: number;
  exitStatus: number;
  exitedAt: google.protobuf.ITimestamp;
}

/** The shim that runs one task, or one sandbox; several may be run by one process. */
export interface Shim {
  readonly tasks: TaskClient;
  readonly sandboxes: SandboxClient;
  /** How to reach it: what the tasks of its sandbox are told. */
  readonly bootstrap: Bootstrap;
  /** True when the process behind it comes back by itself after it died, with all its tasks: calls may be made again. */
  readonly restarts: boolean;
  /** Called once when the shim has died under its task; never for one that restarts. */
  onDeath(listener: () => void): void;
  /** Its task is deleted: ends the process, unless it has others to run. One that does not answer is left, or killed `byForce`, where it can have no other task. */
  shutdown(options?: { byForce?: boolean }): Promise<void>;
  /** Removes what a task left that its shim can't delete any more, and tells how it ended. @throws when that fails too */
  cleanUp(): Promise<Exit | undefined>;
  /** Closes connections and log. The process goes on. */
  close(): void;
}

export interface StartRequest {
  bundle: Bundle;
  /** Options of the task, else of the container's runtime. */
  options: google.protobuf.IAny | undefined;
  signal: AbortSignal;
}

/** A kind of shim. */
export interface ShimLauncher {
  /** Makes a shim ready to create the bundle's task. @throws Unknown with what the shim said */
  start(request: StartRequest): Promise<Shim>;
  /** The shim of a bundle of an earlier life of this service; it need not answer. */
  load(bundle: Bundle): Promise<Shim>;
  /** Types of mounts that it makes itself though the mount manager could (`erofs`, `format/*`). */
  allowedMounts?(): Promise<readonly string[]>;
}
