import type { Bundle } from "../shims/bundle.ts";
import type { Shim } from "../shims/shim.ts";

/** A task that exists: created, and not yet deleted. Everything else about it is its shim's to know. */
export interface Task {
  readonly namespace: string;
  readonly id: string;
  readonly bundle: Bundle;
  readonly shim: Shim;
}

export type TaskKey = Pick<Task, "namespace" | "id">;
