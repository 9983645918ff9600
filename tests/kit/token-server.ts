import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createCertificate } from "./certificates.ts";

export interface TokenServer extends AsyncDisposable {
  url: string;
  /** What the registry verifies tokens with. */
  certFile: string;
}

/** What the user may show instead of a password. */
export const REGISTRY_IDENTITY = "identity-of-alice";

/**
 * Gives out registry tokens to one user (https://distribution.github.io/distribution/spec/auth/token/):
 * `GET ?service=S&scope=repository:NAME:pull` with basic auth, or a POST with the refresh token REGISTRY_IDENTITY → `{token}`, a JWT (RS256)
 * with the certificate in `x5c`. With `isPublic` a GET by nobody gets one too.
 */
export async function startTokenServer(dir: string, account: { user: string; password: string; isPublic?: boolean }): Promise<TokenServer> {
  const { certFile, keyFile } = await createCertificate(dir, "tokens");
  const key = createPrivateKey(await readFile(keyFile));
  const x5c = [(await readFile(certFile, "utf8")).replace(/-----[^-]+-----|\s/g, "")];
  const expected = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString("base64")}`;
  const server = createServer(async (request, response) => {
    const isGuest = account.isPublic === true && request.method === "GET" && request.headers.authorization === undefined;
    if (!isGuest && request.headers.authorization !== expected && !(await hasIdentity(request))) {
      response.writeHead(401, { "content-type": "application/json" });
      response.end('{"details":"incorrect username or password"}');
      return;
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: "kit", sub: account.user, aud: "kit", exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access: accessOf(request) };
    const body = `${encode({ alg: "RS256", typ: "JWT", x5c })}.${encode(claims)}`;
    const token = `${body}.${sign("sha256", Buffer.from(body), key).toString("base64url")}`;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ token, access_token: token, expires_in: 300 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    certFile,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// The form is kept where the scope is looked for.
async function hasIdentity(request: IncomingMessage): Promise<boolean> {
  if (request.method !== "POST") return false;
  let form = "";
  for await (const chunk of request) form += String(chunk);
  request.url = `/token?${form}`;
  const fields = new URLSearchParams(form);
  return fields.get("grant_type") === "refresh_token" && fields.get("refresh_token") === REGISTRY_IDENTITY;
}

function accessOf(request: IncomingMessage): { type: string; name: string; actions: string[] }[] {
  const scopes = new URL(request.url ?? "/", "http://localhost").searchParams.getAll("scope").flatMap((scope) => scope.split(" "));
  return scopes.map((scope) => {
    const [type = "", name = "", actions = ""] = scope.split(":");
    return { type, name, actions: actions.split(",") };
  });
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
