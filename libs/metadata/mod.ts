export * from "./store.ts";
export { createMarkReader, openChangeMarks, type ChangeMarks, type MarkReader } from "./change-marks.ts";
export { openSqliteStore, type SqliteOptions } from "./sqlite.ts";
