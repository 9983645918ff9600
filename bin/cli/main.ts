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
  if (asksForHelp(command, args)) return printUsage([command]);
  return runCommand(command, args);
}

// What follows `enter` is somebody else's command line.
function asksForHelp({ name }: Command, args: readonly string[]): boolean {
  return (name === "enter" ? args.slice(0, 1) : args).some((word) => word === "--help" || word === "-h");
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
  process.stdout.write("stevedore: containerd's API, served by a handful of cooperating services\n\n");
  return printUsage(listCommands());
}

function printUsage(commands: readonly Command[]): number {
  process.stdout.write(`${commands.map(({ usage, summary }) => `  stevedore ${usage}\n      ${summary}`).join("\n")}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
