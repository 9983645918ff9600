import { closeSync, existsSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import path from "node:path";

/**
 * Says to other processes, without a call, that records of a kind have changed: a file of counters, one for each kind of bucket (what
 * is before its first `/`). The counter of a kind grows after each commit that wrote such a bucket and before the writer is told so. Who
 * read a counter before asking for a record may use the answer for as long as the counter stays.
 */
export interface ChangeMarks {
  /** Notes a write to a bucket. */
  touch(bucket: string): void;
  /** Makes what was noted visible: to be called between the commit and its acknowledgement. */
  publish(): void;
  close(): void;
}

export interface MarkReader {
  /** The counter of a kind; undefined while there is no file. */
  read(kind: string): number | undefined;
}

// Kinds that share a slot cost each other an answer, no more.
const SLOTS = 64;
const BYTES = 8;

/** Opens the file for the one process that writes it. Every counter begins beyond what an earlier life may have left unsaid. */
export function openChangeMarks(file: string): ChangeMarks {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, existsSync(file) ? "r+" : "w+", 0o600);
  const counters = new Float64Array(SLOTS);
  readSync(fd, counters, 0, counters.byteLength, 0);
  // Microseconds, so that a file that was lost begins anew beyond its predecessor.
  const start = Date.now() * 1000;
  for (let slot = 0; slot < SLOTS; slot++) counters[slot] = Math.max(start, (counters[slot] ?? 0) + 1);
  writeSync(fd, counters, 0, counters.byteLength, 0);
  const touched = new Set<number>();
  return {
    touch: (bucket) => void touched.add(slotOf(kindOf(bucket))),
    publish() {
      for (const slot of touched) {
        counters[slot]! += 1;
        writeSync(fd, counters, slot * BYTES, BYTES, slot * BYTES);
      }
      touched.clear();
    },
    close: () => closeSync(fd),
  };
}

/** Reads the marks of another process; some two microseconds each time. */
export function createMarkReader(file: string): MarkReader {
  let fd: number | undefined;
  const counter = new Float64Array(1);
  return {
    read(kind) {
      try {
        fd ??= openSync(file, "r");
        return readSync(fd, counter, 0, BYTES, slotOf(kind) * BYTES) === BYTES ? counter[0] : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function kindOf(bucket: string): string {
  const slash = bucket.indexOf("/");
  return slash < 0 ? bucket : bucket.slice(0, slash);
}

function slotOf(kind: string): number {
  let hash = 7;
  for (let i = 0; i < kind.length; i++) hash = (hash * 31 + kind.charCodeAt(i)) >>> 0;
  return hash % SLOTS;
}
