import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { readIfExists, replaceFile } from "./files.ts";

/** An event as it waits to be forwarded. */
export interface JournalEvent {
  /** `EPOCH-NUMBER`: grows with every event of this host's shim, over restarts too. A receiver drops what is not newer than the last it has. */
  id: string;
  namespace: string;
  topic: string;
  /** Seconds and nanoseconds since 1970. */
  time: [seconds: number, nanos: number];
  typeUrl: string;
  /** The encoded message, in base64. */
  value: string;
}

/**
 * Events that the receiver has not confirmed yet, in a file: JSON lines, an event or `{"done":ID}`.
 * It survives the death of the shim, not that of the machine: containers don't either.
 */
export interface EventJournal {
  append(event: Omit<JournalEvent, "id">): JournalEvent;
  /** Events are confirmed in their order. */
  confirm(event: JournalEvent): void;
  /** What an earlier shim left unconfirmed, oldest first. */
  readonly leftover: readonly JournalEvent[];
  close(): void;
}

/** Opens the journal in a directory of the shim's. */
export function openEventJournal(directory: string): EventJournal {
  const file = path.join(directory, "events.jsonl");
  const leftover = readLeftover(file);
  const epoch = nextEpoch(path.join(directory, "epoch"));
  const fd = openSync(file, "a", 0o600);
  let lastNumber = 0;
  let unconfirmed = leftover.length;
  return {
    leftover,
    append(event) {
      const entry = { id: `${epoch}-${++lastNumber}`, ...event };
      writeSync(fd, `${JSON.stringify(entry)}\n`);
      unconfirmed++;
      return entry;
    },
    confirm({ id }) {
      unconfirmed--;
      if (unconfirmed === 0) ftruncateSync(fd, 0);
      else writeSync(fd, `${JSON.stringify({ done: id })}\n`);
    },
    close: () => closeSync(fd),
  };
}

function readLeftover(file: string): JournalEvent[] {
  const open = new Map<string, JournalEvent>();
  for (const line of (readIfExists(file) ?? "").split("\n")) {
    const entry = parseLine(line);
    if (entry === undefined) continue;
    if ("done" in entry) open.delete(entry.done);
    else open.set(entry.id, entry);
  }
  return [...open.values()];
}

// A shim that was killed while it wrote leaves half a line: that event was never announced to anybody.
function parseLine(line: string): JournalEvent | { done: string } | undefined {
  try {
    return line === "" ? undefined : (JSON.parse(line) as JournalEvent | { done: string });
  } catch {
    return undefined;
  }
}

// From the clock, because the state directory may be empty after a reboot while the receiver's memory is not.
function nextEpoch(file: string): number {
  const last = Number(readIfExists(file) ?? 0);
  const epoch = Math.max(Date.now(), last + 1);
  replaceFile(file, `${epoch}\n`);
  return epoch;
}
