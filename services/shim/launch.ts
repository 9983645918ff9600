import path from "node:path";
import type { Container, ContainerProcess } from "./container.ts";
import { runtimeArgv } from "./runtime.ts";
import type { MonitorFields } from "./spawner.ts";
import { stdioFields } from "./stdio.ts";
import { pidFileOf } from "./task-files.ts";

/** Where the runtime logs while a monitor creates a process with it. */
export function logFileOf({ bundle }: Pick<Container, "bundle">, process: Pick<ContainerProcess, "execId" | "dir">): string {
  return process.execId === "" ? path.join(bundle, "log.json") : path.join(process.dir, "log.json");
}

/** Flags of `runtime create` that come from the client's options. */
export interface CreateFlags {
  noPivotRoot: boolean;
  noNewKeyring: boolean;
  /** cgroup.procs files that the monitor joins. */
  cgroups: string[];
}

/** The monitor request that creates a container. */
export function createFields(container: Container, flags: CreateFlags): MonitorFields {
  const { init, id, bundle, runtime } = container;
  const logFile = logFileOf(container, init);
  const pidFile = pidFileOf(bundle, init);
  const command = ["create", "--bundle", bundle, "--pid-file", pidFile, ...consoleArgs(init)];
  if (flags.noPivotRoot) command.push("--no-pivot");
  if (flags.noNewKeyring) command.push("--no-new-keyring");
  return [
    ...commonFields(container, init, pidFile),
    ...repeat("create", runtimeArgv(runtime, logFile, ...command, id)),
    ...repeat("start", runtimeArgv(runtime, logFile, "start", id)),
    ...repeat("reap", container.sharesPids ? runtimeArgv(runtime, logFile, "kill", "--all", id, "KILL") : []),
    ...repeat("cgroup", flags.cgroups),
  ];
}

/** The monitor request that restores a container from its checkpoint; it runs when the runtime is done. */
export function restoreFields(container: Container): MonitorFields {
  const { init, id, bundle, runtime, checkpoint, restore } = container;
  const pidFile = pidFileOf(bundle, init);
  const command = ["restore", "--image-path", checkpoint, "--detach", "--pid-file", pidFile, ...consoleArgs(init)];
  if (restore.workPath !== "") command.push("--work-path", restore.workPath);
  if (restore.noPivotRoot) command.push("--no-pivot");
  // runc would else become the process's parent's stand-in; crun never does, and doesn't know the flag.
  if (path.basename(runtime.binary) !== "crun") command.push("--no-subreaper");
  return [
    ...commonFields(container, init, pidFile),
    ...repeat("create", runtimeArgv(runtime, logFileOf(container, init), ...command, "--bundle", bundle, id)),
    ...repeat("reap", container.sharesPids ? runtimeArgv(runtime, logFileOf(container, init), "kill", "--all", id, "KILL") : []),
    ...repeat("cgroup", restore.cgroups),
  ];
}

/** The monitor request that runs an exec process. Its output is relayed, since what it leaves running may keep it open. */
export function execFields(container: Container, process: ContainerProcess): MonitorFields {
  const pidFile = pidFileOf(container.bundle, process);
  const spec = path.join(process.dir, "process.json");
  const command = ["exec", "--detach", "--process", spec, "--pid-file", pidFile, ...consoleArgs(process)];
  return [
    ...commonFields(container, process, pidFile),
    ...repeat("create", runtimeArgv(container.runtime, logFileOf(container, process), ...command, container.id)),
    ["relay", "1"],
  ];
}

function commonFields(container: Container, process: ContainerProcess, pidFile: string): MonitorFields {
  const { namespace, id, bundle } = container;
  const title = process.execId === "" ? `${namespace} ${id}` : `${namespace} ${id} ${process.execId}`;
  return [
    ["dir", process.dir],
    ["cwd", bundle],
    ["title", title],
    ["pid-file", pidFile],
    ...stdioFields(process.stdio, container),
    ...(process.stdinClosed ? [["stdin-closed", "1"] as const] : []),
  ];
}

// The monitor puts its own socket's path in the place of @console.
function consoleArgs({ stdio }: ContainerProcess): string[] {
  return stdio.terminal ? ["--console-socket", "@console"] : [];
}

function repeat(key: string, values: readonly string[]): MonitorFields {
  return values.map((value) => [key, value] as const);
}
