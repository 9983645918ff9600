import { statSync } from "node:fs";
import path from "node:path";
import { unknownError } from "@stevedore/errors";
import { findExecutable } from "@stevedore/linux";

/** Runtimes that our own shim runs: its own name, and the one that every stock client asks for. */
const OWN_RUNTIMES: ReadonlySet<string> = new Set(["io.containerd.stevedore.v2", "io.containerd.runc.v2"]);

/** What runs a task: the host's own shim, or a shim binary of somebody else's. */
export type ResolvedRuntime = { kind: "own" } | { kind: "binary"; path: string };

export interface RuntimeSearch {
  /** Directories in which shim binaries are looked for. */
  searchPath: string;
}

/**
 * Finds what a runtime name, or the absolute path of a shim binary, stands for: `a.b.NAME.VER` is
 * `containerd-shim-NAME-VER`, as in containerd (docs/runtime-v2.md).
 * @throws Unknown, with containerd's words
 */
export function resolveRuntime(runtime: string, { searchPath }: RuntimeSearch): ResolvedRuntime {
  if (runtime === "") throw unresolved("no runtime name");
  if (OWN_RUNTIMES.has(runtime)) return { kind: "own" };
  if (path.isAbsolute(runtime)) return { kind: "binary", path: checkBinary(runtime) };
  const name = binaryNameOf(runtime);
  if (name === undefined) {
    const form = "correct runtime name should be either format like `io.containerd.runc.v2` or a full path to the binary";
    throw unresolved(`invalid runtime name ${runtime}, ${form}`);
  }
  const found = findExecutable(name, searchPath);
  if (found !== undefined) return { kind: "binary", path: found };
  throw unresolved(`runtime ${JSON.stringify(runtime)} binary not installed ${JSON.stringify(name)}: file does not exist (looked for in ${searchPath})`);
}

function binaryNameOf(runtime: string): string | undefined {
  const parts = runtime.split(".");
  if (runtime.includes("/") || parts.length < 2 || parts[0] === "") return undefined;
  return `containerd-shim-${parts.at(-2)}-${parts.at(-1)}`;
}

function checkBinary(file: string): string {
  try {
    statSync(file);
    return file;
  } catch {
    throw unresolved(`invalid custom binary path: stat ${file}: no such file or directory`);
  }
}

function unresolved(problem: string): Error {
  return unknownError(`failed to resolve runtime path: ${problem}`);
}
