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

/** The outbox table: `append` and `forget` run inside a transaction, `committed` after it, `dropFrom` when a part of it is taken back. */
export interface OutboxTable {
  view: Outbox;
  append(event: OutboxEvent): void;
  /** How many events this transaction has recorded so far. */
  readonly fresh: number;
  /** Takes back what this transaction has recorded behind the first `count`. */
  dropFrom(count: number): void;
  /** Deletes what was published since the last time. */
  forget(): void;
  /** Makes what was recorded known. */
  committed(): void;
}

// Published entries are deleted together with the next writes: a commit of their own would cost as much as the change that
// they report. When no writes come, they go after this time, well within the one in which the bus knows their ids.
const FORGET_MS = 200;
// Events wait in memory as well, so that what was just written need not be read again. While the bus is away they are on disk only.
const MAX_HELD = 4096;

export function createOutbox(database: Database): OutboxTable {
  const insert = database.prepare("INSERT INTO outbox (namespace, topic, seconds, nanos, type, event) VALUES (?, ?, ?, ?, ?, ?)");
  const select = database.prepare("SELECT * FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?");
  const forgetUpTo = database.prepare("DELETE FROM outbox WHERE sequence <= ?");
  // AUTOINCREMENT keeps the highest sequence here even when the table is empty.
  const highest = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'");
  const listeners: (() => void)[] = [];
  let last = (highest.get() as { seq: number } | undefined)?.seq ?? 0;
  // Everything behind `onDisk` that was committed and not yet published is held, in order.
  let onDisk = last;
  let held: OutboxEntry[] = [];
  let fresh: OutboxEntry[] = [];
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
  const pending = (limit: number, after = published): OutboxEntry[] => {
    if (after < onDisk) return (select.all(after, limit) as Row[]).map((row) => toEntry(row));
    const first = held.findIndex(({ sequence }) => sequence > after);
    return first < 0 ? [] : held.slice(first, first + limit);
  };
  return {
    forget,
    view: {
      pending,
      remove(upTo) {
        published = Math.max(published, upTo);
        const kept = held.findIndex(({ sequence }) => sequence > published);
        held.splice(0, kept < 0 ? held.length : kept);
        timer ??= setTimeout(forgetQuietly, FORGET_MS).unref();
      },
      get last() {
        return last;
      },
      onAppend: (listener) => void listeners.push(listener),
    },
    append({ namespace, topic, event, timestamp = nowTimestamp() }) {
      const { lastInsertRowid } = insert.run(namespace, topic, timestamp.seconds, timestamp.nanos, event.type_url, event.value);
      fresh.push({ sequence: Number(lastInsertRowid), namespace, topic, timestamp, event });
    },
    get fresh() {
      return fresh.length;
    },
    dropFrom: (count) => void (fresh.length = count),
    committed() {
      if (fresh.length === 0) return;
      last = fresh.at(-1)!.sequence;
      held.push(...fresh);
      fresh = [];
      if (held.length > MAX_HELD) {
        held = [];
        onDisk = last;
      }
      for (const listener of listeners) listener();
    },
  };
}

function toEntry(row: Row): OutboxEntry {
  const { sequence, namespace, topic, seconds, nanos } = row;
  return { sequence, namespace, topic, timestamp: { seconds, nanos }, event: { type_url: row.type, value: row.event } };
}
