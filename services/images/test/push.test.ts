import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerd, packAny } from "@stevedore/api";
import { MediaType } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { eventsOf, freePort, pull, startTransferHost, until, type TransferHost } from "./transfer-host.ts";

const { ImageStore, OCIRegistry } = containerd.types.transfer;
const stack = new AsyncDisposableStack();
let host: TransferHost;
let registry: FakeRegistry;
let target: string;
let counter = 0;
let namespace: string;

beforeAll(async () => {
  host = stack.use(await startTransferHost({ fakeSnapshots: true }));
  registry = stack.use(await startFakeRegistry());
  const dir = mkdtempSync(join(tmpdir(), "stevedore-test-push-"));
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const port = await freePort();
  target = `127.0.0.1:${port}`;
  writeFileSync(join(dir, "config.yml"), `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: "${dir}/data"}}\nhttp: {addr: "${target}"}\n`);
  const child = spawn("docker-registry", ["serve", join(dir, "config.yml")], { stdio: "ignore" });
  stack.defer(async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  await until(() => fetch(`http://${target}/v2/`).then(({ ok }) => ok, () => false));
});
afterAll(() => stack.disposeAsync());
beforeEach(() => { namespace = `p${++counter}`; });

async function pushTo(reference: string, store: containerd.types.transfer.IImageStore, progressStream = ""): Promise<void> {
  await host.transfer.transfer({
    source: packAny("containerd.types.transfer.ImageStore", ImageStore, store),
    destination: packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference }),
    options: { progressStream },
  }, { namespace });
}

test("to a real registry, and back from it; the second time nothing is sent, another repository gets it by mount", async () => {
  const image = addImage(registry, { tag: "x", tars: [makeTar({ a: noise(900_000) }), makeTar({ b: "x" })] });
  const name = `${registry.host}/team/app:x`;
  await pull(host, { reference: name, namespace, unpack: false });
  const events = async (reference: string): Promise<string[]> => {
    const id = `push-${Math.random()}`;
    const messages = host.openStream(id);
    await pushTo(reference, { name }, id);
    return eventsOf(messages).filter((event) => !/^(?:uploading|waiting) /.test(event));
  };
  const [first, second] = image.layers.map(({ digest }) => `layer-${digest}`) as [string, string];
  const reference = `${target}/copy/app:y`;
  const done = await events(reference);
  expect(done.slice(0, 2)).toEqual([`Pushing to OCI Registry (${reference})`, `pushing content ${name}`]);
  expect(done.slice(2, -4).sort()).toEqual([`complete config-${image.config.digest}`, `complete ${first}`, `complete ${second}`].sort());
  expect(done.slice(-4)).toEqual([`complete manifest-${image.manifest.digest}`, `pushed content ${name}`, `Completed push to OCI Registry (${reference})`, `pushed content ${name}`]);
  expect((await events(reference)).filter((event) => event.startsWith("complete "))).toEqual([]);
  expect((await events(`${target}/mounted/app:z`)).filter((event) => event.startsWith("complete "))).toEqual([`complete manifest-${image.manifest.digest}`]);
  namespace = `${namespace}-back`;
  await pull(host, { reference, namespace, unpack: false });
  expect((await host.images.get({ name: reference }, { namespace })).image!.target!.digest).toBe(image.manifest.digest);
});

test("an index with all its platforms", async () => {
  const made = ["amd64", "arm64"].map((architecture) => addImage(registry, { tag: `i-${architecture}`, tars: [makeTar({ [architecture]: "y" })], platform: { os: "linux", architecture } }));
  const manifests = made.map(({ manifest }, i) => ({ ...manifest, platform: { os: "linux", architecture: ["amd64", "arm64"][i]! } }));
  const index = registry.addJson(MediaType.ociIndex, { schemaVersion: 2, mediaType: MediaType.ociIndex, manifests });
  registry.tags.set("multi", index);
  const name = `${registry.host}/team/app:multi`;
  await pull(host, { reference: name, namespace, unpack: false, store: { platforms: [] } });
  await pushTo(`${target}/multi/app:1`, { name });
  const response = await fetch(`http://${target}/v2/multi/app/manifests/1`, { headers: { accept: MediaType.ociIndex } });
  expect(response.headers.get("docker-content-digest")).toBe(index.digest);
});

test("what is missing here, and who is not there", async () => {
  const image = addImage(registry, { tag: "partial", tars: [makeTar({ p: "partial" })] });
  const name = `${registry.host}/team/app:partial`;
  await pull(host, { reference: name, namespace, unpack: false });
  await host.content.delete({ digest: image.layers[0]!.digest }, { namespace });
  await expect(pushTo(`${target}/a/b:c`, { name })).rejects.toMatchObject({ code: 5, message: expect.stringContaining(image.layers[0]!.digest) });
  for (const reference of [`${target}/a/b:c`, "nobody"]) await expect(pushTo(reference, { name: "nobody" })).rejects.toMatchObject({ code: 5, message: 'image "nobody": not found' });
  addImage(registry, { tag: "whole", tars: [makeTar({ p: "whole" })] });
  await pull(host, { reference: `${registry.host}/team/app:whole`, namespace, unpack: false });
  await expect(pushTo("127.0.0.1:1/a/b:c", { name: `${registry.host}/team/app:whole` })).rejects.toMatchObject({ code: 14, message: expect.stringMatching(/^failed to push .* to 127\.0\.0\.1:1: .*connection refused$/) });
});

test("layers that are not here: taken from where the registry has them, in that repository or in the one the image came from", async () => {
  const image = addImage(registry, { tag: "elsewhere", tars: [makeTar({ e: "elsewhere" }), makeTar({ f: "too" })] });
  const name = `${registry.host}/team/app:elsewhere`;
  await pull(host, { reference: name, namespace, unpack: false });
  await pushTo(`${target}/whole/app:1`, { name });
  await pull(host, { reference: `${target}/whole/app:1`, namespace, unpack: false });
  for (const { digest } of image.layers) await host.content.delete({ digest: digest! }, { namespace });
  await pushTo(`${target}/whole/app:2`, { name });
  await pushTo(`${target}/mounted/there:1`, { name });
  for (const place of ["whole/app/manifests/2", "mounted/there/manifests/1", ...image.layers.map(({ digest }) => `mounted/there/blobs/${digest}`)]) {
    expect((await fetch(`http://${target}/v2/${place}`, { headers: { accept: MediaType.ociManifest } })).status, place).toBe(200);
  }
});

test("without a tag the registry knows it by its digest", async () => {
  const image = addImage(registry, { tag: "untagged", tars: [makeTar({ u: "untagged" })] });
  const name = `${registry.host}/team/app:untagged`;
  await pull(host, { reference: name, namespace, unpack: false });
  await pushTo(`${target}/un/tagged`, { name });
  expect((await fetch(`http://${target}/v2/un/tagged/manifests/${image.manifest.digest}`, { headers: { accept: MediaType.ociManifest } })).status).toBe(200);
  await expect(pull(host, { reference: `${target}/un/tagged`, namespace, unpack: false })).rejects.toMatchObject({ code: 2, message: expect.stringContaining("failed to resolve image: object required") });
});
