export * from "./host-config.ts";
export * from "./version.ts";
