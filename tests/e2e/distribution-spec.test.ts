import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, freePort, goClient, MEDIA, multiPlatformImage, must, pushLayout, REGCTL, rootOf, run, startHost, startRegistry, tempDir, uniqueNamespace, type Host, type Registry, type TempDir } from "../kit/mod.ts";
import { pull } from "./pair.ts";

/*
 * What the OCI distribution-spec 1.1.1 asks of a registry that is pulled from, requirement by requirement, of the store as a registry; the spec's own names of
 * endpoints (end-1 …). Its conformance suite can't be had by the module proxy, so an independent client, regctl, uses the same endpoints.
 */
const TAGS = ["1", "10", "2", "Upper_case.and-more"];
const ABSENT = `sha256:${"0".repeat(64)}`;

let stack: AsyncDisposableStack;
let dir: TempDir;
let registry: Registry;
let host: Host;
let address: string;
let manifest: { digest: string; mediaType: string; size: number };
let blob: { digest: string; size: number };

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dir = stack.use(await tempDir("spec"));
  registry = stack.use(await startRegistry());
  address = `127.0.0.1:${await freePort()}`;
  const namespace = uniqueNamespace();
  host = stack.use(await startHost({ namespace, config: `[stevedore.registry]\n  address = "${address}"\n  namespaces = ["${namespace}"]\n` }));
  const busybox = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(host, busybox);
  await host.must(["images", "tag", busybox, ...TAGS.map((tag) => `registry.invalid/team/app:${tag}`)]);
  const multi = await pushLayout(registry, await multiPlatformImage(), "multi");
  await pull(host, multi, "--all-platforms");
  await host.must(["images", "tag", multi, "registry.invalid/team/multi:1"]);
  manifest = await rootOf(await busyboxImage());
  const { layers } = (await (await ask("GET", `/v2/team/app/manifests/${manifest.digest}`)).json()) as { layers: { digest: string; size: number }[] };
  blob = layers[0]!;
}, 120_000);
afterAll(() => stack?.disposeAsync());

const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`http://${address}${path}`, { method, headers });
const sha256 = async (answer: Response): Promise<string> => `sha256:${createHash("sha256").update(Buffer.from(await answer.arrayBuffer())).digest("hex")}`;
const header = (answer: Response, ...names: string[]): unknown[] => [answer.status, ...names.map((name) => answer.headers.get(name))];
const tagsOf = async (query: string): Promise<string[]> => ((await (await ask("GET", `/v2/team/app/tags/list${query}`)).json()) as { tags: string[] }).tags;

interface Requirement {
  endpoint: string;
  says: string;
  check(): Promise<unknown>;
  expected: () => unknown;
}

const requirements: Requirement[] = [
  { endpoint: "end-1", says: "GET /v2/ of a registry that implements the spec: 200", check: async () => (await ask("GET", "/v2/")).status, expected: () => 200 },
  { endpoint: "end-2", says: "GET of a blob: 200, the blob, its digest and size", check: async () => { const answer = await ask("GET", `/v2/team/app/blobs/${blob.digest}`); return [...header(answer, "docker-content-digest", "content-length"), await sha256(answer)]; }, expected: () => [200, blob.digest, String(blob.size), blob.digest] },
  { endpoint: "end-2", says: "HEAD of a blob: 200, its digest and size, no body", check: async () => { const answer = await ask("HEAD", `/v2/team/app/blobs/${blob.digest}`); return [...header(answer, "docker-content-digest", "content-length"), await answer.text()]; }, expected: () => [200, blob.digest, String(blob.size), ""] },
  { endpoint: "end-2", says: "a blob that is not there: 404, for HEAD too", check: async () => Promise.all(["GET", "HEAD"].map(async (method) => (await ask(method, `/v2/team/app/blobs/${ABSENT}`)).status)), expected: () => [404, 404] },
  { endpoint: "end-2", says: "Range as in RFC 9110: a part, a suffix, one behind the end", check: async () => Promise.all(["bytes=2-5", "bytes=-7", `bytes=${blob.size}-`].map(async (range) => header(await ask("GET", `/v2/team/app/blobs/${blob.digest}`, { range }), "content-range", "content-length").slice(0, 2))), expected: () => [[206, `bytes 2-5/${blob.size}`], [206, `bytes ${blob.size - 7}-${blob.size - 1}/${blob.size}`], [416, `bytes */${blob.size}`]] },
  { endpoint: "end-2", says: "a Range of no known unit, or that is none, is as if it were not there", check: async () => Promise.all(["lines=1-2", "bytes=5-2", "nonsense"].map(async (range) => (await ask("GET", `/v2/team/app/blobs/${blob.digest}`, { range })).status)), expected: () => [200, 200, 200] },
  { endpoint: "end-3", says: "GET of a manifest by tag and by digest: 200, its type without parameters, its digest, its bytes", check: async () => Promise.all(["1", manifest.digest].map(async (reference) => { const answer = await ask("GET", `/v2/team/app/manifests/${reference}`); return [...header(answer, "content-type", "docker-content-digest"), await sha256(answer)]; })), expected: () => [1, 2].map(() => [200, manifest.mediaType, manifest.digest, manifest.digest]) },
  { endpoint: "end-3", says: "HEAD of a manifest: 200, its digest and size", check: async () => header(await ask("HEAD", "/v2/team/app/manifests/1", { accept: MEDIA.manifest }), "docker-content-digest", "content-length"), expected: () => [200, manifest.digest, String(manifest.size)] },
  { endpoint: "end-3", says: "a manifest, tag or repository that is not there: 404, for HEAD too", check: async () => Promise.all(["GET", "HEAD"].flatMap((method) => [`/v2/team/app/manifests/${ABSENT}`, "/v2/team/app/manifests/none", "/v2/team/none/manifests/1"].map(async (path) => (await ask(method, path)).status))), expected: () => [404, 404, 404, 404, 404, 404] },
  { endpoint: "end-3", says: "a tag is at most 128 characters of [a-zA-Z0-9._-], a name has no capitals", check: async () => Promise.all([`/v2/team/app/manifests/${"x".repeat(129)}`, "/v2/team/app/manifests/.hidden", "/v2/Team/app/manifests/1"].map(async (path) => { const { status } = await ask("GET", path); return status === 400 || status === 404; })), expected: () => [true, true, true] },
  { endpoint: "end-8a", says: "tags in lexical order", check: () => tagsOf(""), expected: () => TAGS.toSorted() },
  { endpoint: "end-8a", says: "tags of a repository that is not there: 404", check: async () => (await ask("GET", "/v2/team/none/tags/list")).status, expected: () => 404 },
  { endpoint: "end-8b", says: "n: at most so many; none for 0; more than there are: all", check: async () => [await tagsOf("?n=2"), await tagsOf("?n=0"), await tagsOf("?n=1000")], expected: () => [["1", "10"], [], TAGS.toSorted()] },
  { endpoint: "end-8b", says: "last: those behind it, whether it is there or not", check: async () => [await tagsOf("?last=10"), await tagsOf("?n=1&last=10"), await tagsOf("?last=15"), await tagsOf("?last=zzz")], expected: () => [["2", "Upper_case.and-more"], ["2"], ["2", "Upper_case.and-more"], []] },
  { endpoint: "end-8b", says: "Link: to the next page while there is one (RFC 5988)", check: async () => Promise.all(["?n=3", "?n=4"].map(async (query) => (await ask("GET", `/v2/team/app/tags/list${query}`)).headers.get("link"))), expected: () => [expect.stringMatching(/^<[^>]*\/v2\/team\/app\/tags\/list\?[^>]*last=2[^>]*>; rel="next"$/), null] },
  { endpoint: "end-12a", says: "referrers of a digest that nothing refers to, there or not: 200, an empty index", check: async () => Promise.all([manifest.digest, ABSENT].map(async (digest) => { const answer = await ask("GET", `/v2/team/app/referrers/${digest}`); return [...header(answer, "content-type"), await answer.json()]; })), expected: () => [1, 2].map(() => [200, MEDIA.index, { schemaVersion: 2, mediaType: MEDIA.index, manifests: [] }]) },
  { endpoint: "end-12a", says: "referrers of what is no digest: 400", check: async () => (await ask("GET", "/v2/team/app/referrers/nonsense")).status, expected: () => 400 },
  { endpoint: "end-12b", says: "a filter that was applied is named", check: async () => header(await ask("GET", `/v2/team/app/referrers/${manifest.digest}?artifactType=a%2Fb`), "oci-filters-applied"), expected: () => [200, "artifactType"] },
];

describe("the distribution-spec's requirements of pulls", () => {
  test.each(requirements)("$endpoint: $says", async ({ check, expected }) => expect(await check()).toEqual(expected()));

  test.each([
    ["end-4a", "POST", "/v2/team/app/blobs/uploads/"], ["end-4b", "POST", `/v2/team/app/blobs/uploads/?digest=${ABSENT}`], ["end-5", "PATCH", "/v2/team/app/blobs/uploads/x"], ["end-6", "PUT", `/v2/team/app/blobs/uploads/x?digest=${ABSENT}`],
    ["end-7", "PUT", "/v2/team/app/manifests/1"], ["end-9", "DELETE", "/v2/team/app/manifests/1"], ["end-10", "DELETE", `/v2/team/app/blobs/${ABSENT}`], ["end-11", "POST", `/v2/team/app/blobs/uploads/?mount=${ABSENT}&from=x`],
  ])("%s: %s %s is not for a registry that is only read: 405, and why, in the spec's JSON", async (_endpoint, method, path) => {
    const answer = await ask(method, path);
    expect([...header(answer, "content-type"), await answer.json()]).toEqual([405, expect.stringContaining("application/json"), { errors: [expect.objectContaining({ code: "UNSUPPORTED", message: expect.any(String) as string })] }]);
  });
});

test("regctl lists, pages, looks at and copies what is there, with all platforms", async ({ skip }) => {
  const client = await goClient(REGCTL);
  if ("skip" in client) return skip(client.skip);
  const env = { HOME: dir.path };
  const regctl = (...args: string[]): Promise<string> => must(client.path, args, { env, timeout: 60_000 });
  for (const each of [address, registry.host]) await regctl("registry", "set", "--tls", "disabled", each);
  expect((await regctl("repo", "ls", address)).split("\n")).toEqual(expect.arrayContaining(["registry.invalid/team/app", "registry.invalid/team/multi"]));
  expect((await regctl("tag", "ls", `${address}/team/app`)).trim().split("\n")).toEqual(TAGS.toSorted());
  expect((await regctl("tag", "ls", "--limit", "1", "--last", "10", `${address}/team/app`)).trim()).toBe("2");
  expect((await regctl("manifest", "head", `${address}/team/app:1`)).trim()).toBe(manifest.digest);
  await must("sh", ["-c", '"$1" blob get "$2" "$3" > "$4"', "sh", client.path, `${address}/team/app`, blob.digest, join(dir.path, "blob")], { env });
  expect((await must("sha256sum", [join(dir.path, "blob")])).slice(0, 64)).toBe(blob.digest.slice(7));
  await regctl("image", "copy", "--referrers", `${address}/team/multi:1`, `${registry.host}/copied/multi:1`);
  expect((await regctl("manifest", "head", `${registry.host}/copied/multi:1`)).trim()).toBe((await rootOf(await multiPlatformImage())).digest);
  expect((await run(client.path, ["manifest", "get", `${address}/team/app:none`], { env })).stderr).toMatch(/not found/i);
});
