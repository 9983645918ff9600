import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createLogger, type Logger } from "@stevedore/log";

export interface Scratch extends Disposable {
  path(name: string): string;
}

export function createScratch(): Scratch {
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-host-"));
  return { path: (name) => path.join(directory, name), [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A logger whose lines can be looked at. */
export function createTestLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: createLogger({ service: "test", level: "trace", write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }) };
}

/** Waits until a question is answered with something true. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 20_000): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > until) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await delay(10);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
