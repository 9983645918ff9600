/** Who asks a registry: a user with password, or an OAuth2 refresh (identity) token. */
export type Credentials =
  | { kind: "password"; username: string; secret: string }
  | { kind: "refreshToken"; token: string };

export interface CredentialsRequest {
  /** The host that asks: the registry or one of its mirrors. */
  host: string;
  reference: string;
  /** The challenges that it answered with. */
  wwwAuthenticate: readonly string[];
}

/** Asked only when a host wants credentials; undefined means anonymous. */
export type CredentialsSource = (request: CredentialsRequest) => Promise<Credentials | undefined>;
