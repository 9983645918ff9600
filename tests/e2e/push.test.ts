import { afterAll, beforeAll, expect, test } from "vitest";
import { busyboxImage, hostArchitecture, multiPlatformImage, must, pushLayout, run, startFaultProxy, startHost, startRegistry, STEVEDORE, tempDir, transferPull, type Host, type Registry, type TempDir } from "../kit/mod.ts";

interface Line {
  event: string;
  name?: string;
  size?: number;
  sentBytes?: number;
  digest?: string;
}

let host: Host;
let source: Registry;
let target: Registry;
let dir: TempDir;
let busybox: string;
let multi: string;

beforeAll(async () => {
  dir = await tempDir("push");
  [host, source, target] = await Promise.all([startHost(), startRegistry(), startRegistry({ auth: "basic" })]);
  [busybox, multi] = await Promise.all([busyboxImage().then((layout) => pushLayout(source, layout, "busybox")), multiPlatformImage().then((layout) => pushLayout(source, layout, "multi"))]);
  await transferPull(host.address, { reference: busybox, namespace: host.namespace });
  await host.must(["images", "pull", "--plain-http", "--all-platforms", multi]);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await source?.[Symbol.asyncDispose]();
  await target?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const flags = (): string[] => ["--plain-http", "--state", host.state, "--namespace", host.namespace];
const push = async (...args: string[]): Promise<Line[]> => (await must(STEVEDORE, ["push", ...args, "--user", target.credentials!, "--json", ...flags()])).trim().split("\n").map((line) => JSON.parse(line) as Line);
const inspect = async (reference: string, registry: Registry): Promise<{ Digest: string; Layers: string[] }> =>
  JSON.parse(await must("skopeo", ["inspect", "--tls-verify=false", ...(registry.credentials === undefined ? [] : ["--creds", registry.credentials]), `docker://${reference}`])) as { Digest: string; Layers: string[] };

test("stevedore push: with credentials, everything once; again nothing; into another repository by mounts", async () => {
  const first = await push(busybox, `${target.host}/team/busybox:1`);
  const sent = first.filter(({ event }) => event === "complete");
  expect(sent.map(({ name }) => name?.split("-")[0]).toSorted()).toEqual(["config", "layer", "layer", "manifest"]);
  expect(first.at(-1)).toMatchObject({ event: "done", sentBytes: sent.reduce((sum, { size = 0 }) => sum + size, 0) });
  expect((await inspect(`${target.host}/team/busybox:1`, target)).Digest).toBe(first.at(-1)!.digest);
  expect((await push(busybox, `${target.host}/team/busybox:1`)).at(-1)).toMatchObject({ event: "done", sentBytes: 0 });
  const mounted = await push(busybox, `${target.host}/other/busybox:1`);
  expect(mounted.filter(({ event }) => event === "complete").map(({ name }) => name?.split("-")[0])).toEqual(["manifest"]);
  expect((await inspect(`${target.host}/other/busybox:1`, target)).Layers).toHaveLength(2);
});

test("all platforms, or those that are named: the registry gets an index of these, or the one manifest", async () => {
  const raw = async (reference: string): Promise<{ manifests?: { platform?: { architecture: string } }[] }> => JSON.parse(await must("skopeo", ["inspect", "--raw", "--tls-verify=false", `docker://${reference}`])) as { manifests?: [] };
  const send = (tag: string, ...more: string[]): Promise<string> => must(STEVEDORE, ["push", multi, `${source.host}/sent:${tag}`, ...more, ...flags()]);
  expect(await send("all")).toMatch(/index-sha256:\w+ {2}sent, [\d.]+ k?B\n.*sent:all {2}sha256:\w{64} {2}[\d.]+ [kM]?B sent in [\d.]+ s\n$/);
  expect((await raw(`${source.host}/sent:all`)).manifests).toHaveLength(3);
  await send("one", "--platform", `linux/${hostArchitecture()}`);
  expect((await raw(`${source.host}/sent:one`)).manifests).toBeUndefined();
  await send("two", "--platform", "linux/amd64", "--platform", "linux/arm64");
  expect((await raw(`${source.host}/sent:two`)).manifests?.map(({ platform }) => platform?.architecture).filter((one) => one !== "unknown").toSorted()).toEqual(["amd64", "arm64"]);
  const { stderr, exitCode } = await run(STEVEDORE, ["push", multi, `${source.host}/sent:none`, "--platform", "linux/s390x", ...flags()]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("no manifest for the platform") });
  // Nothing of the making stays.
  expect((await host.must(["images", "ls", "-q"])).split("\n").filter(Boolean).toSorted()).toEqual([busybox, multi].toSorted());
  expect(await host.must(["leases", "ls", "-q"])).toBe("");
});

test("a push whose connections break arrives whole", async () => {
  await using proxy = await startFaultProxy(source);
  proxy.inject(/^PUT .*\/blobs\//, { breakRequestAfter: 100_000 }, 1);
  proxy.inject(/^POST/, { status: 503 }, 1);
  const reference = `${proxy.host}/broken/busybox:1`;
  await must(STEVEDORE, ["push", busybox, reference, ...flags()]);
  expect((await inspect(`${source.host}/broken/busybox:1`, source)).Layers).toHaveLength(2);
});

test("what is not there, and who may not push, say so", async () => {
  expect((await run(STEVEDORE, ["push", "nobody:1", ...flags()])).stderr).toContain('image "nobody:1": not found');
  const { stderr, exitCode } = await run(STEVEDORE, ["push", busybox, `${target.host}/team/busybox:1`, "--user", "alice:wrong", ...flags()]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("401 Unauthorized") });
  expect((await run(STEVEDORE, ["push", busybox, `${target.host}/team/busybox:1`, ...flags()])).stderr).toContain("push access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials");
});

test("an image that was pulled for one platform goes whole where the registry has the rest, and elsewhere says what is missing", async () => {
  const namespace = `${host.namespace}-one`;
  await transferPull(host.address, { reference: multi, namespace });
  const at = ["--plain-http", "--state", host.state, "--namespace", namespace];
  for (const name of ["multi:again", "moved/multi:1"]) {
    await must(STEVEDORE, ["push", multi, `${source.host}/${name}`, ...at]);
    await must("skopeo", ["copy", "-q", "--all", "--src-tls-verify=false", `docker://${source.host}/${name}`, `dir:${dir.path}/${name.replace(/\W/g, "-")}`]);
  }
  const { stderr, exitCode } = await run(STEVEDORE, ["push", multi, `${target.host}/multi:1`, "--user", target.credentials!, ...at]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/content digest sha256:\w{64}: not found/) });
  await host.must(["images", "rm", "--sync", multi], { namespace });
});
