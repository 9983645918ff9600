import { errorClassOfCode } from "./catalogue.ts";
import { createError, errorClassOf, messageOf, type StevedoreError } from "./error.ts";
import { ERROR_CLASSES } from "./catalogue.ts";

/** The part of `google.rpc.Status` that carries an error over the wire. */
export interface WireStatus {
  code: number;
  message: string;
}

/** Encodes any thrown value for the wire: gRPC and ttrpc send the same two fields. */
export function statusOf(value: unknown): WireStatus {
  return { code: ERROR_CLASSES[errorClassOf(value)].code, message: messageOf(value) };
}

/** Decodes a status from the wire; the message is kept to the letter. */
export function errorOfStatus(status: WireStatus): StevedoreError {
  return createError(errorClassOfCode(status.code), status.message, { verbatim: true });
}
