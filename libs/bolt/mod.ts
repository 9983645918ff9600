export { openBolt, type BoltDatabase, type BoltOptions } from "./database.ts";
export type { BoltBucket, BoltEntry } from "./bucket.ts";
export { readGoTime, readVarint } from "./values.ts";
