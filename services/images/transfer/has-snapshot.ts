import { isError } from "@stevedore/errors";
import type { Scope } from "./deps.ts";

/** Whether there is a snapshot of that name. */
export async function hasSnapshot({ deps, call }: Scope, snapshotter: string, key: string): Promise<boolean> {
  try {
    await deps.snapshots.stat({ snapshotter, key }, call);
    return true;
  } catch (error) {
    if (isError(error, "notFound")) return false;
    throw error;
  }
}
