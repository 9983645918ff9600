export * from "./host-config.ts";
export * from "./version.ts";
export * from "./load.ts";
