import { io, type Any, packAny } from "@stevedore/api";
import type { ContainerCgroup } from "./cgroup.ts";
import { cgroupFiles, hugePageSizes, readRdma, type CgroupFiles } from "./cgroup-files.ts";

type Metrics = io.containerd.cgroups.v1.Metrics.$Properties;
type BlkIoEntry = io.containerd.cgroups.v1.BlkIOEntry.$Properties;

// The kernel counts v1 cpu times in ticks of a hundredth of a second.
const NS_PER_TICK = 10_000_000;

/** The statistics of a container on cgroup v1, as `io.containerd.cgroups.v1.Metrics`. */
export function readStatsV1(cgroup: ContainerCgroup): Any {
  const filesOf = (controller: string): CgroupFiles => cgroupFiles(cgroup.directory(controller));
  const metrics: Metrics = {
    pids: readPids(filesOf("pids")),
    cpu: readCpu(filesOf("cpuacct"), filesOf("cpu")),
    ...readMemory(filesOf("memory")),
    blkio: readBlkio(filesOf("blkio")),
    hugetlb: readHugetlb(filesOf("hugetlb")),
  };
  // Most hosts have no rdma controller, and then the field is absent, as in containerd.
  const rdma = filesOf("rdma");
  if (rdma.text("rdma.current") !== undefined) metrics.rdma = { current: readRdma(rdma, "rdma.current"), limit: readRdma(rdma, "rdma.max") };
  return packAny("io.containerd.cgroups.v1.Metrics", io.containerd.cgroups.v1.Metrics, metrics);
}

function readPids(files: CgroupFiles): Metrics["pids"] {
  const limit = files.text("pids.max");
  // No limit is 0 here, other than in v2.
  return { current: files.number("pids.current"), limit: limit === "max" ? 0 : files.number("pids.max") };
}

function readCpu(accounting: CgroupFiles, cpu: CgroupFiles): Metrics["cpu"] {
  const { user = 0, system = 0 } = accounting.table("cpuacct.stat");
  const stat = cpu.table("cpu.stat");
  return {
    usage: {
      total: accounting.number("cpuacct.usage"),
      user: user * NS_PER_TICK,
      kernel: system * NS_PER_TICK,
      perCpu: (accounting.text("cpuacct.usage_percpu") ?? "").split(/\s+/).filter(Boolean).map(Number),
    },
    throttling: { periods: stat["nr_periods"], throttledPeriods: stat["nr_throttled"], throttledTime: stat["throttled_time"] },
  };
}

function readMemory(files: CgroupFiles): Pick<Metrics, "memory" | "memoryOomControl"> {
  const stat = files.table("memory.stat");
  const control = files.table("memory.oom_control");
  return {
    memory: {
      ...readMemoryCounters(stat),
      usage: readMemoryEntry(files, "memory"),
      swap: readMemoryEntry(files, "memory.memsw"),
      kernel: readMemoryEntry(files, "memory.kmem"),
      kernelTcp: readMemoryEntry(files, "memory.kmem.tcp"),
    },
    memoryOomControl: { oomKillDisable: control["oom_kill_disable"], underOom: control["under_oom"], oomKill: control["oom_kill"] },
  };
}

// Field names of the message, and the keys of memory.stat; each has a `total_` twin for the whole subtree.
const COUNTERS = {
  cache: "cache",
  rss: "rss",
  rssHuge: "rss_huge",
  mappedFile: "mapped_file",
  dirty: "dirty",
  writeback: "writeback",
  pgPgIn: "pgpgin",
  pgPgOut: "pgpgout",
  pgFault: "pgfault",
  pgMajFault: "pgmajfault",
  inactiveAnon: "inactive_anon",
  activeAnon: "active_anon",
  inactiveFile: "inactive_file",
  activeFile: "active_file",
  unevictable: "unevictable",
} as const;

function readMemoryCounters(stat: Record<string, number>): io.containerd.cgroups.v1.MemoryStat.$Properties {
  const counters: Record<string, number | undefined> = {
    hierarchicalMemoryLimit: stat["hierarchical_memory_limit"],
    hierarchicalSwapLimit: stat["hierarchical_memsw_limit"],
  };
  for (const [field, key] of Object.entries(COUNTERS)) {
    counters[field] = stat[key];
    counters[`total${field[0]!.toUpperCase()}${field.slice(1)}`] = stat[`total_${key}`];
  }
  return counters;
}

function readMemoryEntry(files: CgroupFiles, prefix: string): io.containerd.cgroups.v1.MemoryEntry.$Properties {
  return {
    usage: files.number(`${prefix}.usage_in_bytes`),
    limit: files.number(`${prefix}.limit_in_bytes`),
    max: files.number(`${prefix}.max_usage_in_bytes`),
    failcnt: files.number(`${prefix}.failcnt`),
  };
}

function readBlkio(files: CgroupFiles): Metrics["blkio"] {
  // The scheduler's files where it counts, else those of the throttling layer.
  const entries = (name: string, otherwise?: string): BlkIoEntry[] => {
    const found = parseBlkio(files.text(`blkio.${name}`));
    return found.length > 0 || otherwise === undefined ? found : parseBlkio(files.text(`blkio.${otherwise}`));
  };
  return {
    ioServiceBytesRecursive: entries("io_service_bytes_recursive", "throttle.io_service_bytes_recursive"),
    ioServicedRecursive: entries("io_serviced_recursive", "throttle.io_serviced_recursive"),
    ioQueuedRecursive: entries("io_queued_recursive"),
    ioServiceTimeRecursive: entries("io_service_time_recursive"),
    ioWaitTimeRecursive: entries("io_wait_time_recursive"),
    ioMergedRecursive: entries("io_merged_recursive"),
    ioTimeRecursive: entries("time_recursive"),
    sectorsRecursive: entries("sectors_recursive"),
  };
}

/** `MAJOR:MINOR OP VALUE` lines, or `MAJOR:MINOR VALUE`; the last line is a total. */
function parseBlkio(text: string | undefined): BlkIoEntry[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const [device = "", ...rest] = line.split(/\s+/);
    const [major, minor] = device.split(":").map(Number);
    if (major === undefined || minor === undefined) return [];
    return [{ op: rest.length > 1 ? rest[0]! : "", device: deviceName(major, minor), major, minor, value: Number(rest.at(-1) ?? 0) }];
  });
}

const deviceNames = new Map<string, string>();

function deviceName(major: number, minor: number): string {
  const key = `${major}:${minor}`;
  let name = deviceNames.get(key);
  if (name === undefined) {
    const uevent = cgroupFiles(`/sys/dev/block/${key}`).text("uevent") ?? "";
    const found = /^DEVNAME=(.*)$/m.exec(uevent)?.[1];
    deviceNames.set(key, (name = found === undefined ? "" : `/dev/${found}`));
  }
  return name;
}

function readHugetlb(files: CgroupFiles): Metrics["hugetlb"] {
  return hugePageSizes(files, ".usage_in_bytes").map((pagesize) => ({
    pagesize,
    usage: files.number(`hugetlb.${pagesize}.usage_in_bytes`),
    max: files.number(`hugetlb.${pagesize}.max_usage_in_bytes`),
    failcnt: files.number(`hugetlb.${pagesize}.failcnt`),
  }));
}
