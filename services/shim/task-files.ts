import { appendFileSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readIfExists, replaceFile } from "./files.ts";
import { parseExitRecord, type ExitRecord } from "./monitor-link.ts";
import type { RuntimeCall } from "./runtime.ts";
import type { Stdio } from "./stdio.ts";

/** A mount of the root file system, as the client sent it. */
export interface RootfsMount {
  type: string;
  source: string;
  target: string;
  options: string[];
}

/** What is known of a container when it is created: `init/task.json` in its bundle. */
export interface TaskRecord {
  namespace: string;
  id: string;
  bundle: string;
  stdio: Stdio;
  runtime: RuntimeCall;
  rootfs: RootfsMount[];
  /** Directory with the images to restore from; empty: none. */
  checkpoint: string;
  /** What the runtime is told then. */
  restore: { workPath: string; noPivotRoot: boolean; cgroups: string[] };
  /** The sandbox that it is in; empty: none. */
  sandbox: string;
  ioUid: number;
  ioGid: number;
  /** The init has no pid namespace of its own, so its end does not end the others. */
  sharesPids: boolean;
  /** The spec has hooks for after the deletion; absent in what an older shim wrote. */
  hasPoststop?: boolean;
  /** `linux.cgroupsPath` of the spec; empty when the runtime chooses. */
  cgroupsPath: string;
}

/** Milestones that have been announced: one letter each in the file `events` of a process's directory. */
export type Milestone = "created" | "started" | "exited";

const LETTERS: Record<Milestone, string> = { created: "c", started: "s", exited: "x" };

/** The directory of the init's monitor, and of an exec process's. */
export function initDir(bundle: string): string {
  return path.join(bundle, "init");
}

export function execDir(bundle: string, execId: string): string {
  return path.join(bundle, "exec", execId);
}

/** Where the runtime writes the pid of a process. */
export function pidFileOf(bundle: string, process: { execId: string; dir: string }): string {
  return process.execId === "" ? path.join(bundle, "init.pid") : path.join(process.dir, "pid");
}

/** The sandbox that a bundle's container is to be in, as whoever made the bundle wrote it down; empty: none. */
export function readSandboxOf(bundle: string): string {
  return readIfExists(path.join(bundle, "sandbox")) ?? "";
}

export function writeTaskRecord(record: TaskRecord): void {
  const dir = initDir(record.bundle);
  if (!makeDirectory(dir)) {
    clearBundle(record.bundle);
    makeDirectory(dir);
  }
  writeFileSync(path.join(dir, "task.json"), JSON.stringify(record), { mode: 0o600 });
}

function makeDirectory(dir: string): boolean {
  try {
    mkdirSync(dir, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes everything that the shim and the runtime put into a bundle. The bundle itself is the client's. */
export function clearBundle(bundle: string): void {
  clearProcesses(bundle, true);
  for (const name of ["init.pid", "log.json"]) rmSync(path.join(bundle, name), { force: true });
}

/** Removes the directories of a bundle's processes; the runtime's own files stay until the bundle goes. */
export function clearProcesses(bundle: string, withExecs: boolean): void {
  rmSync(initDir(bundle), { recursive: true, force: true });
  if (withExecs) rmSync(path.join(bundle, "exec"), { recursive: true, force: true });
}

export function readTaskRecord(bundle: string): TaskRecord | undefined {
  const text = readIfExists(path.join(initDir(bundle), "task.json"));
  try {
    return text === undefined ? undefined : (JSON.parse(text) as TaskRecord);
  } catch {
    return undefined; // cut off while it was written: nothing was created yet
  }
}

/** Puts an exec process on disk: its stdio, and the OCI process document for the runtime. */
export function writeExecRecord(dir: string, stdio: Stdio, spec: Uint8Array): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  replaceFile(path.join(dir, "process.json"), spec);
  replaceFile(path.join(dir, "exec.json"), JSON.stringify(stdio));
}

/** The exec processes of a bundle, by id. */
export function readExecRecords(bundle: string): Map<string, Stdio> {
  const records = new Map<string, Stdio>();
  for (const execId of listDirectory(path.join(bundle, "exec"))) {
    const text = readIfExists(path.join(execDir(bundle, execId), "exec.json"));
    if (text !== undefined) records.set(execId, JSON.parse(text) as Stdio);
  }
  return records;
}

export function readExit(dir: string): ExitRecord | undefined {
  const text = readIfExists(path.join(dir, "exit"));
  return text === undefined ? undefined : parseExitRecord(text.trim().split(" "));
}

/** For a process whose monitor was killed: nobody else can write its end down. */
export function writeExit(dir: string, { pid, code, seconds, nanos, started }: ExitRecord): void {
  replaceFile(path.join(dir, "exit"), `${pid} ${code} ${seconds} ${nanos} ${started ? 1 : 0}\n`);
}

export function markAnnounced(process: { readonly dir: string; announced: string }, milestone: Milestone): void {
  process.announced += LETTERS[milestone];
  appendFileSync(path.join(process.dir, "events"), LETTERS[milestone]);
}

export function wasAnnounced({ announced }: { announced: string }, milestone: Milestone): boolean {
  return announced.includes(LETTERS[milestone]);
}

export function readAnnounced(dir: string): string {
  return readIfExists(path.join(dir, "events")) ?? "";
}

/** The pid that the runtime wrote down; 0 when it did not get so far. */
export function readPid(file: string): number {
  return Number(readIfExists(file) ?? 0);
}

/** The bundles of this host's tasks, wherever they are: symlinks `NAMESPACE/ID` in a directory of the shim's. */
export interface TaskIndex {
  add(record: Pick<TaskRecord, "namespace" | "id" | "bundle">): void;
  remove(record: Pick<TaskRecord, "namespace" | "id">): void;
  /** Where a task's symlink is. */
  linkOf(record: Pick<TaskRecord, "namespace" | "id">): string;
  list(): { namespace: string; id: string; bundle: string }[];
}

export function createTaskIndex(directory: string): TaskIndex {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const linkOf = (namespace: string, id: string): string => path.join(directory, namespace, id);
  return {
    add({ namespace, id, bundle }) {
      try {
        symlinkSync(bundle, linkOf(namespace, id));
      } catch {
        mkdirSync(path.join(directory, namespace), { recursive: true });
        rmSync(linkOf(namespace, id), { force: true });
        symlinkSync(bundle, linkOf(namespace, id));
      }
    },
    remove: ({ namespace, id }) => rmSync(linkOf(namespace, id), { force: true }),
    linkOf: ({ namespace, id }) => linkOf(namespace, id),
    list: () =>
      listDirectory(directory).flatMap((namespace) =>
        listDirectory(path.join(directory, namespace)).map((id) => ({ namespace, id, bundle: readlinkSync(linkOf(namespace, id)) })),
      ),
  };
}

function listDirectory(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
