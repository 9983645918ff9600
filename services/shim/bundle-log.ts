import { closeSync, constants, openSync, writeSync } from "node:fs";
import path from "node:path";

export interface LoggedBundle {
  namespace: string;
  id: string;
  bundle: string;
}

/** The log of a shim under a stock containerd: each line goes to the FIFO `log` of a bundle, which containerd reads and copies to its own. */
export interface BundleLog {
  /** Takes a line of libs/log; it is written as containerd's own shims write theirs. */
  write(line: string): void;
  /** From now on lines of a container go to its own bundle. */
  follow(bundles: () => readonly LoggedBundle[]): void;
}

/** `first` is the bundle that the process was started for. */
export function createBundleLog(first: string | undefined): BundleLog {
  let list: () => readonly LoggedBundle[] = () => [];
  return {
    write(line) {
      const { time, level, msg, service: _, ...fields } = JSON.parse(line) as Record<string, unknown>;
      const text = `${[["time", time], ["level", level], ["msg", msg], ["runtime", "io.containerd.stevedore.v2"], ...Object.entries(fields)].map(([key, value]) => `${String(key)}=${quote(value)}`).join(" ")}\n`;
      const bundles = list();
      const own = bundles.filter(({ namespace, id }) => namespace === fields["namespace"] && id === fields["container"]);
      // Where it has no container, or that one's reader is gone, any reader will do: they all belong to the same containerd.
      const places = [...own, ...bundles.toReversed()].map(({ bundle }) => bundle);
      if (first !== undefined) places.push(first);
      places.some((bundle) => append(path.join(bundle, "log"), text));
    },
    follow: (bundles) => void (list = bundles),
  };
}

// logrus's text format.
function quote(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w.\-/@^+]+$/.test(text) ? text : JSON.stringify(text);
}

// Never waits: without a reader, or with one that does not read, the line is given up.
function append(fifo: string, text: string): boolean {
  try {
    const fd = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      return writeSync(fd, text) > 0;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
