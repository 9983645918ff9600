import { isError } from "@stevedore/errors";
import type { CallOptions } from "@stevedore/rpc";
import type { Scope } from "./deps.ts";

/** Whether there is a snapshot of that name. */
export async function hasSnapshot({ deps, call }: Pick<Scope, "deps"> & { call: CallOptions }, snapshotter: string, key: string): Promise<boolean> {
  try {
    await deps.snapshots.stat({ snapshotter, key }, call);
    return true;
  } catch (error) {
    if (isError(error, "notFound")) return false;
    throw error;
  }
}
