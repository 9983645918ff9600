import { createError, unknownError, wrapError } from "@stevedore/errors";
import { parseChallenges, type Challenge } from "./challenge.ts";
import type { CredentialsSource, TokenCredentials } from "./credentials.ts";
import { basicHeader, fetchToken, type Token, type TokenRequest } from "./token.ts";
import type { Response } from "./transport.ts";

/** Knows how one host wants its requests authorized, once it has been refused. */
export interface Authorizer {
  /** The Authorization header's value for the next request, undefined before the first challenge. */
  header(): Promise<string | undefined>;
  /**
   * Learns from a 401. `sent` is the header that was refused. True: repeat the request.
   * Throws when no other answer is to be expected (`authorization failed`).
   */
  learn(response: Response, sent: string | undefined): Promise<boolean>;
}

export interface AuthorizerOptions {
  host: string;
  reference: string;
  scopes: readonly string[];
  /** What is refused when nobody is authorized: `push access denied, …`. */
  action: "pull" | "push";
  credentials: CredentialsSource | undefined;
  send: TokenRequest["send"];
}

type Method = { kind: "fixed"; header: string } | { kind: "bearer"; challenge: Challenge; credentials: TokenCredentials | undefined; token: Promise<Token> };

export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  let method: Method | undefined;
  let learning: Promise<Method> | undefined;

  const newToken = (challenge: Challenge, credentials: TokenCredentials | undefined): Promise<Token> => {
    const token = fetchToken({ challenge, credentials, scopes: options.scopes, send: options.send })
      .catch((error: unknown) => { throw wrapError("failed to authorize", error); });
    token.catch(() => {});
    return token;
  };
  const headerOf = async (current: Method): Promise<string> => {
    if (current.kind === "fixed") return current.header;
    if ((await current.token).expiresAt <= Date.now()) current.token = newToken(current.challenge, current.credentials);
    return `Bearer ${(await current.token).value}`;
  };
  const choose = async (challenges: readonly Challenge[], wwwAuthenticate: readonly string[]): Promise<Method> => {
    const challenge = challenges.find(({ scheme }) => scheme === "bearer") ?? challenges.find(({ scheme }) => scheme === "basic");
    if (challenge === undefined) throw unknownError(`failed to find supported auth scheme in "${wwwAuthenticate.join(", ")}"`);
    const credentials = await options.credentials?.({ host: options.host, reference: options.reference, wwwAuthenticate });
    if (credentials?.kind === "header") return { kind: "fixed", header: credentials.value };
    if (challenge.scheme === "bearer") return { kind: "bearer", challenge, credentials, token: newToken(challenge, credentials) };
    if (credentials?.kind !== "password" || credentials.secret === "") throw failed(options.action, "authorization failed: no basic auth credentials");
    return { kind: "fixed", header: basicHeader(credentials) };
  };

  // After a refusal of what we sent: a token can have expired early, anything else will be refused again.
  const isRenewed = (refusal: string | undefined): boolean => {
    if (refusal !== undefined && refusal !== "invalid_token") throw failed(options.action, `server message: ${refusal.slice(0, 64)}: authorization failed`);
    if (method?.kind !== "bearer") return false;
    method.token = newToken(method.challenge, method.credentials);
    return true;
  };

  return {
    header: async () => (method === undefined ? undefined : headerOf(method)),
    async learn(response, sent) {
      const wwwAuthenticate = response.headers.get("www-authenticate");
      response.body.cancel();
      if (wwwAuthenticate === null) return false;
      const challenges = parseChallenges([wwwAuthenticate]);
      // Somebody else may have learned meanwhile: then the refused header is an old one.
      if (method !== undefined && sent !== (await headerOf(method))) return true;
      const refusal = challenges.find(({ parameters }) => parameters["error"] !== undefined)?.parameters["error"];
      if (sent !== undefined) return isRenewed(refusal);
      learning ??= choose(challenges, [wwwAuthenticate]).finally(() => { learning = undefined; });
      method = await learning;
      await headerOf(method);
      return true;
    },
  };
}

function failed(action: string, reason: string): Error {
  return createError("unauthenticated", `${action} access denied, repository does not exist or may require authorization: ${reason}`, { verbatim: true });
}
