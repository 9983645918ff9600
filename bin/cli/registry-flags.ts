import { invalidArgument } from "@stevedore/errors";

/** The flags of commands that have a host talk to a registry, named as `ctr` has them. */
export const REGISTRY_OPTIONS = {
  "plain-http": { type: "boolean", default: false },
  "hosts-dir": { type: "string", default: "" },
  user: { type: "string", short: "u" },
} as const;

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
