// Paths are byte strings here, each char a byte: file names need not be UTF-8, and Buffers make poor map keys.

export { toText } from "@stevedore/tar";

const NOT_ASCII = /[^\0-\x7f]/;

/** A byte string as node:fs takes it. */
export function toFsPath(path: string): string | Buffer {
  return NOT_ASCII.test(path) ? Buffer.from(path, "latin1") : path;
}

/** Ordinary text, such as a configured directory, as a byte string. */
export function fromText(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text).toString("latin1") : text;
}

const CLEAN = /^(?!\.\.?(?:\/|$))[^/]+(?:\/(?!\.\.?(?:\/|$))[^/]+)*$/;

/** A name from an archive, rooted: without leading or trailing slash, `.` and `..`; "" is the root itself. */
export function cleanName(name: string): string {
  const trimmed = name.startsWith("./") ? name.slice(2) : name;
  const candidate = trimmed.endsWith("/") ? trimmed.slice(0, -1) : trimmed;
  if (CLEAN.test(candidate)) return candidate;
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** Directory and last part of a clean name. */
export function splitName(name: string): { directory: string; base: string } {
  const slash = name.lastIndexOf("/");
  return slash < 0 ? { directory: "", base: name } : { directory: name.slice(0, slash), base: name.slice(slash + 1) };
}

export function joinName(directory: string, base: string): string {
  return directory === "" ? base : `${directory}/${base}`;
}
