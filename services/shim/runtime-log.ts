import { readIfExists } from "./files.ts";

/** The runtime's last error in its JSON log (`--log FILE --log-format json`); undefined when it logged none. */
export function lastRuntimeError(logFile: string): { message: string | undefined; missing: boolean } {
  const text = readIfExists(logFile);
  if (text === undefined) return { message: undefined, missing: true };
  let message: string | undefined;
  for (const line of text.split("\n")) message = errorOfLine(line) ?? message;
  return { message, missing: false };
}

function errorOfLine(line: string): string | undefined {
  try {
    const entry = JSON.parse(line) as { level?: string; msg?: string };
    return entry.level === "error" && entry.msg ? entry.msg.trim() : undefined;
  } catch {
    return undefined;
  }
}
