import { findNearest } from "@stevedore/config";
import { invalidArgument } from "@stevedore/errors";

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  convert: async (args) => (await import("./images/convert.ts")).convert(args),
  usage: async (args) => (await import("./images/usage.ts")).usage(args),
};

/** `stevedore images COMMAND`. */
export async function images([name = "", ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command(args);
  const names = Object.keys(COMMANDS);
  const near = findNearest(name, names);
  throw invalidArgument(`images: unknown command ${JSON.stringify(name)}`, { hint: near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}?` });
}
