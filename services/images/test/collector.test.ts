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
    await host.blob(1, { "containerd.io/gc.ref.content.l.0": digestOf(2) });
    await host.blob(2);
    await host.blob(3);
    await host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "c" }], root: true });
    await host.snapshots.put(snapshot("base"));
    await host.snapshots.put(snapshot("c", "base"));
    await host.snapshots.put(snapshot("old"));
    await host.snapshots.put(snapshot("older", "old"));
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
    await host.blob(1);
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
    for (const seed of [1, 2, 3]) await host.blob(seed);
    expect((await host.collect()).removed).toEqual({ image: 1, lease: 1, content: 2 });
    expect((await host.images.list({}, ns)).images?.map(({ name }) => name)).toEqual(["leased"]);
    expect((await host.leases.list({}, ns)).leases?.map(({ id }) => id)).toEqual(["keeps"]);
    expect(host.events().at(-1)).toMatchObject({ topic: "/images/delete", type: "containerd.services.images.v1.ImageDelete" });
    await host.leases.create({ id: "late" }, ns);
    expect((await host.leases.listResources({ id: "late" }, ns)).resources).toEqual([]);
  });

  test.each(["begin", "list", "condemn", "list again"])("is given up, with nothing swept, when a service does not answer %s", async (method) => {
    await using host = await startCollectorHost();
    await host.blob(1);
    await host.snapshots.put(snapshot("s"));
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
    await host.blob(1);
    once(host.content, "sweep", () => Promise.reject(unavailable("no")));
    await expect(host.collect()).rejects.toThrow("content: sweep");
    await host.leases.create({ id: "l" }, ns);
    expect((await host.leases.list({}, ns)).leases).toHaveLength(1);
  });

  test("more keys than one message can carry are all swept, children and parents in any order", async () => {
    await using host = await startCollectorHost();
    const long = "k".repeat(12_000);
    for (let i = 0; i < 200; i++) await host.snapshots.put(snapshot(`${long}${i}`, i === 0 ? undefined : `${long}${i - 1}`));
    expect((await host.collect()).removed).toEqual({ "snapshot/overlayfs": 200 });
    expect(host.snapshots.rows()).toEqual([]);
  });
});

describe("while a collection runs", () => {
  test("what a lease gets is kept, even when the lease is gone before the sweep", async () => {
    await using host = await startCollectorHost();
    await host.blob(1, { "containerd.io/gc.ref.content": digestOf(2) });
    await host.blob(2);
    await host.blob(3);
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
    await host.snapshots.put(snapshot("base"));
    await host.snapshots.put(snapshot("c", "base"));
    await host.blob(9);
    await host.leases.create({ id: "l" }, ns);
    await host.lease("l", "snapshots/overlayfs", "c");
    // The containers are read before this one exists, and the lease is gone when the sweep comes.
    once(host.snapshots, "list", async () => {
      await host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "c" }], root: true });
      await host.leases.delete({ id: "l" }, ns);
    });
    await host.collect();
    expect(host.snapshots.rows()).toHaveLength(2);
    expect(host.hasBlob(9)).toBe(false);
  });

  test("a reference that moves to a service that was read before is found by the second reading", async () => {
    await using host = await startCollectorHost();
    await host.snapshots.put(snapshot("s"));
    await host.blob(9);
    await host.blob(1, { "containerd.io/gc.root": "", "containerd.io/gc.ref.snapshot.overlayfs": "s" });
    once(host.content, "list", async () => {
      await host.tasks.put({ ...at("container", "c"), refs: [{ kind: "snapshot/overlayfs", key: "s" }], root: true });
      await host.blob(1, { "containerd.io/gc.root": "" });
    });
    await host.collect();
    expect(host.snapshots.has("n", "snapshot/overlayfs", "s")).toBe(true);
    expect(host.hasBlob(9)).toBe(false);
  });

  test("an image that is made, or moved to another target, keeps what it needs", async () => {
    await using host = await startCollectorHost();
    for (const seed of [1, 2, 3]) await host.blob(seed);
    await host.images.create({ image: { name: "moves", target: target(3) } }, ns);
    once(host.content, "list again", async () => {
      await host.images.create({ image: { name: "new", target: target(1) } }, ns);
      await host.images.update({ image: { name: "moves", target: target(2) } }, ns);
    });
    // Garbage to make the collection go on to its second reading.
    await host.blob(4);
    await host.collect();
    expect([1, 2, 3, 4].map(host.hasBlob)).toEqual([true, true, true, false]);
    await host.collect();
    expect(host.hasBlob(3)).toBe(false);
  });

  test("an expired image that a client renews is not removed", async () => {
    await using host = await startCollectorHost();
    await host.images.create({ image: { name: "i", labels: { [EXPIRE]: PAST }, target: target(1) } }, ns);
    await host.blob(1);
    once(host.content, "list", () => host.images.update({ image: { name: "i" }, updateMask: { paths: ["labels"] } }, ns));
    await host.collect();
    expect((await host.images.list({}, ns)).images).toHaveLength(1);
    expect(host.hasBlob(1)).toBe(true);
  });

  test("whoever wants what is condemned waits for the verdict; nobody else waits", async () => {
    await using host = await startCollectorHost();
    await host.leases.create({ id: "l" }, ns);
    await host.blob(1);
    await host.images.create({ image: { name: "late", labels: { [EXPIRE]: PAST }, target: target(1) } }, ns);
    const order: string[] = [];
    const waiting: Promise<unknown>[] = [];
    once(host.content, "sweep", async () => {
      waiting.push(host.content.find("n", "content", digestOf(1)).then((found) => order.push(found ? "blob there" : "blob gone")));
      waiting.push(host.images.get({ name: "late" }, ns).catch((error: unknown) => order.push(isError(error, "notFound") ? "image gone" : "image?")));
      await host.lease("l", "content", digestOf(2));
      await host.content.put({ ...at("content", digestOf(2)) });
      await host.images.create({ image: { name: "new", target: target(2) } }, ns);
      order.push("swept");
    });
    await host.collect();
    await Promise.all(waiting);
    expect(order).toEqual(["swept", "image gone", "blob gone"].toSorted((x, y) => order.indexOf(x) - order.indexOf(y)));
    expect(order[0]).toBe("swept");
    expect(host.hasBlob(2)).toBe(true);
  });

  test("between condemnation and verdict a list tells what a get does: all of it is there, or gone", async () => {
    for (const step of ["list again", "sweep"]) for (const renewed of [false, true]) {
      await using host = await startCollectorHost();
      await host.leases.create({ id: "expired", labels: { [EXPIRE]: PAST } }, ns);
      await host.images.create({ image: { name: "late", labels: { [EXPIRE]: PAST }, target: target(1) } }, ns);
      await host.images.create({ image: { name: "stays", target: target(2) } }, ns);
      await host.blob(9);
      const seen: Promise<unknown>[] = [];
      once(host.content, step, async () => {
        const isThere = (reply: Promise<unknown>) => reply.then(() => true, (error: unknown) => (isError(error, "notFound") ? false : String(error)));
        seen.push(isThere(host.images.get({ name: "late" }, ns)));
        seen.push(host.images.list({}, ns).then(({ images }) => images?.some(({ name }) => name === "late")));
        seen.push(host.leases.list({}, ns).then(({ leases }) => leases?.some(({ id }) => id === "expired")));
        seen.push(isThere(host.leases.listResources({ id: "expired" }, ns)));
        // Other namespaces wait for nothing.
        await host.images.list({}, { namespace: "other" });
        // A reference that comes before the moment keeps the image; the lease is condemned all the same.
        if (renewed) await host.lease("keeps", "images", "late");
      });
      if (renewed) await host.leases.create({ id: "keeps" }, ns);
      await host.collect();
      const [byGet, byList, leaseByList, leaseByResources] = await Promise.all(seen);
      expect([byList, leaseByList, leaseByResources], `${step}, ${renewed}`).toEqual([byGet, leaseByResources, leaseByResources]);
      expect((await host.images.list({}, ns)).images?.some(({ name }) => name === "late"), `${step}, ${renewed}`).toBe(byGet);
    }
  });

  test("what a new container refers to stays, made at whatever step; too late, it was gone before", async () => {
    for (const [step, stays] of [["begin", true], ["list", true], ["condemn", true], ["list again", true], ["sweep", false]] as const) {
      await using host = await startCollectorHost();
      await host.snapshots.put(snapshot("s"));
      await host.blob(1, { "containerd.io/gc.ref.content": digestOf(2) });
      await host.blob(2);
      await host.blob(9);
      const labels = { "containerd.io/gc.ref.content": digestOf(1), "containerd.io/gc.ref.snapshot.overlayfs": "s" };
      const made = Promise.withResolvers<void>();
      once(host.content, step, () => host.tasks.put({ ...at("container", "c"), labels, root: true }).then(made.resolve));
      // The other services are asked at the same time: so that it is this one that the container comes before.
      if (step === "list again") host.tasks.before = (method) => (method === "list again" ? made.promise : Promise.resolve());
      await host.collect();
      expect([1, 2].map(host.hasBlob), step).toEqual([stays, stays]);
      expect(host.snapshots.has("n", "snapshot/overlayfs", "s"), step).toBe(stays);
      expect(host.hasBlob(9)).toBe(false);
    }
  });

  test("a reference that was replaced again, and one that moves from service to service, keep what they were for", async () => {
    await using host = await startCollectorHost();
    await host.blob(1);
    await host.blob(9);
    once(host.tasks, "list", async () => {
      await host.tasks.put({ ...at("container", "first"), labels: { "containerd.io/gc.ref.content": digestOf(1) }, root: true });
      await host.snapshots.put({ ...snapshot("second"), labels: { "containerd.io/gc.root": "", "containerd.io/gc.ref.content": digestOf(1) } });
      await host.tasks.remove("n", "container", "first");
    });
    await host.collect();
    expect([1, 9].map(host.hasBlob)).toEqual([true, false]);
  });

  test("what was touched since the beginning is spared", async () => {
    await using host = await startCollectorHost();
    await host.blob(1);
    await host.blob(2);
    once(host.content, "list", () => host.content.touch("n", "content", digestOf(1)), 1);
    expect((await host.collect()).removed).toEqual({ content: 1 });
    expect(host.hasBlob(1)).toBe(true);
  });
});
