import type { containerd } from "@stevedore/api";

export interface MountsReply {
  mounts: containerd.types.IMount[];
}

/** A view of mounts in which a snapshotter's directories are numbered in the order in which they are first seen. */
export function withNumbers(): (reply: MountsReply) => unknown {
  const seen = new Map<string, string>();
  const name = (found: string, number: string): string => {
    if (!seen.has(number)) seen.set(number, `snapshots/#${seen.size + 1}`);
    return seen.get(number)!;
  };
  const renamed = (text: string): string => text.replace(/snapshots\/(\d+)/g, name);
  return ({ mounts }) => mounts.map(({ type, source, target, options }) => ({ type, source: renamed(source ?? ""), target, options: (options ?? []).map(renamed) }));
}

/** The directory that a writable snapshot's changes go to. */
export function upperOf(reply: MountsReply | undefined): string {
  const [mount] = reply?.mounts ?? [];
  if (mount === undefined) throw new Error("the snapshot has no mount");
  return mount.options?.find((option) => option.startsWith("upperdir="))?.slice("upperdir=".length) ?? mount.source ?? "";
}
