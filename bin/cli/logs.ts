import { createReadStream, existsSync, readdirSync, statSync, watch } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { DEFAULT_ROOT } from "@stevedore/config";
import { notFound } from "@stevedore/errors";

interface Line {
  time: string;
  text: string;
}

/** `stevedore logs [SERVICE] [-f]`: lines of one service, or of all, by time. Readable on a terminal, as they are otherwise. */
export async function logs(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { follow: { type: "boolean", short: "f" }, root: { type: "string", default: DEFAULT_ROOT } } });
  const files = findLogs(path.join(values.root, "log"), positionals[0]);
  const lines = (await Promise.all(files.map((file) => readLines(file, 0)))).flat().toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  for (const { text } of lines) print(text);
  if (values.follow === true) await follow(files);
  return 0;
}

function findLogs(directory: string, service: string | undefined): string[] {
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".log")).map((name) => name.slice(0, -".log".length)) : [];
  if (names.length === 0) throw notFound(`no logs in ${directory}`, { hint: "start a host with `stevedore up`, or name its root with --root" });
  if (service !== undefined && !names.includes(service)) throw notFound(`log of ${JSON.stringify(service)}`, { hint: `there are ${names.join(", ")}` });
  return (service === undefined ? names : [service]).map((name) => path.join(directory, `${name}.log`));
}

async function readLines(file: string, start: number): Promise<Line[]> {
  const lines: Line[] = [];
  let time = "";
  for await (const text of createInterface({ input: createReadStream(file, { start }) })) {
    // A line without a time of its own (nats-server's, a stack) stays behind the one before it.
    time = /"time":"([^"]+)"/.exec(text)?.[1] ?? time;
    lines.push({ time, text });
  }
  return lines;
}

async function follow(files: string[]): Promise<never> {
  for (const file of files) {
    let at = statSync(file).size;
    let reading = Promise.resolve();
    watch(file, () => {
      reading = reading.then(async () => {
        const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        // The file was rotated: what follows is in the new one.
        if (size < at) at = 0;
        const from = at;
        at = size;
        for (const { text } of await readLines(file, from)) print(text);
      });
    });
  }
  return new Promise(() => undefined);
}

function print(text: string): void {
  process.stdout.write(`${process.stdout.isTTY === true ? makeReadable(text) : text}\n`);
}

function makeReadable(text: string): string {
  if (!text.startsWith("{")) return text;
  try {
    const { time, level, service, msg, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const fields = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    return `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${String(service).padEnd(10)} ${String(msg)}${fields.length === 0 ? "" : `  ${fields.join(" ")}`}`;
  } catch {
    return text;
  }
}
