export * from "./rate-meter.ts";
