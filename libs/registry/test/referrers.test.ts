import { afterAll, beforeAll, expect, test } from "vitest";
import { digestOf, MediaType, type Descriptor } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, type RegistryClient, type RegistryHost, type Transport } from "@stevedore/registry";
import { quiet, startFake, type FakeServer } from "./support.ts";

const subject = digestOf("subject");
let transport: Transport;
beforeAll(() => { transport = createTransport(); });
afterAll(() => transport[Symbol.asyncDispose]());

const entry = (name: string, artifactType: string): Descriptor => ({ mediaType: MediaType.ociManifest, digest: digestOf(name), size: 1, artifactType });
const index = (...manifests: Descriptor[]): string => JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociIndex, manifests });

function client({ host }: FakeServer, adjust: (host: RegistryHost) => RegistryHost = (given) => given): RegistryClient {
  const hosts = loadHosts({ host, defaultScheme: "http" }).map(adjust);
  return createRegistryClient({ reference: `${host}/team/app:v1`, hosts, transport, log: quiet, retry: { attempts: 1, baseDelayMs: 1, maxDelayMs: 1 } });
}

/** Answers paths (with queries) with a body, or a status; everything else is 404. */
const startPaths = (answers: Record<string, string | number | [body: string, link: string]>): Promise<FakeServer> =>
  startFake((request, response) => {
    const answer = answers[request.url ?? ""] ?? 404;
    if (typeof answer === "number") return void response.writeHead(answer).end();
    const [body, link] = typeof answer === "string" ? [answer] : answer;
    response.writeHead(200, { "content-type": MediaType.ociIndex, ...(link === undefined ? {} : { link }) }).end(body);
  });

const API = `/v2/team/app/referrers/${subject}`;
const TAG = `/v2/team/app/manifests/${subject.replace(":", "-")}`;

test("the API, page by page; types are asked for, and filtered here where the registry doesn't", async () => {
  const [first, second] = [entry("a", "sbom"), entry("b", "signature")];
  await using server = await startPaths({
    [API]: [index(first), `<${API}?n=1&last=a>; rel="next"`], [`${API}?n=1&last=a`]: index(second), [`${API}?artifactType=signature`]: index(first, second),
  });
  expect(await client(server).referrers(subject)).toEqual([first, second]);
  expect(await client(server).referrers(subject, { artifactTypes: ["signature"] })).toEqual([second]);
  expect(server.requests).not.toContain(`GET ${TAG}`);
});

test("the tag where there is no API, or it fails; nothing is an empty list", async () => {
  for (const status of [404, 400, 500]) {
    await using server = await startPaths({ [API]: status, [TAG]: index(entry("a", "sbom")) });
    expect(await client(server).referrers(subject)).toEqual([entry("a", "sbom")]);
  }
  await using server = await startPaths({});
  expect(await client(server).referrers(subject)).toEqual([]);
});

test("failures are told: the API's, nonsense, pages without an end, no host that may be asked", async () => {
  await using failing = await startPaths({ [API]: 500 });
  await expect(client(failing).referrers(subject)).rejects.toMatchObject({ code: 14, message: expect.stringContaining("500") });
  await using nonsense = await startPaths({ [API]: "<html>" });
  await expect(client(nonsense).referrers(subject)).rejects.toMatchObject({ code: 3, message: expect.stringMatching(/referrers at .*: not valid JSON/) });
  await using endless = await startPaths({ [API]: [index(), `<${API}>; rel="next"`] });
  await expect(client(endless).referrers(subject)).rejects.toMatchObject({ code: 9, message: expect.stringContaining("more than 100 pages") });
  await using silent = await startPaths({});
  await expect(client(silent, (host) => ({ ...host, capabilities: new Set(["pull"]) })).referrers(subject)).rejects.toMatchObject({ code: 5, message: expect.stringContaining("no referrers hosts") });
  // A host that may only resolve is asked for the tag alone.
  await using resolves = await startPaths({ [TAG]: index(entry("a", "sbom")) });
  expect(await client(resolves, (host) => ({ ...host, capabilities: new Set(["resolve"]) })).referrers(subject)).toHaveLength(1);
  expect(resolves.requests).toEqual([`GET ${TAG}`]);
});
