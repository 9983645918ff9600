import { createError, type ErrorClass, type StevedoreError } from "@stevedore/errors";
import type { Response } from "./transport.ts";
import { shownUrl } from "./transport-error.ts";

const CLASSES: Record<number, ErrorClass> = {
  400: "invalidArgument", 401: "unauthenticated", 403: "permissionDenied", 404: "notFound", 408: "unavailable", 416: "outOfRange", 429: "resourceExhausted", 501: "unimplemented",
};
const MAX_ERROR_BODY = 16 << 10;

/**
 * `unexpected status from GET request to URL: 500 Internal Server Error`, with the registry's own words behind it.
 * Reads the response's body to its end.
 */
export async function statusError(response: Response): Promise<StevedoreError> {
  const { method, status, url } = response;
  const statusText = response.statusText === "" ? "" : ` ${response.statusText}`;
  const detail = await registryWords(response);
  const text = `unexpected status from ${method} request to ${shownUrl(url)}: ${status}${statusText}`;
  return createError(classOfStatus(status), detail === "" ? text : `${text}: ${detail}`, { verbatim: true });
}

export function classOfStatus(status: number): ErrorClass {
  return CLASSES[status] ?? (status >= 500 ? "unavailable" : "unknown");
}

// The distribution spec's error document: {"errors":[{"code","message","detail"}]}.
async function registryWords(response: Response): Promise<string> {
  const body = await response.body.collect(MAX_ERROR_BODY).catch(() => undefined);
  if (body === undefined || body.length === 0) return "";
  try {
    const { errors } = JSON.parse(body.toString()) as { errors?: { code?: unknown; message?: unknown }[] };
    return (errors ?? []).map(({ code, message }) => `${String(code).toLowerCase()}: ${String(message)}`).join(", ").slice(0, 512);
  } catch {
    // What Go's server and nginx answer in plain text.
    return /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server/i.test(body.toString()) ? "it was asked by http and wants https (leave out --plain-http, or write https:// in its hosts.toml)" : "";
  }
}
