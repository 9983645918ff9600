import { existsSync } from "node:fs";
import { isStevedoreError, unknownError } from "@stevedore/errors";
import { readIfExists } from "./files.ts";

interface ProcessLabels {
  apparmorProfile?: unknown;
  selinuxLabel?: unknown;
}

/**
 * The runtime's refusal of a process, and why, where it is for a label of a security module that this kernel hasn't got: runtimes speak of
 * a file in /proc that they could not write. Every other error as it is. The process is the document in the file, or that document's `part`.
 */
export function explainLabels(error: unknown, documentFile: string, part: "process" | "" = ""): unknown {
  if (!isStevedoreError(error) || !error.message.startsWith("OCI runtime")) return error;
  const { apparmorProfile, selinuxLabel } = readLabels(documentFile, part);
  const missing = [
    ...(isSet(apparmorProfile) && readIfExists("/sys/module/apparmor/parameters/enabled")?.trim() !== "Y" ? [`an AppArmor profile (${apparmorProfile})`] : []),
    ...(isSet(selinuxLabel) && !existsSync("/sys/fs/selinux/enforce") ? [`a SELinux label (${selinuxLabel})`] : []),
  ];
  if (missing.length === 0) return error;
  return unknownError(error.message.replace(": ", `: the spec asks for ${missing.join(" and ")}, which this kernel does not have: `), { cause: error });
}

function readLabels(file: string, part: string): ProcessLabels {
  const document = JSON.parse(readIfExists(file) ?? "{}") as Record<string, ProcessLabels> & ProcessLabels;
  return part === "" ? document : (document[part] ?? {});
}

function isSet(label: unknown): label is string {
  return typeof label === "string" && label !== "";
}
