import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, parseChallenges, type Credentials, type RegistryClient, type Transport } from "@stevedore/registry";
import { drain, makeImage, quiet, serveImage, startFake, type FakeServer } from "./support.ts";

const image = makeImage(100_000);
let transport: Transport;
beforeAll(() => { transport = createTransport(); });
afterAll(() => transport[Symbol.asyncDispose]());

interface TokenRegistryOptions {
  mode: "get" | "post";
  lifetime?: number;
  denies?: boolean;
  /** Tokens that the registry takes for invalid, whatever the token server says. */
  revoked?: string[];
}

interface TokenRegistry extends AsyncDisposable { registry: FakeServer; tokens: FakeServer; forms: URLSearchParams[] }

/** A registry with token authentication; `mode` is what its token server accepts. */
async function startTokenRegistry(options: TokenRegistryOptions): Promise<TokenRegistry> {
  const forms: URLSearchParams[] = [];
  let issued = 0;
  const isAllowed = (request: IncomingMessage, form: URLSearchParams): boolean =>
    request.headers.authorization === `Basic ${Buffer.from("alice:secret").toString("base64")}` || form.get("password") === "secret" || form.get("refresh_token") === "identity";
  const tokens = await startFake((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => { text += chunk.toString(); }).on("end", () => {
      const form = new URLSearchParams(text);
      forms.push(form);
      if (options.mode === "post" && request.method === "GET") return void response.writeHead(405).end();
      if (!isAllowed(request, form)) return void response.writeHead(401).end();
      issued++;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ access_token: `token-${issued}`, expires_in: options.lifetime ?? 300 }));
    });
  });
  const registry = await startFake((request, response) => {
    const scope = "repository:team/app:pull";
    const challenge = `Bearer realm="http://${tokens.host}/token",service="registry.test",scope="${scope}"`;
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) return void response.writeHead(401, { "www-authenticate": challenge }).end();
    if (options.denies === true) return void response.writeHead(401, { "www-authenticate": `${challenge},error="insufficient_scope"` }).end();
    if (options.revoked?.includes(token) === true) return void response.writeHead(401, { "www-authenticate": `${challenge},error="invalid_token"` }).end();
    serveImage(image, request, response);
  });
  return { registry, tokens, forms, async [Symbol.asyncDispose]() { await registry[Symbol.asyncDispose](); await tokens[Symbol.asyncDispose](); } };
}

function client(host: string, credentials?: Credentials): RegistryClient {
  return createRegistryClient({ reference: `${host}/team/app:v1`, hosts: loadHosts({ host }), transport, log: quiet, ...(credentials === undefined ? {} : { credentials: async () => credentials }) });
}

const alice: Credentials = { kind: "password", username: "alice", secret: "secret" };

describe("bearer tokens", () => {
  test("by GET with basic credentials; one token for all requests, also at once", async () => {
    await using server = await startTokenRegistry({ mode: "get" });
    const from = client(server.registry.host, alice);
    const fetcher = from.fetcher();
    const layers = await Promise.all([1, 2, 3, 4].map(async () => digestOf(await drain(fetcher.open(image.layer)))));
    expect(new Set(layers)).toEqual(new Set([image.layer.digest]));
    await from.resolve();
    expect(server.tokens.requests).toEqual(["GET /token?service=registry.test&scope=repository%3Ateam%2Fapp%3Apull"]);
  });

  test("by POST where the server knows no GET", async () => {
    await using server = await startTokenRegistry({ mode: "post" });
    expect((await client(server.registry.host, alice).resolve()).descriptor).toEqual(image.manifest);
    expect(Object.fromEntries(server.forms.at(-1)!)).toMatchObject({ grant_type: "password", username: "alice", password: "secret", scope: "repository:team/app:pull", service: "registry.test" });
  });

  test("by POST with a refresh token", async () => {
    await using server = await startTokenRegistry({ mode: "post" });
    await client(server.registry.host, { kind: "refreshToken", token: "identity" }).resolve();
    expect(server.tokens.requests).toEqual(["POST /token"]);
    expect(server.forms[0]!.get("grant_type")).toBe("refresh_token");
  });

  test("a repository that the host calls otherwise: the token is asked for that name alone", async () => {
    await using server = await startTokenRegistry({ mode: "get" });
    const { host } = server.registry;
    const hosts = loadHosts({ host, defaultScheme: "http" }).map((each) => ({ ...each, rewrites: [{ pattern: /^upstream\//gu, replacement: "team/" }] }));
    const from = createRegistryClient({ reference: `${host}/upstream/app:v1`, hosts, transport, log: quiet, credentials: async () => alice });
    expect((await from.resolve()).descriptor).toEqual(image.manifest);
    expect(server.tokens.requests).toEqual(["GET /token?service=registry.test&scope=repository%3Ateam%2Fapp%3Apull"]);
  });

  test("a header that the client gives is sent as it is, once it is asked for", async () => {
    await using server = await startTokenRegistry({ mode: "get" });
    await client(server.registry.host, { kind: "header", value: "Bearer given" }).resolve();
    expect(server.tokens.requests).toEqual([]);
    expect(server.registry.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, "Bearer given"]);
  });

  test("an expired one is renewed before it is used", async () => {
    await using server = await startTokenRegistry({ mode: "get", lifetime: 0.001 });
    const from = client(server.registry.host, alice);
    await from.resolve();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await from.resolve();
    expect(server.registry.seen.at(-1)!.headers.authorization).not.toBe("Bearer token-1");
  });

  test("one that the registry no longer takes is replaced, a few times", async () => {
    const revoked = ["token-1"];
    await using server = await startTokenRegistry({ mode: "get", revoked });
    const from = client(server.registry.host, alice);
    expect((await from.resolve()).descriptor).toEqual(image.manifest);
    expect(server.registry.seen.at(-1)!.headers.authorization).toBe("Bearer token-2");
    revoked.push("token-2", "token-3", "token-4", "token-5", "token-6");
    await expect(from.resolve()).rejects.toMatchObject({ code: 16, message: expect.stringContaining("401 Unauthorized") });
  });

  test("anonymous is refused", async () => {
    await using server = await startTokenRegistry({ mode: "get" });
    await expect(client(server.registry.host).resolve()).rejects.toMatchObject({
      code: 16, message: expect.stringMatching(/^failed to authorize: failed to fetch anonymous token: unexpected status from GET request to .*: 401 Unauthorized$/),
    });
  });

  test("a token that is not good enough", async () => {
    await using server = await startTokenRegistry({ mode: "get", denies: true });
    await expect(client(server.registry.host, alice).resolve()).rejects.toMatchObject({
      code: 16, message: "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    });
  });
});

test.each([
  ['Bearer realm="https://a/t",service="s",scope="repository:a:pull,push"', [{ scheme: "bearer", parameters: { realm: "https://a/t", service: "s", scope: "repository:a:pull,push" } }]],
  ['Basic realm="x", Bearer realm="y"', [{ scheme: "basic", parameters: { realm: "x" } }, { scheme: "bearer", parameters: { realm: "y" } }]],
  ["Negotiate, Basic realm=plain", [{ scheme: "negotiate", parameters: {} }, { scheme: "basic", parameters: { realm: "plain" } }]],
  ['Basic realm="a \\"quoted\\" one"', [{ scheme: "basic", parameters: { realm: 'a "quoted" one' } }]],
  ["", []],
])("challenge %s", (header, expected) => {
  expect(parseChallenges([header])).toEqual(expected);
});
