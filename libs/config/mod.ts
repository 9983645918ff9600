export { CONFIG_VERSION } from "./config-file.ts";
export { renderConfigDocs } from "./docs.ts";
export * from "./host-config.ts";
export { loadHostConfig, migrateConfigFile, type LoadOptions, type LoadResult } from "./load.ts";
export { findNearest } from "./nearest.ts";
export { createHostPaths, SERVICE_NAMES, type Directories, type HostPaths, type ServiceName } from "./paths.ts";
export { printConfig, printDefaultConfig, printSettings } from "./print.ts";
export { SERVED_PLUGINS } from "./served-plugins.ts";
export * from "./version.ts";
