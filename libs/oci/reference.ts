import { createError, type StevedoreError } from "@stevedore/errors";
import { parseDigest } from "./digest.ts";

/**
 * A registry reference, split as containerd's reference package does:
 * `docker.io/library/busybox:1.36@sha256:…` has locator `docker.io/library/busybox` and object `1.36@sha256:…`.
 */
export interface Reference {
  locator: string;
  /** With port, as written. */
  host: string;
  /** The repository, without the host. */
  repository: string;
  /** What follows the first `:` or `@` of the path; `@` stays when it came first. Empty when absent. */
  object: string;
  tag: string | undefined;
  digest: string | undefined;
}

/**
 * Splits a reference. Throws what containerd throws, without a class: `invalid reference`, `hostname required`;
 * a bad digest is InvalidArgument. An absent object is not an error here: see `requireObject`.
 */
export function parseReference(text: string): Reference {
  const slash = text.indexOf("/");
  if (text.includes("://") || text === "" || /[\s\\?#]/.test(text)) throw bad("invalid reference", text);
  const host = slash === -1 ? "" : text.slice(0, slash);
  if (host === "") throw slash === 0 ? bad("hostname required", text) : bad("hostname required", text, `, as docker.io/library/${text.includes(":") ? text : `${text}:latest`}`);
  if (!/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(host)) throw bad("invalid reference", text);
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 1);
  if (port < 1 || port > 65_535) throw createError("unknown", `invalid reference: "${text}": invalid port ${port}`, { hint: "ports are 1 to 65535" });
  const path = text.slice(slash + 1);
  const at = path.search(/[:@]/);
  const repository = at === -1 ? path : path.slice(0, at);
  if (repository.split("/").some((part) => part === "." || part === "..")) throw bad("invalid reference", text);
  const object = at === -1 ? "" : path[at] === ":" ? path.slice(at + 1) : path.slice(at);
  return { locator: `${host}/${repository}`, host, repository, object, ...splitObject(object) };
}

/** As `parseReference`, and a tag or digest must be there: `object required`. */
export function parseImageReference(text: string): Reference {
  const reference = parseReference(text);
  if (reference.object === "" || reference.object === "@") throw bad("object required", text);
  return reference;
}

/** `locator:tag@digest`, the inverse of parsing. */
export function formatReference(reference: Pick<Reference, "locator" | "object">): string {
  if (reference.object === "") return reference.locator;
  return `${reference.locator}${reference.object.startsWith("@") ? "" : ":"}${reference.object}`;
}

function splitObject(object: string): Pick<Reference, "tag" | "digest"> {
  const at = object.indexOf("@");
  const tag = at === -1 ? object : object.slice(0, at);
  const digest = at === -1 ? "" : object.slice(at + 1);
  if (digest !== "") parseDigest(digest);
  return { tag: tag === "" ? undefined : tag, digest: digest === "" ? undefined : digest };
}

function bad(reason: string, text: string, example = ""): StevedoreError {
  return createError("unknown", `${reason}: "${text}"`, { hint: `expected host/repository:tag or host/repository@digest${example}` });
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a `host[:port]` is this machine by name or loopback address; such registries are spoken to in plain http. */
export function isLocalhost(host: string): boolean {
  const bare = /^\[[^\]]*\]/.exec(host)?.[0] ?? (host.split(":").length > 2 ? host : host.replace(/:\d*$/, ""));
  return LOOPBACK.test(bare.toLowerCase());
}
