import { statSync } from "node:fs";
import { invalidArgument, notFound } from "@stevedore/errors";

/** The flags of commands that have a host talk to a registry, named as `ctr` has them. */
export const REGISTRY_OPTIONS = {
  "plain-http": { type: "boolean", default: false },
  "hosts-dir": { type: "string", default: "" },
  user: { type: "string", short: "u" },
} as const;

/** The directory of `--hosts-dir`, or none. @throws NotFound: a registry without one of its own there is asked as if nothing had been said, so a typo would be missed */
export function findHostsDir(directory: string): string {
  if (directory !== "" && statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) throw notFound(`--hosts-dir ${directory}: no such directory`);
  return directory;
}

export interface UserPassword {
  username: string;
  secret: string;
}

/** What `--user NAME:PASSWORD` says. @throws InvalidArgument without both */
export function parseUser(user: string): UserPassword {
  const colon = user.indexOf(":");
  if (colon < 1) throw invalidArgument("--user takes NAME:PASSWORD");
  return { username: user.slice(0, colon), secret: user.slice(colon + 1) };
}
