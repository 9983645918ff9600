import type { Database } from "better-sqlite3";
import { nowTimestamp } from "@stevedore/api";
import type { Outbox, OutboxEntry, OutboxEvent } from "./store.ts";

interface Row {
  sequence: number;
  namespace: string;
  topic: string;
  seconds: number;
  nanos: number;
  type: string;
  event: Buffer;
}

/** The outbox table: `append` and `forget` run inside a transaction, `notify` after its commit. */
export interface OutboxTable {
  view: Outbox;
  append(event: OutboxEvent): void;
  /** Deletes what was published since the last time. */
  forget(): void;
  notify(): void;
}

// Published entries are deleted together with the next writes: a commit of their own would cost as much as the change that
// they report. When no writes come, they go after this time, well within the one in which the bus knows their ids.
const FORGET_MS = 200;

export function createOutbox(database: Database): OutboxTable {
  const insert = database.prepare("INSERT INTO outbox (namespace, topic, seconds, nanos, type, event) VALUES (?, ?, ?, ?, ?, ?)");
  const select = database.prepare("SELECT * FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?");
  const forgetUpTo = database.prepare("DELETE FROM outbox WHERE sequence <= ?");
  // AUTOINCREMENT keeps the highest sequence here even when the table is empty.
  const highest = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'");
  const listeners: (() => void)[] = [];
  let last = (highest.get() as { seq: number } | undefined)?.seq ?? 0;
  let appended = false;
  let published = 0;
  let timer: NodeJS.Timeout | undefined;
  const forget = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    forgetUpTo.run(published);
  };
  // A full disk keeps the entries a while longer, that is all: they go with the next ones.
  const forgetQuietly = (): void => {
    try {
      forget();
    } catch {
      timer = undefined;
    }
  };
  return {
    forget,
    view: {
      pending: (limit) => (select.all(published, limit) as Row[]).map((row) => toEntry(row)),
      remove(upTo) {
        published = Math.max(published, upTo);
        timer ??= setTimeout(forgetQuietly, FORGET_MS).unref();
      },
      get last() {
        return last;
      },
      onAppend: (listener) => void listeners.push(listener),
    },
    append({ namespace, topic, event, timestamp = nowTimestamp() }) {
      const { lastInsertRowid } = insert.run(namespace, topic, timestamp.seconds, timestamp.nanos, event.type_url, event.value);
      last = Number(lastInsertRowid);
      appended = true;
    },
    notify() {
      if (!appended) return;
      appended = false;
      for (const listener of listeners) listener();
    },
  };
}

function toEntry(row: Row): OutboxEntry {
  const { sequence, namespace, topic, seconds, nanos } = row;
  return { sequence, namespace, topic, timestamp: { seconds, nanos }, event: { type_url: row.type, value: row.event } };
}
