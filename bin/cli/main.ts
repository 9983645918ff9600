import { messageOf } from "@stevedore/errors";
import { findCommand, listCommands, type Command } from "./commands.ts";
import { explainWrongUse, listFlags } from "./wrong-use.ts";

/** Runs `stevedore COMMAND …`. Exit codes: 0 done, 1 it failed, 2 it was called wrongly. */
async function main([name = "--help", ...args]: string[]): Promise<number> {
  if (name === "--help" || name === "-h" || name === "help") return printHelp();
  if (name === "--version" || name === "-v") return (await import("./version.ts")).printVersion();
  const command = findCommand(name);
  if (typeof command === "string") {
    process.stderr.write(`stevedore: ${command}\n`);
    return 2;
  }
  return runCommand(command, args);
}

async function runCommand(command: Command, args: string[]): Promise<number> {
  try {
    return await command.run(args);
  } catch (error) {
    const wrongUse = explainWrongUse(error, listFlags(command.usage));
    process.stderr.write(`stevedore ${command.name}: ${wrongUse === undefined ? messageOf(error) : `${wrongUse}\nusage: stevedore ${command.usage}`}\n`);
    return wrongUse === undefined ? 1 : 2;
  }
}

function printHelp(): number {
  const lines = listCommands().map(({ usage, summary }) => `  stevedore ${usage}\n      ${summary}`);
  process.stdout.write(`stevedore: containerd's API, served by a handful of cooperating services\n\n${lines.join("\n")}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
