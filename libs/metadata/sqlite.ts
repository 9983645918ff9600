import { mkdirSync } from "node:fs";
import path from "node:path";
import { nowTimestamp } from "@stevedore/api";
import { aborted, messageOf, unavailable } from "@stevedore/errors";
import Database from "better-sqlite3";
import { openChangeMarks, type ChangeMarks } from "./change-marks.ts";
import { createOutbox, type OutboxTable } from "./sqlite-outbox.ts";
import { createStatements, type Statements } from "./sqlite-statements.ts";
import type { ListOptions, MetadataStore, PutOptions, Reader, StoredRecord, TransactOptions, Transaction } from "./store.ts";
import { createWalSync } from "./wal-sync.ts";

export interface SqliteOptions {
  /** The database file; its directory is made. */
  path: string;
  /** A file where other processes see that records have changed; absent: nobody looks. */
  marks?: string;
}

interface Waiting {
  isDeferred: boolean;
  run(): void;
  succeed(): void;
  fail(error: unknown): void;
}

/** The embedded driver: SQLite with a write-ahead log, synced at every commit that isn't deferred; waiting writers share a commit. */
export function openSqliteStore(options: SqliteOptions): MetadataStore {
  const database = openDatabase(options.path);
  const statements = createStatements(database);
  const outbox = createOutbox(database);
  const reader = createReader(statements);
  const marks = options.marks === undefined ? undefined : openChangeMarks(options.marks);
  const transaction = createTransaction(reader, statements, outbox.append, marks);
  // Nobody hears of an event before its change is on disk.
  const wal = createWalSync(`${options.path}-wal`, outbox.committed);
  let waiting: Waiting[] = [];
  let closed = false;

  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    const isDeferred = batch.every((entry) => entry.isDeferred);
    const done = commitBatch(statements, batch, { outbox, isDeferred });
    marks?.publish();
    for (const settle of done) settle();
    if (isDeferred) wal.grown();
    else wal.synced();
  };
  const transact = <T>(fn: (tx: Transaction) => T, { deferred = false }: TransactOptions = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(unavailable(`metadata store ${options.path}: closed`));
      let result: T;
      // setImmediate, not a microtask: all requests that arrived in this turn share the commit.
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ isDeferred: deferred, run: () => (result = fn(transaction)), succeed: () => resolve(result), fail: reject });
    });
  const close = async (): Promise<void> => {
    if (closed) return;
    if (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    closed = true;
    await wal.close();
    outbox.forget();
    database.close();
    marks?.close();
  };
  const settled = async (): Promise<void> => {
    if (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await wal.settled();
  };
  return { ...reader, transact, settled, outbox: outbox.view, close, [Symbol.asyncDispose]: close };
}

function openDatabase(file: string): Database.Database {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const database = new Database(file);
    database.pragma("journal_mode = WAL");
    database.exec(`
      CREATE TABLE IF NOT EXISTS records (
        bucket TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (bucket, key)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, topic TEXT NOT NULL,
        seconds INTEGER NOT NULL, nanos INTEGER NOT NULL, type TEXT NOT NULL, event BLOB NOT NULL
      );`);
    return database;
  } catch (error) {
    throw unavailable(`open metadata store ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Runs every waiting function in one transaction; returns how to settle them, to be called once that is committed. */
function commitBatch(statements: Statements, batch: Waiting[], { outbox, isDeferred }: { outbox: OutboxTable; isDeferred: boolean }): (() => void)[] {
  const before = outbox.fresh;
  try {
    statements.setSynced(!isDeferred);
    statements.begin.run();
    outbox.forget();
    const settled = batch.map((entry) => runInSavepoint(statements, entry, outbox));
    statements.commit.run();
    return settled;
  } catch (error) {
    // The commit itself failed (a full disk): nothing of the batch is stored.
    statements.rollback();
    outbox.dropFrom(before);
    const failure = unavailable(`metadata store: ${messageOf(error)}`, { cause: error });
    return batch.map((entry) => () => entry.fail(failure));
  }
}

function runInSavepoint(statements: Statements, entry: Waiting, outbox: OutboxTable): () => void {
  const before = outbox.fresh;
  statements.savepoint.run();
  try {
    entry.run();
    statements.release.run();
    return () => entry.succeed();
  } catch (error) {
    // An SQLite error (disk full, I/O) has ended the whole transaction: then the batch fails as one.
    if (!statements.inTransaction()) throw error;
    statements.rollbackTo.run();
    statements.release.run();
    outbox.dropFrom(before);
    return () => entry.fail(error);
  }
}

function createReader(statements: Statements): Reader {
  return {
    get: (bucket, key) => statements.get.get(bucket, key) as StoredRecord | undefined,
    list(bucket, { prefix = "", after = "", limit = -1 }: ListOptions = {}) {
      const rows = statements.list.all({ bucket, prefix, after, limit }) as StoredRecord[];
      return rows;
    },
    buckets: (prefix = "") => statements.buckets.all({ prefix }).map((row) => (row as { bucket: string }).bucket),
  };
}

function createTransaction(reader: Reader, statements: Statements, append: (event: Parameters<Transaction["emit"]>[0]) => void, marks: ChangeMarks | undefined): Transaction {
  const check = (bucket: string, key: string, { ifRevision }: PutOptions = {}): void => {
    if (ifRevision === undefined) return;
    const revision = reader.get(bucket, key)?.revision ?? 0;
    if (revision !== ifRevision) throw aborted(`record ${bucket}/${key} has revision ${revision}, expected ${ifRevision}`);
  };
  const nextSequence = (counter: string): number => (statements.next.get(counter) as { value: number }).value;
  return {
    ...reader,
    nextSequence,
    put(bucket, key, value, options) {
      check(bucket, key, options);
      const revision = nextSequence("");
      statements.put.run(bucket, key, value, revision);
      marks?.touch(bucket);
      return revision;
    },
    delete(bucket, key, options) {
      check(bucket, key, options);
      marks?.touch(bucket);
      return statements.delete.run(bucket, key).changes > 0;
    },
    emit: (event) => append({ timestamp: nowTimestamp(), ...event }),
  };
}
