import { failedPrecondition, type StevedoreError } from "@stevedore/errors";
import { findExecutable } from "@stevedore/linux";
import type { Spawner } from "./spawner.ts";

/** Tells why a checkpoint or restore that a runtime refused can't work here at all. */
export interface CriuDiagnosis {
  /**
   * FailedPrecondition with the reason: a runtime without CRIU, CRIU not installed, or what `criu check` objects to.
   * Undefined when CRIU works here: then the refusal is about the container itself.
   */
  explain(command: "checkpoint" | "restore", binary: string, reason: string): Promise<StevedoreError | undefined>;
}

export interface CriuOptions {
  spawner: Spawner;
  /** PATH of runtimes. */
  searchPath: string;
  /** A directory for CRIU to run in. */
  directory: string;
}

export function createCriuDiagnosis({ spawner, searchPath, directory }: CriuOptions): CriuDiagnosis {
  return {
    async explain(command, binary, reason) {
      if (/unknown command|CRIU support|not compiled|built without/i.test(reason)) {
        return failedPrecondition(`${command}: OCI runtime ${binary} is built without CRIU (${reason})`, { hint: "create the container with a runtime that has it: binary_name runc in its options" });
      }
      const criu = findExecutable("criu", searchPath);
      if (criu === undefined) return failedPrecondition(`${command}: CRIU is not installed (looked for criu in ${searchPath})`, { hint: "on Debian: apt-get install criu" });
      const { code, output } = await spawner.run([criu, "check"], { cwd: directory });
      return code === 0 ? undefined : failedPrecondition(`${command}: CRIU does not work on this host: ${errorsIn(output)}`);
    },
  };
}

/** What CRIU calls errors, without its source positions; all it said when it names none. */
export function errorsIn(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^\(\d+\.\d+\)\s*/, "").trim());
  const errors = lines.flatMap((line) => /^Error(?: \([^)]*\))?: (.*)$/.exec(line)?.[1] ?? []);
  return (errors.length > 0 ? [...new Set(errors)] : lines.filter((line) => line !== "")).join("; ");
}
