import { randomUUID } from "node:crypto";
import { containerd } from "@stevedore/api";
import { alreadyExists, invalidArgument, isError, messageOf } from "@stevedore/errors";
import { type Descriptor, digestOf, MAX_DOCUMENT_BYTES } from "@stevedore/oci";
import type { HostClient } from "../host-client.ts";

const { WriteAction } = containerd.services.content.v1;
const PIECE = 1 << 20;

/** The bytes of a blob, as they come. @throws NotFound */
export async function* readBlob({ content, call }: HostClient, digest: string): AsyncGenerator<Uint8Array> {
  for await (const { data } of content.read({ digest, offset: 0, size: 0 }, call)) yield data;
}

/** A manifest, index or config. */
export async function readDocument(host: HostClient, { digest, size }: Descriptor): Promise<Buffer> {
  if (size > MAX_DOCUMENT_BYTES) throw invalidArgument(`${digest}: ${size} bytes is too long for a document`);
  const parts: Uint8Array[] = [];
  for await (const part of readBlob(host, digest)) parts.push(part);
  return Buffer.concat(parts);
}

/** Stores what is written into it as one blob. */
export interface BlobWriter extends AsyncDisposable {
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the digest; a blob that was there already gets the labels all the same. */
  commit(labels: Record<string, string>): Promise<string>;
}

type Request = containerd.services.content.v1.IWriteContentRequest;

/** Opens a writer; when it is not committed nothing stays. */
export function openBlob(host: HostClient): BlobWriter {
  const ref = `stevedore-convert-${randomUUID()}`;
  const dialogue = openDialogue(host);
  let offset = 0;
  let open = true;
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += PIECE) {
        const data = bytes.subarray(at, at + PIECE);
        await dialogue.ask({ action: WriteAction.WRITE, ref, offset, data });
        offset += data.length;
      }
    },
    async commit(labels) {
      const { digest } = await dialogue.ask({ action: WriteAction.STAT, ref });
      try {
        const reply = await dialogue.ask({ action: WriteAction.COMMIT, ref, offset, total: offset, labels });
        return reply.digest;
      } catch (error) {
        if (!isError(error, "alreadyExists")) throw error;
        const existing = digest || (/sha(?:256|384|512):[0-9a-f]+/.exec(messageOf(error))?.[0] ?? "");
        if (existing === "") throw alreadyExists(`blob of ${ref}`, { cause: error });
        const paths = Object.keys(labels).map((key) => `labels.${key}`);
        if (paths.length > 0) await host.content.update({ info: { digest: existing, labels }, updateMask: { paths } }, host.call);
        return existing;
      } finally {
        open = false;
        await dialogue.end();
      }
    },
    async [Symbol.asyncDispose]() {
      if (!open) return;
      await dialogue.end();
      await host.content.abort({ ref }, { namespace: host.call.namespace }).catch(() => {});
    },
  };
}

// One request, one reply: the server's pace is ours.
function openDialogue({ content, call }: HostClient) {
  let give: ((request: Request | undefined) => void) | undefined;
  async function* requests(): AsyncGenerator<Request> {
    for (;;) {
      const next = await new Promise<Request | undefined>((resolve) => { give = resolve; });
      if (next === undefined) return;
      yield next;
    }
  }
  const replies = content.write(requests(), call)[Symbol.asyncIterator]();
  const send = async (request: Request | undefined): Promise<void> => {
    while (give === undefined) await new Promise(setImmediate);
    give(request);
    give = undefined;
  };
  return {
    async ask(request: Request): Promise<containerd.services.content.v1.WriteContentResponse> {
      const reply = replies.next();
      reply.catch(() => {});
      await Promise.race([send(request), reply]);
      const { value, done } = await reply;
      if (done === true) throw invalidArgument("the content store ended the write");
      return value as containerd.services.content.v1.WriteContentResponse;
    },
    async end(): Promise<void> {
      await Promise.race([send(undefined), replies.next().catch(() => {})]);
      await replies.return?.().catch(() => {});
    },
  };
}

/** Stores a document. */
export async function writeDocument(host: HostClient, value: unknown, labels: Record<string, string>): Promise<{ digest: string; size: number }> {
  const bytes = Buffer.from(JSON.stringify(value));
  const known = digestOf(bytes);
  await using blob = openBlob(host);
  await blob.write(bytes);
  const digest = await blob.commit(labels);
  if (digest !== known) throw invalidArgument(`the content store took ${known} for ${digest}`);
  return { digest, size: bytes.length };
}
