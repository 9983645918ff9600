export { detectCgroupMode, listUnifiedControllers, needsHugetlbMount, prepareCgroups, type CgroupMode, type PreparedCgroups } from "./cgroups.ts";
export { askControl, type Readiness } from "./control.ts";
export { createHostFiles, type HostFiles } from "./host-files.ts";
export { probeSocket } from "./prepare.ts";
export { readMemory } from "./processes.ts";
export type { HostStatus, ProcessStatus } from "./status.ts";
export { startHost, type Host, type HostOptions } from "./supervisor.ts";
