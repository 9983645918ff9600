import { nowTimestamp, type SandboxRuntimeService } from "@stevedore/api";
import { hostPlatform } from "@stevedore/oci";
import type { Handlers } from "@stevedore/rpc";
import { untilAborted } from "./abort.ts";
import type { CgroupMounts } from "./cgroup.ts";
import { readGroupStats } from "./group-stats.ts";
import type { Sandbox, Sandboxes } from "./sandboxes.ts";

/** The words of CRI, which its clients look for in a sandbox's state. */
const READY = "SANDBOX_READY";
const NOT_READY = "SANDBOX_NOTREADY";

/** containerd.runtime.sandbox.v1: sandboxes of this shim are groups of its containers. */
export function createSandboxHandlers(sandboxes: Sandboxes, cgroups: CgroupMounts): Handlers<typeof SandboxRuntimeService> {
  return {
    createSandbox({ sandboxId: id, bundlePath: bundle, rootfs, netnsPath, annotations }, { namespace }) {
      const mounts = rootfs.map(({ type, source, target, options }) => ({ type: type ?? "", source: source ?? "", target: target ?? "", options: options ?? [] }));
      sandboxes.create({ namespace, id, bundle, rootfs: mounts, netnsPath, annotations });
      return {};
    },
    startSandbox({ sandboxId }, { namespace }) {
      const sandbox = sandboxes.get(namespace, sandboxId);
      sandboxes.start(sandbox);
      return { pid: pidOf(sandbox), createdAt: sandbox.createdAt };
    },
    platform({ sandboxId }, { namespace }) {
      sandboxes.get(namespace, sandboxId);
      return { platform: hostPlatform() };
    },
    async stopSandbox({ sandboxId, timeoutSecs }, { namespace }) {
      await sandboxes.stop(sandboxes.get(namespace, sandboxId), timeoutSecs * 1000);
      return {};
    },
    async waitSandbox({ sandboxId }, context) {
      const sandbox = sandboxes.get(context.namespace, sandboxId);
      await untilAborted(sandbox.ended.promise, context);
      return { exitStatus: 0, exitedAt: sandbox.exitedAt ?? null };
    },
    sandboxStatus({ sandboxId, verbose }, { namespace }) {
      const sandbox = sandboxes.get(namespace, sandboxId);
      const { createdAt, exitedAt, state } = sandbox;
      const info: Record<string, string> = verbose ? { info: JSON.stringify(describe(sandboxes, sandbox)) } : {};
      return { sandboxId, pid: pidOf(sandbox), state: state === "ready" ? READY : NOT_READY, info, createdAt, exitedAt: exitedAt ?? null };
    },
    pingSandbox({ sandboxId }, { namespace }) {
      sandboxes.get(namespace, sandboxId);
      return {};
    },
    async shutdownSandbox({ sandboxId }, { namespace }) {
      await sandboxes.remove(sandboxes.get(namespace, sandboxId));
      return {};
    },
    sandboxMetrics({ sandboxId }, { namespace }) {
      const inits = sandboxes.members(sandboxes.get(namespace, sandboxId)).map(({ init }) => init);
      const pids = inits.filter(({ status }) => status !== "stopped").map(({ pid }) => pid);
      return { metrics: { timestamp: nowTimestamp(), id: sandboxId, data: readGroupStats(pids, cgroups) } };
    },
  };
}

// It has no process of its own: this one keeps it.
function pidOf({ state }: Sandbox): number {
  return state === "ready" ? process.pid : 0;
}

function describe(sandboxes: Sandboxes, sandbox: Sandbox): object {
  const { bundle, netnsPath, annotations } = sandbox;
  const containers = sandboxes.members(sandbox).map(({ id, init }) => ({ id, pid: init.pid, status: init.status }));
  return { bundle, netnsPath, annotations, containers };
}
