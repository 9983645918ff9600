import { containerd, google } from "./gen/messages.js";

/** A packed message as containerd writes it: `type_url` is the bare full proto name, without a host. */
export interface Any {
  type_url: string;
  value: Uint8Array;
}

interface Encodable<Properties> {
  encode(message: Properties): { finish(): Uint8Array };
}

/** Packs a message: `packAny("containerd.events.TaskExit", containerd.events.TaskExit, { … })`. */
export function packAny<Properties>(fullName: string, type: Encodable<Properties>, message: Properties): Any {
  return { type_url: fullName, value: type.encode(message).finish() };
}

/** The full proto name inside an Any, whether it was written with a host (`type.googleapis.com/…`) or bare. */
export function typeNameOf(any: google.protobuf.IAny | null | undefined): string {
  const url = any?.type_url ?? "";
  if (url.startsWith("types.containerd.io/")) return url;
  return url.slice(url.lastIndexOf("/") + 1);
}

const KNOWN: object = { containerd, google };

/** The message of containerd's API or of protobuf's own that a full proto name stands for; undefined where there is none. */
export function messageTypeOf(name: string): { decode(bytes: Uint8Array): unknown } | undefined {
  let at: unknown = KNOWN;
  for (const part of name.split(".")) {
    const isThere = (typeof at === "object" || typeof at === "function") && at !== null && Object.hasOwn(at, part);
    at = isThere ? (at as Record<string, unknown>)[part] : undefined;
  }
  return typeof (at as { decode?: unknown } | undefined)?.decode === "function" ? (at as { decode(bytes: Uint8Array): unknown }) : undefined;
}
