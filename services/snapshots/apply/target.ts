import { isInUserNamespace } from "@stevedore/linux";
import type { containerd } from "@stevedore/api";
import type { TempMounts } from "../temp-mounts.ts";
import { fromApiMounts } from "../api-mount.ts";
import type { WhiteoutKind } from "./whiteouts.ts";

/** Where a layer is unpacked to, for a set of mounts. */
export interface ApplyTarget {
  directory: string;
  lowers: string[];
  whiteouts: WhiteoutKind;
}

/**
 * Finds the directory behind mounts and runs `use` on it. An overlay's upper directory is written directly, with
 * overlayfs' own marks for what is deleted; so is the source of a writable bind. Anything else is mounted meanwhile.
 */
export async function withApplyTarget<T>(tempMounts: TempMounts, mounts: readonly containerd.types.IMount[], use: (target: ApplyTarget) => Promise<T>): Promise<T> {
  const list = fromApiMounts(mounts);
  const [only] = list;
  if (only !== undefined && list.length === 1 && !only.target) {
    const upper = valueOf(only.options, "upperdir");
    // Marks need device nodes, which a user namespace may not make: there the kernel makes them when files are deleted.
    if (only.type === "overlay" && upper !== undefined && !isInUserNamespace()) {
      const lowers = (valueOf(only.options, "lowerdir") ?? "").split(":").filter((lower) => lower !== "");
      return use({ directory: upper, lowers, whiteouts: "overlay" });
    }
    const isBind = only.type === "bind" || only.options.includes("rbind") || only.options.includes("bind");
    // Through a mapping other owners are written than beside it.
    const isMapped = valueOf(only.options, "uidmap") !== undefined;
    if (isBind && !isMapped && !only.options.includes("ro")) return use({ directory: only.source, lowers: [], whiteouts: "delete" });
  }
  return tempMounts.use(list, (directory) => use({ directory, lowers: [], whiteouts: "delete" }));
}

export function valueOf(options: readonly string[], key: string): string | undefined {
  return options.find((option) => option.startsWith(`${key}=`))?.slice(key.length + 1);
}
