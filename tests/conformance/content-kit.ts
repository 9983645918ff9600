import { createHash } from "node:crypto";
import { containerd, ContentService } from "@stevedore/api";
import { eventually } from "../kit/mod.ts";
import type { OpenCall } from "./connection.ts";
import type { Actor, CallOptions } from "./scenario.ts";

export const { STAT, WRITE, COMMIT } = containerd.services.content.v1.WriteAction;
export const digestOf = (text: string | Buffer, algorithm = "sha256"): string => `${algorithm}:${createHash(algorithm).update(text).digest("hex")}`;
/** A view without the times. */
export const timeless = (reply: unknown): unknown => JSON.parse(JSON.stringify(reply, (key, value: unknown) => (/(?:At|_at)$/.test(key) ? undefined : value)));

type Request = containerd.services.content.v1.IWriteContentRequest;
type Writer = OpenCall<Request, containerd.services.content.v1.WriteContentResponse>;

/** A blob in one message. */
export async function put(actor: Actor, text: string, request: Request = {}, options: CallOptions = {}): Promise<void> {
  await actor.call(ContentService, "write", { action: COMMIT, ref: `ref-${text}`, data: Buffer.from(text), total: text.length, ...request }, { view: timeless, ...options });
}

/** A blob that nothing is compared of; returns its digest. */
export async function putQuietly(actor: Actor, data: Buffer): Promise<string> {
  const digest = digestOf(data);
  const { code, message } = await actor.quiet(ContentService, "write", { action: COMMIT, ref: digest, data, total: data.length, expected: digest });
  if (code !== "OK" && code !== "ALREADY_EXISTS") throw new Error(`${actor.peer.side.name}: ${message}`);
  return digest;
}

/** One open Write, each of whose replies is compared, and its end where it is asked for. */
export function openWriter(actor: Actor, label: string, options: CallOptions = {}) {
  const call: Writer = actor.open(ContentService, "write", options);
  return {
    async ask(request: Request): Promise<void> {
      call.send(request);
      const reply = await call.next();
      if (reply !== undefined) return actor.note(label, timeless(reply));
      const { code, message } = await call.ended;
      actor.note(label, { code, message });
    },
    /** A request that fails, with a code and words that are each side's own. */
    async askInVain(request: Request): Promise<void> {
      call.send(request);
      const reply = await call.next();
      actor.note(label, reply === undefined ? "refused" : timeless(reply));
    },
    async end(): Promise<void> {
      call.closeSend();
      const { code, message, replies } = await call.ended;
      actor.note(`${label} ends`, { code, message, replies: replies.length });
    },
    cancel: () => call.cancel(),
  };
}

/** The ref is free, whose writer was given up a moment ago: the server hears of that by itself. */
export async function untilFree(actor: Actor, ref: string): Promise<void> {
  await eventually(`${ref} is free`, async () => (await actor.quiet(ContentService, "write", { action: STAT, ref })).code !== "UNAVAILABLE");
}
