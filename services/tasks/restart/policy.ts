import { invalidArgument } from "@stevedore/errors";

/** The labels by which a container asks to be kept running, or stopped: containerd's. */
export const RESTART_LABELS = {
  /** `running` or `stopped`: what the monitor brings about. A container without it is let alone. */
  status: "containerd.io/restart.status",
  policy: "containerd.io/restart.policy",
  /** How often it was restarted; the monitor counts. */
  count: "containerd.io/restart.count",
  explicitlyStopped: "containerd.io/restart.explicitly-stopped",
  /** Where the output of a restarted container goes; none: nowhere. */
  logUri: "containerd.io/restart.loguri",
  /** Gone since containerd 2.0. */
  logPath: "containerd.io/restart.logpath",
} as const;

/** What the monitor can be asked for: clients look these up as the plugin's capabilities. */
type PolicyName = "no" | "always" | "on-failure" | "unless-stopped";

interface Policy {
  name: PolicyName;
  /** Of on-failure; 0: no end. */
  maximumRetries: number;
}

type Labels = Readonly<Record<string, string>>;

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);

/**
 * Whether a container that should run, and doesn't, is to be started again. `exitStatus` is 0 where there is no task.
 * @throws InvalidArgument for a policy or count that can't be read
 */
export function wantsRestart(labels: Labels, exitStatus: number): boolean {
  const { name, maximumRetries } = parsePolicy(labels[RESTART_LABELS.policy] ?? "");
  switch (name) {
    case "always":
      return true;
    case "no":
      return false;
    case "unless-stopped":
      return !TRUE.has(labels[RESTART_LABELS.explicitlyStopped] ?? "");
    case "on-failure":
      return exitStatus !== 0 && (maximumRetries === 0 || parseCount(labels[RESTART_LABELS.count]) < maximumRetries);
  }
}

/** The count of a container that is restarted once more; one that can't be read begins anew, as in containerd. */
export function nextCount(labels: Labels): number {
  const count = labels[RESTART_LABELS.count] ?? "";
  return isInteger(count) ? Number(count) + 1 : 1;
}

function parsePolicy(text: string): Policy {
  const [name = "", retries] = text.split(":");
  switch (name) {
    case "":
    case "no":
    case "always":
    case "unless-stopped":
      if (retries !== undefined) throw invalidArgument(`restart policy ${JSON.stringify(text)}: only on-failure takes a maximum of retries`);
      return { name: name === "" ? "always" : name, maximumRetries: 0 };
    case "on-failure":
      if (retries !== undefined && !isInteger(retries)) throw invalidArgument(`restart policy ${JSON.stringify(text)}: ${JSON.stringify(retries)} is not a number of retries`);
      return { name, maximumRetries: Number(retries ?? 0) };
    default:
      throw invalidArgument(`restart policy ${JSON.stringify(text)}`, { hint: "no, always, on-failure, on-failure:N or unless-stopped" });
  }
}

function parseCount(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!isInteger(text)) throw invalidArgument(`label ${RESTART_LABELS.count} is ${JSON.stringify(text)}, not a number`);
  return Number(text);
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}
