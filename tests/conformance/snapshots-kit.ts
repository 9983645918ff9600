import { lutimesSync, readdirSync } from "node:fs";
import path from "node:path";
import { ContentService, type containerd } from "@stevedore/api";
import { mountAll, unmountAll } from "@stevedore/linux";
import { must, tempDir } from "../kit/mod.ts";
import type { Actor } from "./scenario.ts";

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

/** Runs `use` on the tree that mounts show. */
export async function withTree<T>(reply: MountsReply | undefined, use: (tree: string) => T | Promise<T>): Promise<T> {
  const mounts = (reply?.mounts ?? []).map(({ type, source, target, options }) => ({ type: type ?? "", source: source ?? "", target: target ?? "", options: options ?? [] }));
  await using directory = await tempDir("tree");
  mountAll(mounts, directory.path);
  try {
    return await use(directory.path);
  } finally {
    unmountAll(directory.path);
  }
}

/** Gives everything below a directory one time: two daemons' trees are then made at the same moment. */
export function setTimes(directory: string, seconds: number): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const own = path.join(directory, entry.name);
    if (entry.isDirectory()) setTimes(own, seconds);
    lutimesSync(own, seconds, seconds);
  }
  lutimesSync(directory, seconds, seconds);
}

/** The entries of a tar blob, as tar lists them; times in whole seconds. */
export async function listBlob(s: Actor, digest: string): Promise<string[]> {
  const { replies } = await s.quiet(ContentService, "read", { digest });
  const archive = Buffer.concat(replies.map(({ data }) => data));
  return (await must("tar", ["--numeric-owner", "--full-time", "--xattrs", "-tvvf", "-"], { stdin: archive })).split("\n");
}
