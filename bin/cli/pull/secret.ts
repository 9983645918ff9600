import { once } from "node:events";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { invalidArgument } from "@stevedore/errors";

/** Asks on the terminal without showing what is typed; without a terminal it is the first line of stdin. */
export async function askSecret(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal });
  try {
    const [line] = (await Promise.race([once(lines, "line"), once(lines, "close").then(() => [undefined])])) as [string | undefined];
    if (line === undefined || line === "") throw invalidArgument("no password was given", { hint: "--user NAME:PASSWORD, or a line on stdin" });
    return line;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
}
