import type { google } from "./gen/messages.js";

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
