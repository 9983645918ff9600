export interface Command {
  name: string;
  usage: string;
  summary: string;
  /** Resolves with the exit code. */
  run(args: string[]): Promise<number>;
}

// Each command is loaded when it is called: `status` must not pay for what `up` needs.
const COMMANDS: Command[] = [
  { name: "up", usage: "up [--config FILE] [--root DIR] [--state DIR] [--detach]", summary: "start a host and keep it running", run: async (args) => (await import("./up.ts")).up(args) },
  { name: "down", usage: "down [--state DIR]", summary: "stop a host; its containers go on", run: async (args) => (await import("./down.ts")).down(args) },
  { name: "status", usage: "status [--json] [--state DIR]", summary: "every process with pid, health, uptime and memory", run: async (args) => (await import("./status.ts")).status(args) },
  { name: "doctor", usage: "doctor [--json] [--root DIR] [--state DIR]", summary: "check this machine, and say how to mend what is missing", run: async (args) => (await import("./doctor.ts")).doctor(args) },
  { name: "logs", usage: "logs [SERVICE] [-f] [--root DIR]", summary: "the log of a service, or of all, by time", run: async (args) => (await import("./logs.ts")).logs(args) },
  { name: "start", usage: "start", summary: "the tour: a host, a registry on loopback, an image, a container", run: async (args) => (await import("./start.ts")).start(args) },
];

export function listCommands(): readonly Command[] {
  return COMMANDS;
}

/** The command of a name, or what to say when there is none. */
export function findCommand(name: string): Command | string {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const near = COMMANDS.find((command) => distance(command.name, name) <= 2)?.name;
  const names = COMMANDS.map((command) => command.name).join(", ");
  return `unknown command ${JSON.stringify(name)}${near === undefined ? ` (there are ${names})` : ` (did you mean ${near}?)`}`;
}

/** Edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
