export * from "./store.ts";
export { openSqliteStore, type SqliteOptions } from "./sqlite.ts";
