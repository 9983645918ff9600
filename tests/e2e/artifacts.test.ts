import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  blobPath, busyboxImage, createLayout, createTar, goClient, MEDIA, must, newestContainerd, pushLayout, REGCTL, rootOf, run, startPair, STEVEDORE, tempDir,
  type Descriptor, type Pair, type TempDir,
} from "../kit/mod.ts";
import { expectNothing, samePull, outcomeOf } from "./pulls.ts";

const HELM = { config: "application/vnd.cncf.helm.config.v1+json", chart: "application/vnd.cncf.helm.chart.content.v1.tar+gzip" };
const EMPTY = "application/vnd.oci.empty.v1+json";
const [SBOM, SIGNATURE] = ["application/spdx+json", "application/vnd.dev.sigstore.bundle.v0.3+json"];

let stack: AsyncDisposableStack;
let dir: TempDir;
let pair: Pair;
let isNewest: boolean;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dir = stack.use(await tempDir("artifacts"));
  const newest = await newestContainerd();
  isNewest = !("skip" in newest);
  pair = stack.use(await startPair("skip" in newest ? {} : { stockBinary: newest.path }));
}, 120_000);
afterAll(() => stack?.disposeAsync());

interface Artifact {
  config: { type: string; data: object };
  layers: { type: string; data: Uint8Array }[];
  artifactType?: string;
  subject?: Descriptor;
}

/** An OCI layout with one manifest that is no image's. */
async function artifactLayout(name: string, { config, layers, ...rest }: Artifact): Promise<string> {
  const layout = await createLayout(join(dir.path, name));
  const manifest = {
    schemaVersion: 2, mediaType: MEDIA.manifest, ...rest,
    config: await layout.addBlob(Buffer.from(JSON.stringify(config.data)), config.type),
    layers: await Promise.all(layers.map(({ type, data }) => layout.addBlob(data, type))),
  };
  await layout.finish(await layout.addBlob(Buffer.from(JSON.stringify(manifest)), MEDIA.manifest));
  return layout.dir;
}

test("a Helm chart: pulled, read, pushed somewhere else, the same there", async () => {
  const metadata = { apiVersion: "v2", name: "hello", version: "0.1.0" };
  const chart = gzipSync(createTar([{ name: "hello/Chart.yaml", data: "apiVersion: v2\nname: hello\nversion: 0.1.0\n" }]));
  const layout = await artifactLayout("chart", { config: { type: HELM.config, data: metadata }, layers: [{ type: HELM.chart, data: chart }] });
  const reference = await pushLayout(pair.registry, layout, "charts/hello", "0.1.0");
  expect(isNewest ? await samePull(pair, { reference }) : await outcomeOf(pair.ours, { reference })).toMatchObject({ code: 0 });
  const root = await rootOf(layout);
  const { layers } = JSON.parse(await readFile(blobPath(layout, root.digest), "utf8")) as { layers: Descriptor[] };
  // Nothing is unpacked: there is no root file system in it.
  expect((await pair.ours.must(["snapshots", "ls"])).trim().split("\n")).toHaveLength(1);
  expect(await pair.ours.must(["content", "ls"])).toMatch(new RegExp(`${root.digest}.*containerd\\.io/gc\\.ref\\.content\\.0=${layers[0]!.digest}|${root.digest}.*containerd\\.io/gc\\.ref\\.content\\.\\w+=`));
  await must("sh", ["-c", 'ctr -a "$1" -n "$2" content get "$3" > "$4/chart.tgz"', "sh", pair.ours.address, pair.ours.namespace, layers[0]!.digest, dir.path]);
  expect((await readFile(join(dir.path, "chart.tgz"))).equals(chart)).toBe(true);
  const elsewhere = `${pair.registry.host}/copies/hello:0.1.0`;
  await pair.ours.must(["images", "push", "--plain-http", elsewhere, reference]);
  const raw = (of: string) => must("skopeo", ["inspect", "--raw", "--tls-verify=false", `docker://${of}`]);
  expect(await raw(elsewhere)).toBe(await raw(reference));
  await pair.ours.must(["images", "rm", "--sync", reference]);
  await expectNothing(pair.ours);
});

describe("stevedore referrers", () => {
  let reference: string;
  let subject: Descriptor;
  beforeAll(async () => {
    const layout = await busyboxImage();
    reference = await pushLayout(pair.registry, layout, "signed");
    const { mediaType, digest, size } = await rootOf(layout);
    subject = { mediaType, digest, size };
  });

  const list = async (...args: string[]) => (JSON.parse(await must(STEVEDORE, ["referrers", reference, "--json", "--plain-http", ...args])) as { digest: string; referrers: (Descriptor & { artifactType?: string })[] });

  test("of a registry without the API: the index under the tag of the digest", async () => {
    expect((await run(STEVEDORE, ["referrers", reference])).stdout).toBe(`nothing refers to ${subject.digest}\n`);
    const entries: Descriptor[] = [];
    for (const artifactType of [SBOM, SIGNATURE]) {
      const layout = await artifactLayout(artifactType.replaceAll("/", "-"), { config: { type: EMPTY, data: {} }, artifactType, subject, layers: [{ type: artifactType, data: Buffer.from(artifactType) }] });
      const root = await rootOf(layout);
      await pushLayout(pair.registry, layout, "signed", root.digest.replace(":", "-"));
      entries.push({ ...root, artifactType, annotations: { by: "test" } } as Descriptor);
    }
    const index = await createLayout(join(dir.path, "index"));
    // Its manifests are there already, and their blobs aren't in this layout.
    const body = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests: entries });
    await writeFile(join(index.dir, "body"), body);
    await must("curl", ["-sSf", "-X", "PUT", "-H", `content-type: ${MEDIA.index}`, "--data-binary", `@${join(index.dir, "body")}`, `${pair.registry.url}/v2/signed/manifests/${subject.digest.replace(":", "-")}`]);
    const all = await list();
    expect(all.digest).toBe(subject.digest);
    expect(all.referrers.map(({ artifactType }) => artifactType)).toEqual([SBOM, SIGNATURE]);
    expect((await list("--type", SIGNATURE)).referrers.map(({ digest }) => digest)).toEqual([entries[1]!.digest]);
    const table = await must(STEVEDORE, ["referrers", reference]);
    expect(table).toMatch(new RegExp(`SBOM +${entries[0]!.digest} +\\d+ +${SBOM.replace("+", "\\+")} +by=test`));
    expect(table).toMatch(new RegExp(`signature +${entries[1]!.digest}`));
  });

  test("what regctl has attached", async ({ skip }) => {
    const client = await goClient(REGCTL);
    if ("skip" in client) return skip(client.skip);
    const other = await pushLayout(pair.registry, await busyboxImage(), "attached");
    const env = { HOME: dir.path };
    await must(client.path, ["registry", "set", "--tls", "disabled", pair.registry.host], { env });
    const input = { env, stdin: '{"spdxVersion":"SPDX-2.3"}' };
    await must(client.path, ["artifact", "put", "--subject", other, "--artifact-type", SBOM, "--file-media-type", SBOM], input);
    const { referrers } = JSON.parse(await must(STEVEDORE, ["referrers", other, "--json"])) as { referrers: { artifactType: string }[] };
    expect(referrers).toMatchObject([{ artifactType: SBOM }]);
  });

  test("mistakes: no such image, no reference, wrong flags", async () => {
    expect(await run(STEVEDORE, ["referrers", `${pair.registry.host}/none:1`])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("none:1: not found") });
    expect((await run(STEVEDORE, ["referrers"])).stderr).toContain("referrers takes one reference");
    expect((await run(STEVEDORE, ["referrers", reference, "--typo"])).exitCode).toBe(2);
  });
});
