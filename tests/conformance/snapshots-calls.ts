import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SnapshotsService as Snapshots } from "@stevedore/api";
import type { Actor, CallOptions } from "./scenario.ts";
import { upperOf, withNumbers, type MountsReply } from "./snapshots-kit.ts";

interface Asked {
  snapshotter?: string;
  key?: string;
  parent?: string;
  labels?: Record<string, string>;
}

interface SnapshotsOptions {
  /** What of mounts is compared; by default directories are numbered in the order in which they are seen. */
  view?: (reply: MountsReply) => unknown;
  /** Shows the tree of a writable snapshot. */
  show?: (reply: MountsReply | undefined, use: (tree: string) => void) => void | Promise<void>;
}

/** The calls of one scenario, on one snapshotter. */
export function snapshotsOf(s: Actor, snapshotter: string, { view = withNumbers(), show = (reply, use) => use(upperOf(reply)) }: SnapshotsOptions = {}) {
  const mounted = (method: "prepare" | "view" | "mounts") => (key: string, more: Asked = {}, options: CallOptions = {}): Promise<MountsReply | undefined> => s.call(Snapshots, method, { snapshotter, key, ...more }, { view, ...options });
  return {
    prepare: mounted("prepare"),
    view: mounted("view"),
    mounts: mounted("mounts"),
    commit: (name: string, key: string, more: Asked = {}, options: CallOptions = {}) => s.call(Snapshots, "commit", { snapshotter, name, key, ...more }, options),
    remove: (key: string) => s.call(Snapshots, "remove", { snapshotter, key }),
    stat: (key: string, options: CallOptions = {}) => s.call(Snapshots, "stat", { snapshotter, key }, options),
    usage: (key: string, options: CallOptions = {}) => s.call(Snapshots, "usage", { snapshotter, key }, options),
    list: (filters: string[] = [], options: CallOptions = {}) => s.call(Snapshots, "list", { snapshotter, filters }, options),
    update: (name: string, paths: string[], labels: Record<string, string>, options: CallOptions = {}) => s.call(Snapshots, "update", { snapshotter, info: { name, labels }, updateMask: { paths } }, options),
    /** A committed snapshot with one file. */
    async layer(name: string, parent = "", labels: Record<string, string> = {}): Promise<void> {
      const prepared = await this.prepare(`making-${name}`, { parent });
      await show(prepared, (tree) => {
        mkdirSync(path.join(tree, "dir"), { recursive: true });
        writeFileSync(path.join(tree, "dir", name), "x".repeat(5000));
      });
      await this.commit(name, `making-${name}`, { labels });
    },
  };
}

/** Every kind of mounts, with no parent, one, and more; and what each snapshot takes. */
export async function compareMounts(s: Actor, snapshotter: string, options: SnapshotsOptions & { commits?: CallOptions; viewUsage?: CallOptions } = {}): Promise<void> {
  const at = snapshotsOf(s, snapshotter, options);
  for (const parent of ["", "one", "two", "three"]) {
    if (parent !== "") await at.layer(parent, { one: "", two: "one", three: "two" }[parent]);
    await at.prepare(`active-${parent}`, { parent });
    await at.view(`view-${parent}`, { parent });
    await at.mounts(`active-${parent}`);
    await at.mounts(`view-${parent}`);
    await at.usage(`view-${parent}`, options.viewUsage);
    await at.usage(`active-${parent}`);
    await at.mounts(parent, {}, options.commits);
    await at.usage(parent);
    await at.stat(parent);
  }
  await at.list();
}
