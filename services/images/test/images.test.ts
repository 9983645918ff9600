import { containerd } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { digestOf, startApi } from "./support.ts";

const { ImageCreate, ImageUpdate, ImageDelete } = containerd.services.images.v1;
const ns = { namespace: "default" };
const target = (seed: number) => ({ mediaType: "application/vnd.oci.image.index.v1+json", digest: digestOf(seed), size: 10 });
const failure = async (call: Promise<unknown>): Promise<{ code: number; message: string }> => {
  const error = await call.then(() => undefined, (e: unknown) => e);
  return { code: (error as { code: number }).code, message: messageOf(error) };
};

describe("Images", () => {
  test("an image is created, read, listed and deleted; each change is an event", async () => {
    await using api = await startApi();
    const { image } = await api.images.create({ image: { name: "a", labels: { x: "1", gone: "" }, target: target(1), createdAt: { seconds: 5 } } }, ns);
    expect(image?.labels).toEqual({ x: "1" });
    expect(image?.createdAt).toEqual(image?.updatedAt);
    expect(image?.createdAt?.seconds).toBeGreaterThan(1_600_000_000);
    expect((await api.images.get({ name: "a" }, ns)).image?.target?.digest).toBe(digestOf(1));
    expect((await api.images.list({}, { namespace: "other" })).images).toEqual([]);

    await api.images.delete({ name: "a" }, ns);
    expect(await failure(api.images.get({ name: "a" }, ns))).toEqual({ code: 5, message: 'image "a": not found' });
    const [create, remove] = api.events();
    expect(create).toMatchObject({ namespace: "default", topic: "/images/create", type: "containerd.services.images.v1.ImageCreate" });
    expect(ImageCreate.decode(create!.value).labels).toEqual({ x: "1" });
    expect(remove).toMatchObject({ topic: "/images/delete", type: "containerd.services.images.v1.ImageDelete" });
    expect(ImageDelete.decode(remove!.value).name).toBe("a");
  });

  test("a source date epoch is the time of the change", async () => {
    await using api = await startApi();
    const created = await api.images.create({ image: { name: "a", target: target(1) }, sourceDateEpoch: { seconds: 7, nanos: 1 } }, ns);
    expect(created.image?.createdAt).toMatchObject({ seconds: 7, nanos: 1 });
    const updated = await api.images.update({ image: { name: "a", target: target(2) }, sourceDateEpoch: { seconds: 9 } }, ns);
    expect([updated.image?.createdAt?.seconds, updated.image?.updatedAt?.seconds]).toEqual([7, 9]);
  });

  test("lists are in the order of names, and filtered by any of the strings", async () => {
    await using api = await startApi();
    for (const [name, seed] of [["b", 2], ["a", 1], ["c", 3]] as const) {
      await api.images.create({ image: { name, labels: { "my/label": name }, target: { ...target(seed), annotations: { note: name } } } }, ns);
    }
    const names = async (...filters: string[]) => (await api.images.list({ filters }, ns)).images?.map((image) => image.name);
    expect(await names()).toEqual(["a", "b", "c"]);
    expect(await names("name==c", 'labels."my/label"==a')).toEqual(["a", "c"]);
    expect(await names(`target.digest==${digestOf(2)},target.mediatype~=oci`)).toEqual(["b"]);
    expect(await names("annotations.note==b")).toEqual(["b"]);
    const bad = await failure(api.images.list({ filters: ["name=!"] }, ns));
    expect(bad.code).toBe(3);
    expect(bad.message).toMatch(/^filters: parse error.*: invalid argument: invalid argument$/);
  });

  test("an update replaces what its mask names, or everything", async () => {
    await using api = await startApi();
    await api.images.create({ image: { name: "a", labels: { keep: "1", drop: "1" }, target: { ...target(1), annotations: { n: "1" } } } }, ns);
    const update = async (paths: string[], image: object) =>
      (await api.images.update({ image: { name: "a", ...image }, updateMask: { paths } }, ns)).image;

    const one = await update(["labels.drop", "labels.a.b"], { labels: { "a.b": "2", ignored: "x" } });
    expect(one?.labels).toEqual({ keep: "1", "a.b": "2" });
    expect(one?.target?.digest).toBe(digestOf(1));
    const two = await update(["target"], { target: target(2) });
    expect(two?.target).toMatchObject({ digest: digestOf(2), annotations: {} });
    const three = await update(["annotations.z"], { target: { annotations: { z: "3" } } });
    expect(three?.target).toMatchObject({ digest: digestOf(2), annotations: { z: "3" } });
    const all = await update([], { labels: { only: "1" }, target: target(3) });
    expect(all?.labels).toEqual({ only: "1" });
    const event = api.events().at(-1)!;
    expect(event).toMatchObject({ topic: "/images/update", type: "containerd.services.images.v1.ImageUpdate" });
    expect(ImageUpdate.decode(event.value).labels).toEqual({ only: "1" });
    expect(await failure(update(["name"], {}))).toEqual({ code: 3, message: 'cannot update "name" field on image "a": invalid argument' });
    expect(api.events().at(-1)).toEqual(event);
  });

  test("what is wrong is refused in containerd's words", async () => {
    await using api = await startApi();
    await api.images.create({ image: { name: "a", target: target(1) } }, ns);
    const create = (image: object) => failure(api.images.create({ image }, ns));
    expect(await create({})).toEqual({ code: 3, message: "Image.Name required" });
    expect(await create({ name: "a", target: target(1) })).toEqual({ code: 6, message: 'image "a": already exists' });
    expect(await create({ name: "b", target: { ...target(1), digest: "x" } })).toEqual({ code: 3, message: 'target.Digest "x" invalid: invalid checksum digest format: invalid argument' });
    expect((await create({ name: "b", target: { ...target(1), size: 0 } })).message).toBe("target.Size must be greater than zero: invalid argument");
    expect((await create({ name: "b", target: { ...target(1), mediaType: "" } })).message).toBe("target.MediaType must be set: invalid argument");
    expect((await create({ name: "b", labels: { k: "v".repeat(4096) }, target: target(1) })).message).toMatch(/^image\.Labels: label key and value length \(4097 bytes\)/);
    expect(await failure(api.images.update({ image: { name: "zz", target: target(1) } }, ns))).toEqual({ code: 5, message: 'image "zz": not found' });
    expect(await failure(api.images.delete({ name: "zz" }, ns))).toEqual({ code: 5, message: 'image "zz": not found' });
    const other = await failure(api.images.delete({ name: "a", target: target(2) }, ns));
    expect(other).toEqual({ code: 5, message: `image "a" has target ${digestOf(1)}, not ${digestOf(2)}: not found` });
    expect((await failure(api.images.get({ name: "a" }))).message).toBe("namespace is required: failed precondition");
    await api.images.delete({ name: "a", target: target(1) }, ns);
  });

  test("an image that can expire is leased; deleting it within the lease takes it out of that lease", async () => {
    await using api = await startApi();
    await api.leases.create({ id: "l" }, ns);
    const labels = { "containerd.io/gc.expire": "2020-01-01T00:00:00Z" };
    await api.images.create({ image: { name: "plain", target: target(1) } }, { ...ns, lease: "missing" });
    await api.images.create({ image: { name: "soon", labels, target: target(1) } }, { ...ns, lease: "l" });
    await api.images.update({ image: { name: "plain", labels, target: target(1) } }, { ...ns, lease: "l" });
    const resources = async () => (await api.leases.listResources({ id: "l" }, ns)).resources?.map(({ type, id }) => `${type} ${id}`);
    expect(await resources()).toEqual(["images plain", "images soon"]);
    await api.images.delete({ name: "soon" }, { ...ns, lease: "l" });
    expect(await resources()).toEqual(["images plain"]);
    const missing = await failure(api.images.create({ image: { name: "n", labels, target: target(1) } }, { ...ns, lease: "missing" }));
    expect(missing).toEqual({ code: 5, message: "lease does not exist: not found" });
  });

  test("a synchronous delete waits for a collection", async () => {
    const order: string[] = [];
    await using api = await startApi({ collect: async () => order.push("collected") });
    await api.images.create({ image: { name: "a", target: target(1) } }, ns);
    await api.images.delete({ name: "a", sync: true }, ns);
    order.push("answered");
    expect(order).toEqual(["collected", "answered"]);
  });
});
