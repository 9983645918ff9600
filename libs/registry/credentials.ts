/** Who asks a registry: a user with password, an OAuth2 refresh (identity) token, or a whole Authorization header, sent as it is. */
export type Credentials = TokenCredentials | { kind: "header"; value: string };

/** What a token server takes. */
export type TokenCredentials = { kind: "password"; username: string; secret: string } | { kind: "refreshToken"; token: string };

export interface CredentialsRequest {
  /** The host that asks: the registry or one of its mirrors. */
  host: string;
  reference: string;
  /** The challenges that it answered with. */
  wwwAuthenticate: readonly string[];
}

/** Asked only when a host wants credentials; undefined means anonymous. */
export type CredentialsSource = (request: CredentialsRequest) => Promise<Credentials | undefined>;

/** Asks one source after the other; the first that knows something is believed. */
export function firstCredentials(...sources: readonly (CredentialsSource | undefined)[]): CredentialsSource {
  return async (request) => {
    for (const source of sources) {
      const found = await source?.(request);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
