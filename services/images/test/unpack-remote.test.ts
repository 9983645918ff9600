import { chainIdsOf } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { remoteLabels } from "../transfer/remote-labels.ts";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry, type MadeImage } from "./fake-registry.ts";
import { eventsOf, pull, startTransferHost, until, type TransferHost } from "./transfer-host.ts";

const PLATFORM = { os: "linux", architecture: "amd64" };
const ANNOTATIONS = ["image-ref", "layer-digest", "image-layers", "manifest-digest"].map((name) => `containerd.io/snapshot/cri.${name}`);

let host: TransferHost;
let registry: FakeRegistry;
let counter = 0;
let namespace: string;

beforeAll(async () => {
  [host, registry] = await Promise.all([
    startTransferHost({
      fakeSnapshots: true,
      adjust(config) {
        const entry = { type: "snapshot" as const, address: "/nowhere", capabilities: [] };
        config.proxyPlugins["there"] = { ...entry, exports: { enable_remote_snapshot_annotations: "true" } };
        config.proxyPlugins["plain"] = { ...entry, exports: {} };
        config.plugins.transfer.unpackConfig.push(...["there", "plain"].map((snapshotter) => ({ platform: "linux/amd64", snapshotter })));
      },
    }),
    startFakeRegistry(),
  ]);
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  namespace = `r${++counter}`;
  registry.fault = undefined;
  registry.requests.length = 0;
  for (const part of [host.fake.committed, host.fake.active, host.fake.remote, host.fake.told]) part.clear();
  host.fake.log.length = 0;
});

function makeImage(tag: string, annotations: readonly (Record<string, string> | undefined)[] = []): MadeImage {
  return addImage(registry, { tag, annotations, tars: Array.from({ length: 4 }, (_, i) => makeTar({ [`file${i}`]: noise(100_000, `${tag}${i}`) })) });
}

const referenceOf = (tag: string): string => `${registry.host}/team/app:${tag}`;
const pullFor = (snapshotter: string, tag: string, rest = {}): Promise<void> =>
  pull(host, { reference: referenceOf(tag), namespace, store: { unpacks: [{ platform: PLATFORM, snapshotter }] }, ...rest });
const fetched = ({ layers }: MadeImage): number[] => layers.map((layer) => registry.countOf(layer));
const labelsOf = async (digest: string) => (await host.content.info({ digest }, { namespace })).info!.labels!;

test("layers that the snapshotter has from elsewhere are not fetched; it is told where they are", async () => {
  const image = makeImage("remote");
  for (const diffId of image.diffIds) host.fake.remote.add(diffId);
  const received = host.openStream("progress");
  await pullFor("there", "remote", { progressStream: "progress" });
  expect(fetched(image)).toEqual([0, 0, 0, 0]);
  const chain = chainIdsOf(image.diffIds);
  expect(host.fake.log).toEqual(image.diffIds.map((diffId) => `prepare ${diffId}`));
  expect([...host.fake.committed].map(([name, { parent }]) => [name, parent])).toEqual(chain.map((id, i) => [id, chain[i - 1] ?? ""]));
  for (const [i, diffId] of image.diffIds.entries()) {
    expect(host.fake.told.get(diffId)).toEqual({
      "containerd.io/snapshot.ref": chain[i],
      "containerd.io/snapshot/diff-id": diffId,
      ...(i === 0 ? {} : { "containerd.io/snapshot/parent-chain-id": chain[i - 1] }),
      "containerd.io/snapshot/cri.image-ref": referenceOf("remote"),
      "containerd.io/snapshot/cri.layer-digest": image.layers[i]!.digest,
      "containerd.io/snapshot/cri.image-layers": image.layers.slice(i).map(({ digest }) => digest).join(","),
      "containerd.io/snapshot/cri.manifest-digest": image.manifest.digest,
    });
  }
  expect((await labelsOf(image.config.digest))["containerd.io/gc.ref.snapshot.there"]).toBe(chain.at(-1));
  const events = eventsOf(received);
  for (const { digest } of image.layers) expect(events.filter((event) => event.includes(digest)).map((event) => event.split(" layer-")[0])).toEqual(["waiting", "already exists"]);
  // Once there, nobody is asked again.
  await pullFor("there", "remote");
  expect(host.fake.log).toHaveLength(4);
});

test("one that it lacks is fetched after it was asked, with those above it; but what is meant for a snapshotter waits for its answer", async () => {
  const image = makeImage("mixed", [undefined, undefined, { "containerd.io/snapshot/some.index": "x" }]);
  for (const i of [0, 2]) host.fake.remote.add(image.diffIds[i]!);
  let askedBefore = false;
  registry.fault = (_request, _response, path) => {
    if (path.endsWith(image.layers[1]!.digest)) askedBefore = host.fake.log.includes(`prepare ${image.diffIds[1]}`);
    return false;
  };
  // The lowest that is fetched is not unpacked before the highest is asked for.
  host.fake.beforeEnd = async (diffId) => { if (diffId === image.diffIds[1]) await until(() => fetched(image)[3] === 1); };
  await pullFor("there", "mixed");
  host.fake.beforeEnd = async () => undefined;
  expect([askedBefore, fetched(image)]).toEqual([true, [0, 1, 0, 1]]);
  const chain = chainIdsOf(image.diffIds);
  expect([...host.fake.committed].map(([name, { parent }]) => [name, parent])).toEqual(chain.map((id, i) => [id, chain[i - 1] ?? ""]));
  expect(host.fake.active.size).toBe(0);
  expect((await labelsOf(image.layers[1]!.digest))["containerd.io/uncompressed"]).toBe(image.diffIds[1]);
});

test("a snapshotter that doesn't ask for them gets no annotations, but the layer's own", async () => {
  const image = makeImage("plain", Array.from({ length: 4 }, () => ({ "containerd.io/snapshot/some.index": "x", other: "y" })));
  // Nothing waits for its answers then.
  host.fake.beforeEnd = async (diffId) => { if (diffId === image.diffIds[0]) await until(() => fetched(image)[3] === 1); };
  await pullFor("plain", "plain");
  host.fake.beforeEnd = async () => undefined;
  expect(fetched(image)).toEqual([1, 1, 1, 1]);
  for (const diffId of image.diffIds) expect(Object.keys(host.fake.told.get(diffId)!).filter((key) => ANNOTATIONS.includes(key))).toEqual([]);
  const { other, ...labels } = host.fake.told.get(image.diffIds[0]!)!;
  expect([other, labels["containerd.io/snapshot/some.index"]]).toEqual([undefined, "x"]);
});

test("a download that fails leaves no snapshot behind that was prepared for it", async () => {
  const image = makeImage("fails");
  registry.fault = (_request, response, path) => {
    if (!path.endsWith(image.layers[2]!.digest)) return false;
    response.writeHead(404).end();
    return true;
  };
  await expect(pullFor("there", "fails")).rejects.toMatchObject({ message: expect.stringContaining(image.layers[2]!.digest) });
  expect(host.fake.active.size).toBe(0);
});

test("of many layers the label names as many as it has room for", () => {
  const layers = Array.from({ length: 100 }, (_, i) => ({ mediaType: "", digest: `sha256:${String(i).padStart(64, "0")}`, size: 1 }));
  const labels = remoteLabels({ reference: "r", manifest: "m", layers });
  const lists = labels.map((each) => each["containerd.io/snapshot/cri.image-layers"] ?? "");
  // 39 bytes of the key, 71 and a comma of each.
  expect([lists[0]!.split(",").length, lists[60]!.split(",").length, lists[99]]).toEqual([56, 40, layers[99]!.digest]);
});
