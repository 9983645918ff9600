export { startAdminServer, type AdminOptions, type AdminServer } from "./admin-server.ts";
export type { ServiceHost } from "./host.ts";
export { createHostPaths, SERVICE_NAMES, type Directories, type HostPaths, type ServiceName } from "./paths.ts";
export { createMetricsSource, runService, type Service, type Setup } from "./run-service.ts";
