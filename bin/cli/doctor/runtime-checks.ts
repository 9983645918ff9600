import { detectCgroupMode, needsHugetlbMount } from "@stevedore/host";
import { fail, ok, warn, type Finding } from "./finding.ts";
import { askVersion } from "./program-checks.ts";

export async function checkRuntimes(): Promise<Finding[]> {
  const [crun, runc] = await Promise.all([askVersion("crun"), askVersion("runc")]);
  const found = [crun, runc].filter((version) => version !== undefined);
  if (found.length === 0) return [fail("OCI runtime", "neither crun nor runc is on PATH", "apt-get install crun")];
  const findings = found.map((version) => ok("OCI runtime", version));
  if (crun === undefined) findings.push(warn("OCI runtime", "no crun; runc takes about three times as long to start a container", "apt-get install crun"));
  return findings;
}

export async function checkCgroups(): Promise<Finding[]> {
  const mode = detectCgroupMode();
  if (mode === "none") return [fail("cgroups", "not mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup")];
  if (!needsHugetlbMount()) return [ok("cgroups", mode)];
  return [warn("cgroups", "hybrid, with the hugetlb controller in the v2 tree: crun refuses that", "nothing to do: `stevedore up` mounts it as v1 while a host runs")];
}
