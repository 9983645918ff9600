import { containerd, packAny } from "@stevedore/api";
import { createLimiter } from "@stevedore/locks";
import type { Credentials, CredentialsSource } from "@stevedore/registry";
import type { Scope } from "./deps.ts";
import { attachStream, type ClientStream } from "./streams.ts";

const { AuthRequest, AuthResponse, AuthType } = containerd.types.transfer;

/** Asks the client for credentials over the stream that it opened for that; one question at a time. */
export function createCredentials(scope: Scope, streamId: string): CredentialsSource {
  const turns = createLimiter(1);
  const given = new Map<string, Credentials | undefined>();
  let stream: ClientStream | undefined;
  return ({ host, reference, wwwAuthenticate }) => turns.run(async () => {
    // Its layers may go on arriving when the client has been answered.
    if (scope.call.signal.aborted) return given.get(host);
    stream ??= attachStream(scope, streamId);
    stream.send(packAny("containerd.types.transfer.AuthRequest", AuthRequest, { host, reference, wwwauthenticate: [...wwwAuthenticate] }));
    const answer = await stream.next();
    const credentials = answer === undefined ? undefined : credentialsFrom(AuthResponse.decode(answer.value ?? new Uint8Array()));
    given.set(host, credentials);
    return credentials;
  });
}

// Clients open the stream whether they have something to say or not: then they say nothing.
function credentialsFrom({ authType, username, secret }: containerd.types.transfer.AuthResponse): Credentials | undefined {
  if (username === "" && secret === "") return undefined;
  if (authType === AuthType.HEADER) return { kind: "header", value: secret };
  if (authType === AuthType.CREDENTIALS) return { kind: "password", username, secret };
  return authType === AuthType.REFRESH ? { kind: "refreshToken", token: secret } : undefined;
}
