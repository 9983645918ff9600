import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isError } from "@stevedore/errors";
import type { Mount } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import type { Snapshotter } from "../snapshotter.ts";
import { failure, isRoot, withMounted } from "./kit.ts";

export interface Subject extends AsyncDisposable {
  snapshotter: Snapshotter;
  /** Shows mounts that mount(2) can't make; absent: there are none. */
  mounted?<T>(mounts: readonly Mount[], use: (tree: string) => T | Promise<T>): Promise<T>;
}

export interface SuiteOptions {
  /** Commit may give a parent to what was prepared without one. */
  rebases: boolean;
  /** What a layer counts as: its own files, those of its parents too, one image of them when committed, the length of a file that is as long as its parent, or blocks, without inodes. */
  usage?: "files" | "copy" | "image" | "length" | "blocks";
  /** Default 128. */
  depth?: number;
}

const NS = "default";
const base = { parent: "", labels: {} };
const on = (parent: string) => ({ parent, labels: {} });

/** The contract of Snapshotter. */
export function describeSnapshotter(name: string, createSubject: () => Promise<Subject>, { rebases, usage: counted = "files", depth = 128 }: SuiteOptions): void {
  describe(name, () => {
    const commitFile = async ({ snapshotter, mounted = withMounted }: Subject, target: string, parent: string, change: (tree: string) => void): Promise<void> => {
      const mounts = await snapshotter.prepare(NS, `making ${target}`, on(parent));
      await mounted(mounts, change);
      await snapshotter.commit(NS, target, `making ${target}`, { labels: {} });
    };

    test("active, committed and view: kinds, parents and times", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      await snapshotter.prepare(NS, "a", { parent: "", labels: { one: "1", empty: "" } });
      const active = await snapshotter.stat(NS, "a");
      expect(active).toMatchObject({ name: "a", kind: "active", parent: "", labels: { one: "1" } });
      expect(active.labels).not.toHaveProperty("empty");
      await snapshotter.commit(NS, "c", "a", { labels: { two: "2" } });
      expect(await snapshotter.stat(NS, "c")).toMatchObject({ name: "c", kind: "committed", parent: "", labels: { two: "2" } });
      expect((await snapshotter.stat(NS, "c")).labels).not.toHaveProperty("one");
      await snapshotter.view(NS, "v", on("c"));
      expect(await snapshotter.stat(NS, "v")).toMatchObject({ kind: "view", parent: "c" });
      const gone = await failure(snapshotter.stat(NS, "a"));
      expect(isError(gone, "notFound")).toBe(true);
      expect(gone.message).toBe("snapshot a does not exist: not found");
      const { createdAt } = await snapshotter.stat(NS, "c");
      expect(createdAt.seconds * 1e9 + createdAt.nanos).toBeGreaterThanOrEqual(active.createdAt.seconds * 1e9 + active.createdAt.nanos);
    });

    test("keys in use, absent and uncommitted parents", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      await snapshotter.prepare(NS, "a", base);
      for (const make of [snapshotter.prepare, snapshotter.view]) {
        const used = await failure(make(NS, "a", base));
        expect([isError(used, "alreadyExists"), used.message]).toEqual([true, 'snapshot "a": already exists']);
        const absent = await failure(make(NS, "b", on("nowhere")));
        expect([isError(absent, "notFound"), absent.message]).toEqual([true, "parent snapshot nowhere does not exist: not found"]);
        expect(isError(await failure(make(NS, "b", on("a"))), "invalidArgument")).toBe(true);
        expect((await failure(make(NS, "", base))).message).toBe("bucket name required");
      }
      await snapshotter.view(NS, "v", base);
      expect(isError(await failure(snapshotter.view(NS, "view of a view", on("v"))), "invalidArgument")).toBe(true);
      expect((await snapshotter.list(NS)).map((info) => info.name)).toEqual(["a", "v"]);
    });

    test("two at once with one key: one gets it", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      const results = await Promise.allSettled([1, 2, 3].map(() => snapshotter.prepare(NS, "same", base)));
      expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
      for (const result of results) if (result.status === "rejected") expect(isError(result.reason, "alreadyExists")).toBe(true);
    });

    test("commit: only of active ones, to a free name", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      await snapshotter.prepare(NS, "a", base);
      await snapshotter.commit(NS, "c", "a", { labels: {} });
      await snapshotter.prepare(NS, "b", on("c"));
      await snapshotter.view(NS, "v", on("c"));
      const taken = await failure(snapshotter.commit(NS, "c", "b", { labels: {} }));
      expect([isError(taken, "alreadyExists"), taken.message]).toEqual([true, 'snapshot "c": already exists']);
      const absent = await failure(snapshotter.commit(NS, "d", "nowhere", { labels: {} }));
      expect([isError(absent, "notFound"), absent.message]).toEqual([true, "snapshot nowhere does not exist: not found"]);
      for (const key of ["v", "c"]) {
        const refused = await failure(snapshotter.commit(NS, "d", key, { labels: {} }));
        expect(isError(refused, "failedPrecondition")).toBe(true);
        expect(refused.message).toContain("is not active: failed precondition");
      }
      expect(await snapshotter.stat(NS, "b")).toMatchObject({ kind: "active", parent: "c" });
    });

    test("remove: children first", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      await snapshotter.prepare(NS, "a", base);
      await snapshotter.commit(NS, "c", "a", { labels: {} });
      await snapshotter.prepare(NS, "b", on("c"));
      const refused = await failure(snapshotter.remove(NS, "c"));
      expect([isError(refused, "failedPrecondition"), refused.message]).toEqual([true, "cannot remove snapshot with child: failed precondition"]);
      await snapshotter.commit(NS, "d", "b", { labels: {} });
      expect(isError(await failure(snapshotter.remove(NS, "c")), "failedPrecondition")).toBe(true);
      await snapshotter.remove(NS, "d");
      await snapshotter.remove(NS, "c");
      expect(await snapshotter.list(NS)).toEqual([]);
      expect(isError(await failure(snapshotter.remove(NS, "c")), "notFound")).toBe(true);
    });

    test("mounts are the same each time, and not of committed ones", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      const mounts = await snapshotter.prepare(NS, "a", base);
      expect(await snapshotter.mounts(NS, "a")).toEqual(mounts);
      await snapshotter.commit(NS, "c", "a", { labels: {} });
      const refused = await failure(snapshotter.mounts(NS, "c"));
      expect(isError(refused, "failedPrecondition")).toBe(true);
      expect(refused.message).toContain("requested snapshot c not active or view");
      expect(isError(await failure(snapshotter.mounts(NS, "nowhere")), "notFound")).toBe(true);
    });

    test("labels: by mask, all at once, never an empty value, never too long", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      await snapshotter.prepare(NS, "a", { parent: "", labels: { keep: "k", drop: "d" } });
      const update = async (labels: Record<string, string>, paths: string[]) => (await snapshotter.update(NS, { name: "a", labels }, paths)).labels;
      expect(await update({ "x.y": "1", other: "no" }, ["labels.x.y", "labels.drop"])).toMatchObject({ keep: "k", "x.y": "1" });
      expect(await update({ only: "this", gone: "" }, ["labels"])).toEqual(expect.objectContaining({ only: "this" }));
      expect(await update({ fresh: "1" }, [])).toEqual(expect.not.objectContaining({ only: "this" }));
      const before = await snapshotter.stat(NS, "a");
      expect(before.labels).toMatchObject({ fresh: "1" });
      const unknown = await failure(update({}, ["parent"]));
      expect([isError(unknown, "invalidArgument"), unknown.message]).toEqual([true, 'cannot update "parent" field on snapshot "a": invalid argument']);
      const long = await failure(update({ long: "x".repeat(4096) }, []));
      expect(isError(long, "invalidArgument")).toBe(true);
      expect(long.message).toContain("info.Labels: label key and value length (4100 bytes)");
      expect(isError(await failure(snapshotter.prepare(NS, "b", { parent: "", labels: { long: "x".repeat(4096) } })), "invalidArgument")).toBe(true);
      expect(await snapshotter.stat(NS, "a")).toEqual(before);
    });

    test("each namespace has its own keys; a list is in the order of names", async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      for (const key of ["b", "a", "Z", "a b"]) await snapshotter.prepare(NS, key, base);
      await snapshotter.prepare("other", "a", base);
      await snapshotter.commit("other", "c", "a", { labels: {} });
      expect((await snapshotter.list(NS)).map((info) => info.name)).toEqual(["Z", "a", "a b", "b"]);
      expect((await snapshotter.list("other")).map((info) => info.name)).toEqual(["c"]);
      expect(isError(await failure(snapshotter.prepare(NS, "x", on("c"))), "notFound")).toBe(true);
      expect(await snapshotter.list("empty")).toEqual([]);
    });

    test(`commit ${rebases ? "gives a parent to what had none, and no second one" : "refuses to give a parent"}`, async () => {
      await using subject = await createSubject();
      const { snapshotter } = subject;
      for (const name of ["p", "q"]) {
        await snapshotter.prepare(NS, `making ${name}`, base);
        await snapshotter.commit(NS, name, `making ${name}`, { labels: {} });
      }
      await snapshotter.prepare(NS, "a", base);
      expect(isError(await failure(snapshotter.commit(NS, "c", "a", { labels: {}, parent: "nowhere" })), "notFound")).toBe(true);
      if (!rebases) {
        expect(isError(await failure(snapshotter.commit(NS, "c", "a", { labels: {}, parent: "p" })), "invalidArgument")).toBe(true);
        return;
      }
      await snapshotter.commit(NS, "c", "a", { labels: {}, parent: "p" });
      expect(await snapshotter.stat(NS, "c")).toMatchObject({ parent: "p", kind: "committed" });
      expect(isError(await failure(snapshotter.remove(NS, "p")), "failedPrecondition")).toBe(true);
      await snapshotter.prepare(NS, "b", on("c"));
      await snapshotter.commit(NS, "d", "b", { labels: {}, parent: "q" });
      expect(await snapshotter.stat(NS, "d")).toMatchObject({ parent: "c" });
    });

    describe.skipIf(!isRoot)("with real mounts (needs root)", () => {
      test("layers show what was written below, and hide what was deleted; views can't be written", async () => {
        await using subject = await createSubject();
        const { snapshotter, mounted = withMounted } = subject;
        await commitFile(subject, "one", "", (tree) => {
          mkdirSync(path.join(tree, "dir"));
          writeFileSync(path.join(tree, "dir", "kept"), "1");
          writeFileSync(path.join(tree, "deleted"), "1");
          writeFileSync(path.join(tree, "changed"), "1");
        });
        await commitFile(subject, "two", "one", (tree) => {
          rmSync(path.join(tree, "deleted"));
          writeFileSync(path.join(tree, "changed"), "2");
        });
        const read = (tree: string): unknown => ({
          kept: readFileSync(path.join(tree, "dir", "kept"), "utf8"),
          changed: readFileSync(path.join(tree, "changed"), "utf8"),
          deleted: existsSync(path.join(tree, "deleted")),
        });
        expect(await mounted(await snapshotter.prepare(NS, "top", on("two")), read)).toEqual({ kept: "1", changed: "2", deleted: false });
        for (const [parent, changed] of [["one", "1"], ["two", "2"]] as const) {
          const mounts = await snapshotter.view(NS, `view of ${parent}`, on(parent));
          await mounted(mounts, (tree) => {
            expect(read(tree)).toEqual({ kept: "1", changed, deleted: parent === "one" });
            expect(() => writeFileSync(path.join(tree, "new"), "")).toThrow(/EROFS/);
          });
        }
      });

      test("usage: of the own layer only, once for a file with several names; fixed at commit; none of a view", async () => {
        await using subject = await createSubject();
        const { snapshotter, mounted = withMounted } = subject;
        const mounts = await snapshotter.prepare(NS, "a", base);
        const empty = await snapshotter.usage(NS, "a");
        await mounted(mounts, (tree) => writeFileSync(path.join(tree, "big"), Buffer.alloc(1 << 20, 1)));
        const full = await snapshotter.usage(NS, "a");
        if (counted !== "length") {
          if (counted !== "blocks") expect(full.inodes).toBe(empty.inodes + 1);
          expect(full.size - empty.size).toBeGreaterThanOrEqual(1 << 20);
        }
        await snapshotter.commit(NS, "c", "a", { labels: {} });
        const committed = await snapshotter.usage(NS, "c");
        if (counted !== "image") expect(committed).toEqual(full);
        else expect([committed.inodes, committed.size >= 1 << 20]).toEqual([1, true]);
        expect(await snapshotter.usage(NS, "c")).toEqual(committed);
        await snapshotter.prepare(NS, "b", on("c"));
        if (counted !== "copy") expect((await snapshotter.usage(NS, "b")).size).toBeLessThan(1 << 16);
        await snapshotter.view(NS, "v", on("c"));
        expect(await snapshotter.usage(NS, "v")).toEqual({ size: 0, inodes: 0 });
        expect(isError(await failure(snapshotter.usage(NS, "nowhere")), "notFound")).toBe(true);
      });

      test(`${depth} layers deep`, async () => {
        await using subject = await createSubject();
        const { snapshotter, mounted = withMounted } = subject;
        for (let i = 0; i < depth; i++) {
          const mounts = await snapshotter.prepare(NS, `key-${i}`, on(i === 0 ? "" : `layer-${i - 1}`));
          if (i === 0 || i === depth - 1) await mounted(mounts, (tree) => writeFileSync(path.join(tree, `file-${i}`), String(i)));
          await snapshotter.commit(NS, `layer-${i}`, `key-${i}`, { labels: {} });
        }
        const mounts = await snapshotter.prepare(NS, "top", on(`layer-${depth - 1}`));
        await mounted(mounts, (tree) => {
          expect(readFileSync(path.join(tree, "file-0"), "utf8")).toBe("0");
          expect(readFileSync(path.join(tree, `file-${depth - 1}`), "utf8")).toBe(String(depth - 1));
          writeFileSync(path.join(tree, "file-0"), "changed");
        });
      });
    });
  });
}
