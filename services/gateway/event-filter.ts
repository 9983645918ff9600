import { messageTypeOf, typeNameOf, type containerd } from "@stevedore/api";
import { lookupIn, type FieldLookup } from "@stevedore/filters";

type Fields = Record<string, unknown>;

/** The fields that event filters can ask: `namespace`, `topic`, and `event.<field>` of the payload by its proto names. */
export function createEventLookup(envelope: containerd.types.IEnvelope): FieldLookup {
  let payload: Fields | undefined | null = null;
  return ([first, ...rest]) => {
    if (first === "namespace") return envelope.namespace ?? "";
    if (first === "topic") return envelope.topic ?? "";
    if (first !== "event") return undefined;
    payload = payload === null ? decodePayload(envelope) : payload;
    return payload === undefined ? undefined : lookupField(payload, rest);
  };
}

function decodePayload({ event }: containerd.types.IEnvelope): Fields | undefined {
  try {
    return messageTypeOf(typeNameOf(event))?.decode(event?.value ?? new Uint8Array(0)) as Fields | undefined;
  } catch {
    // What can't be decoded has no fields; the event itself is still delivered to whoever filters by topic.
    return undefined;
  }
}

/** Only strings and string maps can be asked for, as in containerd. */
function lookupField(fields: Fields, [first, ...rest]: string[]): string | undefined {
  if (first === undefined) return undefined;
  const value = fields[first.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
  if (first === "labels") return lookupIn(value as Record<string, string>, rest);
  if (rest.length === 0) return typeof value === "string" && value !== "" ? value : undefined;
  return typeof value === "object" && value !== null ? lookupField(value as Fields, rest) : undefined;
}
