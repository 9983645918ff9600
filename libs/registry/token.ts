import { createError, messageOf, unknownError } from "@stevedore/errors";
import type { Challenge } from "./challenge.ts";
import type { TokenCredentials } from "./credentials.ts";
import { statusError } from "./status-error.ts";
import type { Response, SendOptions } from "./transport.ts";

/** A bearer token and when to stop using it (ms since the epoch). */
export interface Token {
  value: string;
  expiresAt: number;
}

export interface TokenRequest {
  challenge: Challenge;
  scopes: readonly string[];
  credentials: TokenCredentials | undefined;
  send: (options: Pick<SendOptions, "url" | "method" | "headers"> & { body?: string }) => Promise<Response>;
}

const MAX_TOKEN_BODY = 1 << 20;
// The token spec's default and least lifetime.
const DEFAULT_LIFETIME_S = 60;

/**
 * Gets a bearer token where the challenge says (docker's token authentication spec): a GET with basic credentials,
 * or the OAuth2 POST for refresh tokens and for servers that know no GET.
 */
export async function fetchToken(request: TokenRequest): Promise<Token> {
  const { credentials } = request;
  const realm = request.challenge.parameters["realm"] ?? "";
  if (!/^https?:\/\//.test(realm) || !URL.canParse(realm)) throw unknownError(`invalid token auth challenge realm: "${realm}"`);
  const scopes = scopesOf(request);
  if (credentials?.kind === "refreshToken") return postForToken(request, new URL(realm), scopes);
  const response = await getForToken(request, new URL(realm), scopes);
  if (credentials !== undefined && (response.status === 404 || response.status === 405)) {
    response.body.cancel();
    return postForToken(request, new URL(realm), scopes);
  }
  return readToken(response, credentials === undefined ? "failed to fetch anonymous token" : "failed to fetch oauth token");
}

// What the registry asked for and what we are going to ask of it; one token then does for both.
function scopesOf({ challenge, scopes }: TokenRequest): string[] {
  const asked = (challenge.parameters["scope"] ?? "").split(" ").filter((scope) => scope !== "");
  return [...new Set([...asked, ...scopes])].sort();
}

function getForToken({ challenge, credentials, send }: TokenRequest, url: URL, scopes: string[]): Promise<Response> {
  const service = challenge.parameters["service"];
  if (service !== undefined) url.searchParams.set("service", service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const headers: Record<string, string> = { accept: "application/json" };
  if (credentials?.kind === "password") headers["authorization"] = basicHeader(credentials);
  return send({ url, method: "GET", headers });
}

async function postForToken({ challenge, credentials, send }: TokenRequest, url: URL, scopes: string[]): Promise<Token> {
  const form = new URLSearchParams({ client_id: "stevedore", service: challenge.parameters["service"] ?? "" });
  if (scopes.length > 0) form.set("scope", scopes.join(" "));
  if (credentials?.kind === "refreshToken") {
    form.set("grant_type", "refresh_token");
    form.set("refresh_token", credentials.token);
  } else if (credentials !== undefined) {
    form.set("grant_type", "password");
    form.set("username", credentials.username);
    form.set("password", credentials.secret);
  }
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8", accept: "application/json" };
  return readToken(await send({ url, method: "POST", headers, body: form.toString() }), "failed to fetch oauth token");
}

async function readToken(response: Response, what: string): Promise<Token> {
  if (response.status >= 300) {
    const error = await statusError(response);
    throw createError(error.errorClass, `${what}: ${messageOf(error)}`, { verbatim: true, cause: error });
  }
  const text = (await response.body.collect(MAX_TOKEN_BODY))?.toString() ?? "";
  let json: { token?: unknown; access_token?: unknown; expires_in?: unknown };
  try {
    json = JSON.parse(text) as typeof json;
  } catch (error) {
    throw unknownError(`${what}: unable to decode token response: ${messageOf(error)}`, { cause: error });
  }
  const value = json.token ?? json.access_token;
  if (typeof value !== "string" || value === "") throw unknownError(`${what}: no token in the response`);
  const lifetime = typeof json.expires_in === "number" && json.expires_in > 0 ? json.expires_in : DEFAULT_LIFETIME_S;
  // A tenth less: a token must not expire between our check and the registry's.
  return { value, expiresAt: Date.now() + lifetime * 900 };
}

export function basicHeader({ username, secret }: { username: string; secret: string }): string {
  return `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`;
}
