import { io, type Any, packAny } from "@stevedore/api";
import { cgroupFiles, hugePageSizes, parseKeyedLines, readRdma, type CgroupFiles } from "./cgroup-files.ts";

type Metrics = io.containerd.cgroups.v2.Metrics.$Properties;
type Psi = io.containerd.cgroups.v2.PSIStats.$Properties;

/** The statistics of a cgroup v2 directory, as `io.containerd.cgroups.v2.Metrics`. */
export function readStatsV2(directory: string): Any {
  const files = cgroupFiles(directory);
  const metrics: Metrics = {
    pids: { current: files.number("pids.current"), limit: files.number("pids.max") },
    cpu: readCpu(files),
    memory: readMemory(files),
    memoryEvents: readMemoryEvents(files),
    io: { usage: readIo(files), psi: readPsi(files, "io.pressure") },
    rdma: { current: readRdma(files, "rdma.current"), limit: readRdma(files, "rdma.max") },
    hugetlb: hugePageSizes(files, ".current").map((pagesize) => ({
      pagesize,
      current: files.number(`hugetlb.${pagesize}.current`),
      max: files.number(`hugetlb.${pagesize}.max`),
      failcnt: files.table(`hugetlb.${pagesize}.events`)["max"],
    })),
  };
  return packAny("io.containerd.cgroups.v2.Metrics", io.containerd.cgroups.v2.Metrics, metrics);
}

function readCpu(files: CgroupFiles): Metrics["cpu"] {
  const stat = files.table("cpu.stat");
  return {
    usageUsec: stat["usage_usec"],
    userUsec: stat["user_usec"],
    systemUsec: stat["system_usec"],
    nrPeriods: stat["nr_periods"],
    nrThrottled: stat["nr_throttled"],
    throttledUsec: stat["throttled_usec"],
    nrBursts: stat["nr_bursts"],
    burstUsec: stat["burst_usec"],
    psi: readPsi(files, "cpu.pressure"),
  };
}

function readMemory(files: CgroupFiles): Metrics["memory"] {
  const stat = files.table("memory.stat");
  return {
    anon: stat["anon"],
    file: stat["file"],
    kernelStack: stat["kernel_stack"],
    slab: stat["slab"],
    sock: stat["sock"],
    shmem: stat["shmem"],
    fileMapped: stat["file_mapped"],
    fileDirty: stat["file_dirty"],
    fileWriteback: stat["file_writeback"],
    anonThp: stat["anon_thp"],
    inactiveAnon: stat["inactive_anon"],
    activeAnon: stat["active_anon"],
    inactiveFile: stat["inactive_file"],
    activeFile: stat["active_file"],
    unevictable: stat["unevictable"],
    slabReclaimable: stat["slab_reclaimable"],
    slabUnreclaimable: stat["slab_unreclaimable"],
    pgfault: stat["pgfault"],
    pgmajfault: stat["pgmajfault"],
    // Newer kernels count anonymous and file pages apart.
    workingsetRefault: sumOf(stat, "workingset_refault"),
    workingsetActivate: sumOf(stat, "workingset_activate"),
    workingsetNodereclaim: stat["workingset_nodereclaim"],
    pgrefill: stat["pgrefill"],
    pgscan: stat["pgscan"],
    pgsteal: stat["pgsteal"],
    pgactivate: stat["pgactivate"],
    pgdeactivate: stat["pgdeactivate"],
    pglazyfree: stat["pglazyfree"],
    pglazyfreed: stat["pglazyfreed"],
    thpFaultAlloc: stat["thp_fault_alloc"],
    thpCollapseAlloc: stat["thp_collapse_alloc"],
    usage: files.number("memory.current"),
    usageLimit: files.number("memory.max"),
    maxUsage: files.number("memory.peak"),
    swapUsage: files.number("memory.swap.current"),
    swapLimit: files.number("memory.swap.max"),
    swapMaxUsage: files.number("memory.swap.peak"),
    psi: readPsi(files, "memory.pressure"),
  };
}

function sumOf(stat: Record<string, number>, key: string): number {
  return stat[key] ?? (stat[`${key}_anon`] ?? 0) + (stat[`${key}_file`] ?? 0);
}

function readMemoryEvents(files: CgroupFiles): Metrics["memoryEvents"] {
  const { low, high, max, oom, oom_kill: oomKill, oom_group_kill: oomGroupKill } = files.table("memory.events");
  return { low, high, max, oom, oomKill, oomGroupKill };
}

function readIo(files: CgroupFiles): io.containerd.cgroups.v2.IOEntry.$Properties[] {
  return parseKeyedLines(files.text("io.stat")).map(({ name, values }) => {
    const [major, minor] = name.split(":").map(Number);
    return { major, minor, rbytes: values["rbytes"], wbytes: values["wbytes"], rios: values["rios"], wios: values["wios"] };
  });
}

function readPsi(files: CgroupFiles, name: string): Psi | undefined {
  const text = files.text(name);
  if (text === undefined) return undefined;
  return Object.fromEntries(parseKeyedLines(text).map((line) => [line.name, line.values])) as Psi;
}
