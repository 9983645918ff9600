import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { detectCgroupMode, needsHugetlbMount } from "@stevedore/host";
import { fail, ok, warn, type Finding } from "./finding.ts";
import { askVersion } from "./program-checks.ts";

export async function checkRuntimes(): Promise<Finding[]> {
  const [crun, runc] = await Promise.all([checkRuntime("crun"), checkRuntime("runc")]);
  if (crun === undefined && runc === undefined) return [fail("OCI runtime", "neither crun nor runc is on PATH", "apt-get install crun")];
  const slow = warn("OCI runtime", "no crun; runc takes about three times as long to start a container", "apt-get install crun");
  const findings = [crun ?? slow, runc].filter((finding) => finding !== undefined);
  const usable = findings.some(({ level }) => level === "ok");
  return usable ? findings : findings.map((finding) => ({ ...finding, level: "fail" }));
}

async function checkRuntime(name: "crun" | "runc"): Promise<Finding | undefined> {
  const version = await askVersion(name);
  if (version === undefined) return undefined;
  if (process.getuid?.() !== 0) return warn("OCI runtime", `${version}; not tried, which takes root`, "run doctor as root");
  if (name === "crun" && needsHugetlbMount()) return ok("OCI runtime", `${version}; not tried before the cgroups are ready`);
  const problem = await tryRuntime(name);
  return problem === undefined ? ok("OCI runtime", `${version}, runs a container`) : warn("OCI runtime", `${version} can't run a container: ${problem}`, "mend what it says; the other runtime is used meanwhile");
}

const BUSYBOX = "/bin/busybox";

/** Runs a container of one static program. Returns the runtime's complaint. */
async function tryRuntime(name: string): Promise<string | undefined> {
  if (!existsSync(BUSYBOX)) return undefined;
  const bundle = mkdtempSync(path.join(tmpdir(), "stevedore-doctor-"));
  try {
    for (const directory of ["dev", "proc", "sys"]) mkdirSync(path.join(bundle, "rootfs", directory), { recursive: true });
    copyFileSync(BUSYBOX, path.join(bundle, "rootfs/busybox"));
    writeFileSync(path.join(bundle, "config.json"), JSON.stringify(createSpec(path.basename(bundle))));
    const result = await execa(name, ["--root", path.join(bundle, "runs"), "run", "--bundle", bundle, path.basename(bundle)], { reject: false, all: true, stdin: "ignore", timeout: 15_000 });
    return result.failed ? (result.all.trim().split("\n").at(-1) ?? result.message) : undefined;
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}

function createSpec(id: string): object {
  return {
    ociVersion: "1.0.2",
    process: { user: { uid: 0, gid: 0 }, args: ["/busybox", "true"], env: ["PATH=/"], cwd: "/" },
    root: { path: "rootfs", readonly: true },
    mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
    linux: { cgroupsPath: `/${id}`, namespaces: ["pid", "mount", "ipc", "uts", "network"].map((type) => ({ type })) },
  };
}

export async function checkCgroups(): Promise<Finding[]> {
  const mode = detectCgroupMode();
  if (mode === "none") return [fail("cgroups", "not mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup")];
  if (!needsHugetlbMount()) return [ok("cgroups", mode)];
  return [warn("cgroups", "hybrid, with the hugetlb controller in the v2 tree: crun refuses that", "nothing to do: `stevedore up` mounts it as v1 while a host runs")];
}
