export { startAdminServer, type AdminOptions, type AdminServer } from "./admin-server.ts";
export type { ServiceHost } from "./host.ts";
export { createHostPaths, SERVICE_NAMES, type HostPaths, type ServiceName } from "@stevedore/config";
export { createMetricsSource, runService, type Service, type Setup } from "./run-service.ts";
