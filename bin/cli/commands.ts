import { findNearest } from "@stevedore/config";

export interface Command {
  name: string;
  usage: string;
  summary: string;
  /** Resolves with the exit code. */
  run(args: string[]): Promise<number>;
}

// Each command is loaded when it is called: `status` must not pay for what `up` needs.
const COMMANDS: Command[] = [
  { name: "up", usage: "up [--config FILE] [--root DIR] [--state DIR] [--only SERVICES] [--detach]", summary: "start a host and keep it running", run: async (args) => (await import("./up.ts")).up(args) },
  { name: "down", usage: "down [--state DIR]", summary: "stop a host; its containers go on", run: async (args) => (await import("./down.ts")).down(args) },
  { name: "status", usage: "status [--json] [--state DIR]", summary: "every process with pid, health, uptime and memory", run: async (args) => (await import("./status.ts")).status(args) },
  { name: "doctor", usage: "doctor [--json] [--config FILE] [--root DIR] [--state DIR]", summary: "check this machine, and say how to mend what is missing", run: async (args) => (await import("./doctor.ts")).doctor(args) },
  { name: "push", usage: "push IMAGE [REFERENCE] [--platform PLATFORM]… [--plain-http] [--hosts-dir DIR] [--user NAME:PASSWORD] [--json] [--address SOCKET] [--namespace NAME] [--state DIR]", summary: "send an image to a registry; what is there already is not sent again", run: async (args) => (await import("./push.ts")).push(args) },
  { name: "pull", usage: "pull REFERENCE [--platform OS/ARCH] [--all-platforms] [--snapshotter NAME] [--plain-http] [--hosts-dir DIR] [--user NAME[:PASSWORD]] [--json] [--namespace NAME] [--address SOCKET] [--state DIR]", summary: "pull an image, and show how each layer comes along", run: async (args) => (await import("./pull.ts")).pull(args) },
  { name: "why", usage: "why RESOURCE [--namespace NAME] [--kind KIND] [--json] [--state DIR]", summary: "what keeps a blob, image, snapshot, lease, …, or when it goes", run: async (args) => (await import("./why.ts")).why(args) },
  { name: "images", usage: "images convert SOURCE TARGET [--estargz | --zstd | --uncompress] [--oci] [--level N] [--chunk-size BYTES] [--platform PLATFORM]… [--all-platforms] | usage [REF] [--snapshotter NAME] [--json]; both [--address SOCKET] [--namespace NAME] [--state DIR]", summary: "images in another format (eStargz for lazy starts, zstd, uncompressed), or what they take on disk", run: async (args) => (await import("./images.ts")).images(args) },
  { name: "migrate", usage: "migrate --from DIR [--address SOCKET] [--namespace NAME]… [--overwrite] [--dry-run] [--json] [--state DIR]", summary: "bring images, content and leases over from a containerd", run: async (args) => (await import("./migrate.ts")).migrate(args) },
  { name: "referrers", usage: "referrers REFERENCE [--type TYPE] [--json] [--user NAME:PASSWORD] [--plain-http] [--hosts-dir DIR]", summary: "signatures, SBOMs and whatever else a registry has about an image", run: async (args) => (await import("./referrers.ts")).referrers(args) },
  { name: "prune", usage: "prune [images | containers | snapshots | content | leases | all] [--dry-run] [--filter FILTER]… [--older-than AGE] [--all-namespaces] [--json] [--address SOCKET] [--namespace NAME] [--state DIR]", summary: "remove what nothing uses; --dry-run says what and how much", run: async (args) => (await import("./prune.ts")).prune(args) },
  { name: "fsck", usage: "fsck [DIGEST…] [--repair] [--json] [--state DIR]", summary: "read blobs whole and set damaged ones aside; --repair fetches them again", run: async (args) => (await import("./fsck.ts")).fsck(args) },
  { name: "logs", usage: "logs [SERVICE] [-f] [--root DIR]", summary: "the log of a service, or of all, by time", run: async (args) => (await import("./logs.ts")).logs(args) },
  { name: "enter", usage: "enter [--state DIR] [COMMAND [ARGUMENT…]]", summary: "run a client where an ordinary user's host lives; a shell without COMMAND", run: async (args) => (await import("./enter.ts")).enter(args) },
  { name: "start", usage: "start [--config FILE] [--root DIR] [--state DIR]", summary: "the tour: a host, a registry on loopback, an image, a container", run: async (args) => (await import("./start.ts")).start(args) },
];

export function listCommands(): readonly Command[] {
  return COMMANDS;
}

/** The command of a name, or what to say when there is none. */
export function findCommand(name: string): Command | string {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const names = COMMANDS.map((command) => command.name);
  const near = findNearest(name, names);
  return `unknown command ${JSON.stringify(name)} (${near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}?`})`;
}
