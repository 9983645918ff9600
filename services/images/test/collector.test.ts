import { isError, messageOf, unavailable } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { startCollectorHost } from "./collector-host.ts";
import type { TableOwner } from "./fake-owner.ts";
import { digestOf } from "./support.ts";

const ns = { namespace: "n" };
const EXPIRE = "containerd.io/gc.expire";
const PAST = "2020-01-01T00:00:00Z";
const target = (seed: number) => ({ mediaType: "m", digest: digestOf(seed), size: 1 });

const at = (kind: string, key: string) => ({ namespace: "n", kind, key });
const snapshot = (key: string, parent?: string) => ({ ...at("snapshot/overlayfs", key), refs: parent === undefined ? [] : [{ kind: "snapshot/overlayfs", key: parent }] });

/** Runs `act` once, when a service is asked `method` for the `nth` time. */
function once(part: TableOwner, method: string, act: () => Promise<unknown>, nth = 1): void {
  let seen = 0;
  part.before = async (asked) => {
    if (asked === method && ++seen === nth) await act();
  };
}

describe("a collection", () => {
  test("removes what nothing needs in every service, and says so", async () => {
    await using host = await startCollectorHost();
    await host.images.create({ image: { name: "i", target: target(1) } }, ns);
    host.blob(1, { "containerd.io/gc.ref.content.l.0": digestOf(2) });
    host.blob(2);
    host.blob(3);
    host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "c" }], root: true });
    host.snapshots.put(snapshot("base"));
    host.snapshots.put(snapshot("c", "base"));
    host.snapshots.put(snapshot("old"));
    host.snapshots.put(snapshot("older", "old"));
    const stats = await host.collect();
    expect(stats.removed).toEqual({ content: 1, "snapshot/overlayfs": 2 });
    expect(stats.freedBytes).toBe(21);
    expect([1, 2, 3].map(host.hasBlob)).toEqual([true, true, false]);
    expect(host.snapshots.rows().map(({ key }) => key)).toEqual(["base", "c"]);
    expect(host.tasks.rows()).toHaveLength(1);
  });

  test("with nothing to remove, reads everything once, sweeps nothing, and still frees disk", async () => {
    await using host = await startCollectorHost();
    await host.images.create({ image: { name: "i", target: target(1) } }, ns);
    host.blob(1);
    expect((await host.collect()).removed).toEqual({});
    expect(host.content.calls).toEqual(["begin", "list", "cleanup"]);
  });

  test("removes expired images, with their event, and expired leases", async () => {
    await using host = await startCollectorHost();
    await host.images.create({ image: { name: "gone", labels: { [EXPIRE]: PAST }, target: target(1) } }, ns);
    await host.images.create({ image: { name: "leased", labels: { [EXPIRE]: PAST }, target: target(2) } }, ns);
    await host.leases.create({ id: "keeps" }, ns);
    await host.leases.create({ id: "late", labels: { [EXPIRE]: PAST } }, ns);
    await host.lease("keeps", "images", "leased");
    await host.lease("late", "content", digestOf(3));
    for (const seed of [1, 2, 3]) host.blob(seed);
    expect((await host.collect()).removed).toEqual({ image: 1, lease: 1, content: 2 });
    expect((await host.images.list({}, ns)).images?.map(({ name }) => name)).toEqual(["leased"]);
    expect((await host.leases.list({}, ns)).leases?.map(({ id }) => id)).toEqual(["keeps"]);
    expect(host.events().at(-1)).toMatchObject({ topic: "/images/delete", type: "containerd.services.images.v1.ImageDelete" });
    await host.leases.create({ id: "late" }, ns);
    expect((await host.leases.listResources({ id: "late" }, ns)).resources).toEqual([]);
  });

  test.each(["begin", "list"])("is given up, with nothing swept, when a service does not answer %s", async (method) => {
    await using host = await startCollectorHost();
    host.blob(1);
    host.snapshots.before = async (asked) => {
      if (asked === method) throw unavailable("the disk is on holiday");
    };
    const error = await host.collect().catch((e: unknown) => e);
    expect(isError(error, "unavailable")).toBe(true);
    expect(messageOf(error)).toContain("snapshots: ");
    expect(host.hasBlob(1)).toBe(true);
    expect(host.content.calls).not.toContain("sweep");
    host.snapshots.before = async () => undefined;
    await host.collect();
    expect(host.hasBlob(1)).toBe(false);
  });

  test("a sweep that fails lets writers go on", async () => {
    await using host = await startCollectorHost();
    host.blob(1);
    once(host.content, "sweep", () => Promise.reject(unavailable("no")));
    await expect(host.collect()).rejects.toThrow("content: sweep");
    await host.leases.create({ id: "l" }, ns);
    expect((await host.leases.list({}, ns)).leases).toHaveLength(1);
  });

  test("more keys than one message can carry are all swept, children and parents in any order", async () => {
    await using host = await startCollectorHost();
    const long = "k".repeat(12_000);
    for (let i = 0; i < 200; i++) host.snapshots.put(snapshot(`${long}${i}`, i === 0 ? undefined : `${long}${i - 1}`));
    expect((await host.collect()).removed).toEqual({ "snapshot/overlayfs": 200 });
    expect(host.snapshots.rows()).toEqual([]);
  });
});

describe("while a collection runs", () => {
  test("what a lease gets is kept, even when the lease is gone before the sweep", async () => {
    await using host = await startCollectorHost();
    host.blob(1, { "containerd.io/gc.ref.content": digestOf(2) });
    host.blob(2);
    host.blob(3);
    once(host.content, "list", async () => {
      await host.leases.create({ id: "short" }, ns);
      await host.lease("short", "content", digestOf(1));
      await host.leases.delete({ id: "short" }, ns);
    });
    await host.collect();
    expect([1, 2, 3].map(host.hasBlob)).toEqual([true, true, false]);
    await host.collect();
    expect([1, 2].map(host.hasBlob)).toEqual([false, false]);
  });

  test("a snapshot passes from its lease to its container unharmed", async () => {
    await using host = await startCollectorHost();
    host.snapshots.put(snapshot("base"));
    host.snapshots.put(snapshot("c", "base"));
    host.blob(9);
    await host.leases.create({ id: "l" }, ns);
    await host.lease("l", "snapshots/overlayfs", "c");
    // The containers are read before this one exists, and the lease is gone when the sweep comes.
    once(host.snapshots, "list", async () => {
      host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "c" }], root: true });
      await host.leases.delete({ id: "l" }, ns);
    });
    await host.collect();
    expect(host.snapshots.rows()).toHaveLength(2);
    expect(host.hasBlob(9)).toBe(false);
  });

  test("a reference that moves to a service that was read before is found by the second reading", async () => {
    await using host = await startCollectorHost();
    host.snapshots.put(snapshot("s"));
    host.blob(9);
    host.blob(1, { "containerd.io/gc.root": "", "containerd.io/gc.ref.snapshot.overlayfs": "s" });
    once(host.content, "list", async () => {
      host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "s" }], root: true });
      host.blob(1, { "containerd.io/gc.root": "" });
    });
    await host.collect();
    expect(host.snapshots.has("n", "snapshot/overlayfs", "s")).toBe(true);
    expect(host.hasBlob(9)).toBe(false);
  });

  test("an image that is made, or moved to another target, keeps what it needs", async () => {
    await using host = await startCollectorHost();
    for (const seed of [1, 2, 3]) host.blob(seed);
    await host.images.create({ image: { name: "moves", target: target(3) } }, ns);
    once(host.content, "list", async () => {
      await host.images.create({ image: { name: "new", target: target(1) } }, ns);
      await host.images.update({ image: { name: "moves", target: target(2) } }, ns);
    }, 2);
    // Garbage to make the collection go on to its second reading.
    host.blob(4);
    await host.collect();
    expect([1, 2, 3, 4].map(host.hasBlob)).toEqual([true, true, true, false]);
    await host.collect();
    expect(host.hasBlob(3)).toBe(false);
  });

  test("an expired image that a client renews is not removed", async () => {
    await using host = await startCollectorHost();
    await host.images.create({ image: { name: "i", labels: { [EXPIRE]: PAST }, target: target(1) } }, ns);
    host.blob(1);
    once(host.content, "list", () => host.images.update({ image: { name: "i" }, updateMask: { paths: ["labels"] } }, ns), 2);
    await host.collect();
    expect((await host.images.list({}, ns)).images).toHaveLength(1);
    expect(host.hasBlob(1)).toBe(true);
  });

  test("a writer waits while the sweep is under way, and then sees what is gone", async () => {
    await using host = await startCollectorHost();
    await host.leases.create({ id: "l" }, ns);
    host.blob(1);
    const order: string[] = [];
    let writing: Promise<unknown> = Promise.resolve();
    once(host.content, "sweep", async () => {
      writing = host.lease("l", "content", digestOf(1)).then(() => order.push(host.hasBlob(1) ? "written, blob there" : "written, blob gone"));
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push("swept");
    });
    await host.collect();
    await writing;
    expect(order).toEqual(["swept", "written, blob gone"]);
  });

  test("what was touched since the beginning is spared", async () => {
    await using host = await startCollectorHost();
    host.blob(1);
    host.blob(2);
    once(host.content, "list", async () => void host.content.touch("n", "content", digestOf(1)), 2);
    expect((await host.collect()).removed).toEqual({ content: 1 });
    expect(host.hasBlob(1)).toBe(true);
  });
});
