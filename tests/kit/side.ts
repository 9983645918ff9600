import { existsSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { assertNothingLeft, clientFifos, processesOf } from "./audit.ts";
import { containerPids, removeNamespaceCgroups } from "./cgroups.ts";
import { ctr, startCtr, startCtrOnTerminal, type CtrOptions, type TerminalOptions } from "./ctr.ts";
import { liveSides } from "./live-sides.ts";
import { eventually, type RunResult, type Running } from "./process.ts";

/** A running daemon under test: stock containerd or one host of ours, driven through the same `ctr`. */
export interface Side extends AsyncDisposable {
  readonly name: "stock" | "stevedore";
  readonly address: string;
  readonly root: string;
  readonly state: string;
  /** The containerd namespace that its commands use by default; ids of containers begin with it. */
  readonly namespace: string;
  /** Every pid that belongs to it at this moment: daemon or services, shims, monitors, bus. */
  pids(): number[];
  ctr(args: readonly string[], options?: CtrOptions): Promise<RunResult>;
  /** Runs `ctr`, which has to exit 0; returns its stdout. */
  must(args: readonly string[], options?: CtrOptions): Promise<string>;
  start(args: readonly string[], options?: CtrOptions): Running;
  startOnTerminal(args: readonly string[], options?: TerminalOptions): Running;
  /** Stops the daemon as a user does (SIGTERM, `down`); containers go on. */
  stop(): Promise<void>;
  /** Starts it, after `stop`, on the same root and state; resolves when it answers. */
  restart(): Promise<void>;
  /** A file name that only this side of a pair uses. */
  readonly label: string;
  /**
   * Throws when containers of its namespace have left mounts, cgroups, processes of theirs or FIFOs behind, and removes
   * what is left, so that the next test doesn't fail for it.
   */
  assertNoContainers(): Promise<void>;
}

export interface SideParts {
  name: Side["name"];
  address: string;
  root: string;
  state: string;
  /** The kit's directory that holds root and state. */
  directory: string;
  namespace: string;
  startDaemon(): Promise<void>;
  stopDaemon(): Promise<void>;
  /** Resolves when it can be used. */
  untilServing(): Promise<void>;
}

/** Wraps a daemon's parts; `startDaemon` has been called already. */
export function createSide(parts: SideParts): Side {
  const { address, namespace } = parts;
  const owned = { directories: [parts.directory], namespaces: [namespace] };
  const withNamespace = (options?: CtrOptions) => ({ namespace, ...options });
  const side: Side = {
    ...parts,
    label: basename(parts.directory),
    pids: () => processesOf(owned).map(({ pid }) => pid),
    ctr: (args, options) => ctr(address, args, withNamespace(options)),
    async must(args, options) {
      const result = await side.ctr(args, options);
      if (result.exitCode !== 0) throw new Error(`${parts.name}: ctr ${args.join(" ")}: exit code ${result.exitCode}${result.timedOut ? " (timed out)" : ""}\n${result.stdout}${result.stderr}`);
      return result.stdout;
    },
    start: (args, options) => startCtr(address, args, withNamespace(options)),
    startOnTerminal: (args, options) => startCtrOnTerminal(address, args, withNamespace(options)),
    stop: parts.stopDaemon,
    restart: async () => {
      await parts.startDaemon();
      await parts.untilServing();
    },
    async assertNoContainers() {
      const containers = { directories: [`${parts.state}/io.containerd.runtime.v2.task/${namespace}/`], namespaces: [namespace] };
      await assertNothingLeft(parts.name, containers).catch(async (error: Error) => {
        await removeContainers(side);
        await killRest(containers);
        await removeFifos(namespace);
        throw error;
      });
    },
    async [Symbol.asyncDispose]() {
      liveSides.delete(tidy);
      await removeContainers(side);
      await parts.stopDaemon();
      await killRest(owned);
      await removeFifos(namespace);
      removeNamespaceCgroups(namespace);
      // runc's default root keeps an empty directory for each namespace.
      await rmdir(join("/run/containerd/runc", namespace)).catch(() => {});
    },
  };
  const tidy = (since: Date): Promise<void> => tidyUp(side, since);
  liveSides.add(tidy);
  return side;
}

/** How long a daemon may take to start. */
export const SERVING_MS = 30_000;

/** Resolves when a daemon answers on its socket. */
export async function waitUntilServing(address: string): Promise<void> {
  await eventually(`${address} answers`, async () => (await ctr(address, ["version"], { timeout: SERVING_MS / 6 })).exitCode === 0, SERVING_MS);
}

// A failed test leaves containers; nothing of them may stay on the machine.
async function removeContainers(side: Side): Promise<void> {
  for (const pid of containerPids(side.namespace)) kill(pid);
  // Without a daemon ctr would try for seconds to reach it.
  if (!existsSync(side.address)) return;
  for (const id of await containersOf(side)) await removeContainer(side, id);
}

// What a failed test has made; what was there before it is the file's own. A daemon that it has stopped is started again.
async function tidyUp(side: Side, since: Date): Promise<void> {
  if (!existsSync(side.address)) {
    await side.stop();
    await side.restart();
  }
  for (const id of await containersOf(side)) {
    const { CreatedAt } = JSON.parse(await side.must(["containers", "info", id])) as { CreatedAt: string };
    if (Date.parse(CreatedAt) >= since.getTime()) await removeContainer(side, id);
  }
}

async function containersOf(side: Side): Promise<string[]> {
  return (await side.ctr(["containers", "ls", "-q"], { timeout: 5000 })).stdout.split("\n").filter(Boolean);
}

async function removeContainer(side: Side, id: string): Promise<void> {
  for (const args of [["tasks", "rm", "-f", id], ["containers", "rm", id], ["snapshots", "rm", id]]) await side.ctr(args, { timeout: 5000 });
}

async function removeFifos(namespace: string): Promise<void> {
  for (const dir of clientFifos([namespace])) await rm(dir, { recursive: true, force: true });
}

/** Ends what a test that failed has left running. */
export async function killRest(owned: { directories: string[]; namespaces: string[] }): Promise<void> {
  for (const pid of owned.namespaces.flatMap(containerPids)) kill(pid);
  const rest = () => processesOf(owned);
  await eventually("its processes end", () => rest().length === 0, 3000).catch(() => {
    for (const { pid } of rest()) kill(pid);
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
