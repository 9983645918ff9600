import { chmodSync, chownSync, closeSync, mkdirSync } from "node:fs";
import { invalidArgument, messageOf, unimplemented, unknownError } from "@stevedore/errors";
import type { Mount } from "@stevedore/linux";
import { withAllowedPlace } from "./allowed-root.ts";

const PREFIX = "X-containerd.mkdir.";

interface WantedDirectory {
  path: string;
  mode: number;
  owner: { uid: number; gid: number } | undefined;
}

/** Makes the directories that options `X-containerd.mkdir.path=PATH[:MODE[:UID:GID]]` name, and takes these options away. */
export async function makeDirectories(mount: Mount, roots: readonly string[]): Promise<Mount> {
  for (const option of mount.options) if (option.startsWith(PREFIX)) await makeDirectory(parseOption(option), roots);
  return { ...mount, options: mount.options.filter((option) => !option.startsWith(PREFIX)) };
}

function parseOption(option: string): WantedDirectory {
  const shape = () => invalidArgument(`invalid mkdir option ${JSON.stringify(option)}`, { hint: `it is ${PREFIX}path=PATH[:MODE[:UID:GID]]` });
  const value = /^path=(.*)$/s.exec(option.slice(PREFIX.length))?.[1];
  if (value === undefined) throw shape();
  const [path = "", mode, ...owner] = value.split(":");
  if (owner.length !== 0 && owner.length !== 2) throw shape();
  for (const [i, what] of ["uid", "gid"].entries()) {
    if (owner.length === 2 && !/^\d+$/.test(owner[i]!)) throw invalidArgument(`invalid ${what} ${JSON.stringify(owner[i])}`);
  }
  // containerd gives this one no class.
  if (mode !== undefined && !/^0?[0-7]{1,3}$/.test(mode)) throw unknownError(`invalid mode ${mode}`, { hint: "it is octal, at most 777" });
  return {
    path,
    mode: mode === undefined ? 0o700 : Number.parseInt(mode, 8),
    owner: owner.length === 2 ? { uid: Number(owner[0]), gid: Number(owner[1]) } : undefined,
  };
}

async function makeDirectory({ path, mode, owner }: WantedDirectory, roots: readonly string[]): Promise<void> {
  await withAllowedPlace(roots, path, "mkdir", (place) => {
    if (place.mode !== undefined && (place.mode & 0o777) === mode) return;
    if (place.mode !== undefined) {
      throw unimplemented(`mkdir ${path}: it is there with mode ${(place.mode & 0o777).toString(8)}, and changing that to ${mode.toString(8)} is not supported`);
    }
    try {
      mkdirSync(place.path, { mode });
      finish(place.open(), mode, owner);
    } catch (error) {
      throw unknownError(`failed to create directory ${JSON.stringify(path)}: ${messageOf(error)}`, { cause: error });
    }
  });
}

// The umask has no say in the mode.
function finish(directory: number, mode: number, owner: WantedDirectory["owner"]): void {
  try {
    chmodSync(`/proc/self/fd/${directory}`, mode);
    if (owner !== undefined) chownSync(`/proc/self/fd/${directory}`, owner.uid, owner.gid);
  } finally {
    closeSync(directory);
  }
}
