import { mkdirSync } from "node:fs";
import path from "node:path";
import { unknownError } from "@stevedore/errors";
import { rotationFields } from "./log-rotation.ts";
import type { MonitorFields } from "./spawner.ts";

/** What a client names for a process: paths of FIFOs, or URIs. Empty: nothing. */
export interface Stdio {
  stdin: string;
  stdout: string;
  stderr: string;
  terminal: boolean;
}

export interface StdioContext {
  namespace: string;
  id: string;
  ioUid: number;
  ioGid: number;
}

/**
 * Turns containerd's stdio strings into a monitor's. The scheme of stdout decides for both outputs:
 * none or `fifo` is a FIFO's path, `file` appends to a file (rotated where its query says so), `binary` and `binary-v2` start a logging program.
 * @throws Unknown for another scheme, containerd's answer; InvalidArgument for a rotation that makes no sense
 */
export function stdioFields(stdio: Stdio, context: StdioContext): MonitorFields {
  const owner: [string, string][] = [];
  if (context.ioUid !== 0) owner.push(["io-uid", String(context.ioUid)]);
  if (context.ioGid !== 0) owner.push(["io-gid", String(context.ioGid)]);
  return [...inputField(stdio.stdin), ...outputFields(stdio, context), ...owner, ...(stdio.terminal ? [["terminal", "1"] as const] : [])];
}

function inputField(stdin: string): MonitorFields {
  return stdin === "" ? [] : [["stdin", `fifo:${fifoPath(stdin)}`]];
}

function outputFields(stdio: Stdio, context: StdioContext): MonitorFields {
  const { stdout, stderr } = stdio;
  const scheme = schemeOf(stdout);
  if (scheme === "" || scheme === "fifo") {
    return [...(stdout === "" ? [] : [["stdout", `fifo:${fifoPath(stdout)}`] as const]), ...(stderr === "" ? [] : [["stderr", `fifo:${fifoPath(stderr)}`] as const])];
  }
  if (scheme === "file") {
    const file = pathOf(stdout);
    const rotation = rotationFields(queryOf(stdout));
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    return [["stdout", `file:${file}`], ["stderr", `file:${file}`], ...rotation];
  }
  if (scheme === "binary" || scheme === "binary-v2") return loggerFields(stdout, scheme, context);
  throw unknownError(`failed to create init process I/O: unknown STDIO scheme ${scheme}`);
}

function loggerFields(uri: string, scheme: string, { namespace, id }: StdioContext): MonitorFields {
  // Each key is an argument, followed by its first value.
  const seen = new Map<string, string>();
  for (const [key, value] of queryOf(uri)) if (!seen.has(key)) seen.set(key, value);
  const argv = [pathOf(uri), ...[...seen].flat()];
  return [
    ["stdout", "logger"],
    ["stderr", "logger"],
    ...argv.map((argument) => ["logger", argument] as const),
    ["logger-env", `CONTAINER_ID=${id}`],
    ["logger-env", `CONTAINER_NAMESPACE=${namespace}`],
    ...(scheme === "binary-v2" ? [["logger-acks", "1"] as const] : []),
  ];
}

function schemeOf(uri: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
}

function queryOf(uri: string): URLSearchParams {
  return new URLSearchParams(/\?([^#]*)/.exec(uri)?.[1] ?? "");
}

function fifoPath(value: string): string {
  return schemeOf(value) === "fifo" ? pathOf(value) : value;
}

// `scheme:///path?query`, as Go's url.Parse sees it: the path is percent-decoded.
function pathOf(uri: string): string {
  const rest = uri.slice(uri.indexOf(":") + 1).replace(/[?#].*$/s, "");
  const withoutHost = rest.startsWith("//") ? rest.slice(rest.indexOf("/", 2)) : rest;
  try {
    return decodeURIComponent(withoutHost);
  } catch {
    return withoutHost;
  }
}
