import type { Database, Statement } from "better-sqlite3";

/** The prepared statements of a store. */
export interface Statements {
  begin: Statement;
  commit: Statement;
  savepoint: Statement;
  release: Statement;
  rollbackTo: Statement;
  get: Statement;
  list: Statement;
  buckets: Statement;
  put: Statement;
  delete: Statement;
  next: Statement;
  /** Whether a commit waits for the disk. */
  setSynced(isSynced: boolean): void;
  inTransaction(): boolean;
  rollback(): void;
}

export function createStatements(database: Database): Statements {
  const prepare = (sql: string): Statement => database.prepare(sql);
  let wasSynced: boolean | undefined;
  return {
    begin: prepare("BEGIN IMMEDIATE"),
    commit: prepare("COMMIT"),
    savepoint: prepare("SAVEPOINT one"),
    release: prepare("RELEASE one"),
    rollbackTo: prepare("ROLLBACK TO one"),
    get: prepare("SELECT key, value, revision FROM records WHERE bucket = ? AND key = ?"),
    // A prefix ends below its successor: U+10FFFF sorts behind every key that begins with it.
    list: prepare(`SELECT key, value, revision FROM records
      WHERE bucket = @bucket AND key >= @prefix AND key > @after AND key < @prefix || char(1114111) ORDER BY key LIMIT @limit`),
    buckets: prepare("SELECT DISTINCT bucket FROM records WHERE bucket >= @prefix AND bucket < @prefix || char(1114111) ORDER BY bucket"),
    put: prepare(`INSERT INTO records (bucket, key, value, revision) VALUES (?, ?, ?, ?)
      ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value, revision = excluded.revision`),
    delete: prepare("DELETE FROM records WHERE bucket = ? AND key = ?"),
    next: prepare("INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"),
    setSynced(isSynced) {
      if (isSynced !== wasSynced) database.pragma(`synchronous = ${isSynced ? "FULL" : "NORMAL"}`);
      wasSynced = isSynced;
    },
    inTransaction: () => database.inTransaction,
    rollback() {
      if (database.inTransaction) database.exec("ROLLBACK");
    },
  };
}
