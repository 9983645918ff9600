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

/** The outbox table: `append` runs inside a transaction, `notify` after its commit. */
export function createOutbox(database: Database): { view: Outbox; append(event: OutboxEvent): void; notify(): void } {
  const insert = database.prepare("INSERT INTO outbox (namespace, topic, seconds, nanos, type, event) VALUES (?, ?, ?, ?, ?, ?)");
  const select = database.prepare("SELECT * FROM outbox ORDER BY sequence LIMIT ?");
  const forget = database.prepare("DELETE FROM outbox WHERE sequence <= ?");
  // AUTOINCREMENT keeps the highest sequence here even when the table is empty.
  const highest = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'");
  const listeners: (() => void)[] = [];
  let last = (highest.get() as { seq: number } | undefined)?.seq ?? 0;
  let appended = false;
  return {
    view: {
      pending: (limit) => (select.all(limit) as Row[]).map((row) => toEntry(row)),
      remove: (upTo) => void forget.run(upTo),
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
