import type { Mount } from "@stevedore/linux";
import type { TempMounts } from "../temp-mounts.ts";
import { valueOf } from "../apply/target.ts";

/** Two trees on disk, one before and one after. */
export interface MountedPair {
  lower: string;
  upper: string;
  overlayUpper: string | undefined;
}

/** Runs `use` with the trees that two sets of mounts show; nothing is written through them. */
export async function withMountedPair<T>(tempMounts: TempMounts, lower: readonly Mount[], upper: readonly Mount[], use: (pair: MountedPair) => Promise<T>): Promise<T> {
  const overlayUpper = sharedUpper(lower, upper);
  return withTree(tempMounts, lower, (lowerTree) =>
    withTree(tempMounts, upper.map(readOnly), (upperTree) => use({ lower: lowerTree, upper: upperTree, overlayUpper })),
  );
}

// What is only a bind is where its source is.
async function withTree<T>(tempMounts: TempMounts, mounts: readonly Mount[], use: (tree: string) => Promise<T>): Promise<T> {
  const [only] = mounts;
  if (mounts.length === 1 && only!.type === "bind" && !only!.target) return use(only!.source);
  return tempMounts.use(mounts.map(readOnly), use);
}

// The upper directory becomes the nearest lower one: it may be mounted, and in use, somewhere else.
function readOnly(mount: Mount): Mount {
  if (mount.type !== "overlay") return { ...mount, options: [...mount.options.filter((option) => option !== "rw" && option !== "ro"), "ro"] };
  const upper = valueOf(mount.options, "upperdir");
  if (upper === undefined) return mount;
  const options = mount.options
    .filter((option) => !/^(?:upperdir|workdir|uidmap|gidmap)=/.test(option))
    .map((option) => (option.startsWith("lowerdir=") ? `lowerdir=${upper}:${option.slice("lowerdir=".length)}` : option));
  return { ...mount, options };
}

/** The upper directory, where the lower mounts show exactly what is below it. */
function sharedUpper(lower: readonly Mount[], upper: readonly Mount[]): string | undefined {
  const [below, above] = [lower[0], upper[0]];
  if (lower.length !== 1 || upper.length !== 1 || below === undefined || above?.type !== "overlay") return undefined;
  const layers = below.type === "bind" ? below.source : valueOf(below.options, "upperdir") === undefined ? valueOf(below.options, "lowerdir") : undefined;
  return layers !== undefined && layers === valueOf(above.options, "lowerdir") ? valueOf(above.options, "upperdir") : undefined;
}
