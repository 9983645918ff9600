import { randomUUID } from "node:crypto";
import { containerd, packAny, type Any, type google } from "@stevedore/api";
import { createMessageQueue } from "@stevedore/rpc";
import type { HostClient } from "./host-client.ts";
import type { UserPassword } from "./registry-flags.ts";

const { AuthResponse, AuthType } = containerd.types.transfer;

/** A stream that a call to Transfer names: for its progress, or for credentials. */
export interface TransferStream {
  id: string;
  /** Ends our side, and waits a moment for what is still to come. */
  close(): Promise<void>;
}

const LAST_WORDS_MS = 1000;

/** Opens a stream for the host to use in a later call; each of its messages may be answered. */
export async function openTransferStream({ streaming, call }: HostClient, options: { signal: AbortSignal; onMessage: (message: google.protobuf.IAny) => Any | undefined }): Promise<TransferStream> {
  const { signal, onMessage } = options;
  const id = `stevedore-${randomUUID()}`;
  const outgoing = createMessageQueue<Any>();
  outgoing.push(packAny("containerd.services.streaming.v1.StreamInit", containerd.services.streaming.v1.StreamInit, { id }));
  const incoming = streaming.stream(outgoing, { ...call, signal })[Symbol.asyncIterator]();
  // The first answer says that it is open.
  await incoming.next();
  const reading = (async () => {
    for (let next = await incoming.next(); next.done !== true; next = await incoming.next()) {
      const answer = onMessage(next.value);
      if (answer !== undefined) outgoing.push(answer);
    }
  })().catch(() => undefined);
  return {
    id,
    async close() {
      outgoing.end();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([reading, new Promise((resolve) => { timer = setTimeout(resolve, LAST_WORDS_MS); })]);
      clearTimeout(timer);
    },
  };
}

/** Opens a stream that answers every question for credentials with these; none without them. */
export async function openCredentials(host: HostClient, credentials: UserPassword | undefined, signal: AbortSignal): Promise<TransferStream | undefined> {
  if (credentials === undefined) return undefined;
  const answer = packAny("containerd.types.transfer.AuthResponse", AuthResponse, { authType: AuthType.CREDENTIALS, ...credentials });
  return openTransferStream(host, { signal, onMessage: () => answer });
}
