import { writeSync } from "node:fs";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

/** Writes JSON lines: `{"time","level","service","msg",...fields}`; `child` adds fields to every line of a request. */
export interface Logger {
  readonly level: LogLevel;
  trace(msg: string, fields?: LogFields): void;
  debug(msg: string, fields?: LogFields): void;
  info(msg: string, fields?: LogFields): void;
  warn(msg: string, fields?: LogFields): void;
  error(msg: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  service: string;
  level?: LogLevel;
  fields?: LogFields;
  /** Takes one finished line with its newline; stderr when absent. */
  write?: (line: string) => void;
}

const ORDER: Record<LogLevel, number> = { trace: 0, debug: 1, info: 2, warn: 3, error: 4 };

export function createLogger(options: LoggerOptions): Logger {
  const level = options.level ?? "info";
  const write = options.write ?? writeToStderr;
  const log = (at: LogLevel, msg: string, fields?: LogFields): void => {
    if (ORDER[at] < ORDER[level]) return;
    const line = { time: new Date().toISOString(), level: at, service: options.service, msg, ...options.fields, ...fields };
    write(`${JSON.stringify(line, jsonSafe)}\n`);
  };
  return {
    level,
    trace: (msg, fields) => log("trace", msg, fields),
    debug: (msg, fields) => log("debug", msg, fields),
    info: (msg, fields) => log("info", msg, fields),
    warn: (msg, fields) => log("warn", msg, fields),
    error: (msg, fields) => log("error", msg, fields),
    child: (fields) => createLogger({ ...options, fields: { ...options.fields, ...fields } }),
  };
}

// Synchronous on purpose: the last line before a crash is the one that is needed.
function writeToStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // The reader of our stderr is gone; a service must not die of that.
  }
}

function jsonSafe(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return { message: value.message, stack: value.stack, cause: value.cause };
  return value;
}
