import { parseArgs } from "node:util";
import { CONTAINERD_VERSION, findNearest, loadHostConfig, migrateConfigFile, printConfig, printDefaultConfig, printSettings, REVISION, type LoadOptions } from "@stevedore/config";
import { invalidArgument, messageOf } from "@stevedore/errors";
import type { LogLevel } from "@stevedore/log";
import { runHost } from "./run-host.ts";
import { explainWrongUse, listFlags } from "./wrong-use.ts";

const DEFAULT_FILE = "/etc/containerd/config.toml";

const FLAGS = {
  config: { type: "string", short: "c", default: DEFAULT_FILE },
  "log-level": { type: "string", short: "l" },
  address: { type: "string", short: "a" },
  root: { type: "string" },
  state: { type: "string" },
  namespace: { type: "string" },
  topic: { type: "string" },
  version: { type: "boolean", short: "v" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseFlags>["values"];

const HELP = `containerd: a drop-in for the containerd daemon, by Stevedore

usage: containerd [flags]                        run a host in the foreground
       containerd [-c FILE] config default       print the configuration's defaults
       containerd [-c FILE] config dump          print the configuration in effect, imports included
       containerd [-c FILE] config migrate       print the file in the current version
       containerd oci-hook -- PROGRAM ARGUMENT...   as a hook of an OCI runtime: become PROGRAM; {{id}}, {{pid}}, {{bundle}}, {{rootfs}},
                                                {{status}} and {{annotation "NAME"}} in its arguments and environment are the container's
       containerd [-a SOCKET] publish --namespace NAME --topic TOPIC   publish an event: a protobuf Any on standard input

  -c, --config FILE      containerd's config.toml, of version 1 to 4 (default ${DEFAULT_FILE}, if it is there)
  -l, --log-level LEVEL  trace, debug, info, warn, error, fatal or panic
  -a, --address SOCKET   the public gRPC socket
      --root DIR         persistent state
      --state DIR        run-time state
  -v, --version          print the version
`;

async function main(args: string[]): Promise<number> {
  const hook = args.indexOf("oci-hook");
  // What follows are another program's arguments.
  const { values, positionals } = parseFlags(hook < 0 ? args : args.slice(0, hook));
  if (hook >= 0 && positionals.length === 0) return (await import("./oci-hook.ts")).runOciHook(args.slice(hook + 1));
  if (values.help === true || positionals[0] === "help") return print(HELP);
  if (values.version === true) return print(`containerd stevedore ${CONTAINERD_VERSION} ${REVISION}\n`);
  const [command, ...rest] = positionals;
  if (command === undefined) return serve(values);
  if (command === "config") return config(rest[0], values);
  if (command === "publish") return publish(values);
  throw wrongUse("command", command, ["config", "oci-hook", "publish", "help"]);
}

function parseFlags(args: string[]) {
  // Go's flags may have one dash: -config FILE.
  const names = Object.keys(FLAGS);
  const spelled = args.map((arg) => (names.includes(/^-([a-z-]{2,})(=|$)/.exec(arg)?.[1] ?? "") ? `-${arg}` : arg));
  return parseArgs({ args: spelled, options: FLAGS, allowPositionals: true });
}

async function serve(values: Values): Promise<number> {
  const { config: loaded, warnings } = await loadHostConfig({ ...fileOptions(values), root: values.root, state: values.state, address: values.address, logLevel: readLevel(values["log-level"]) });
  warn(warnings);
  return runHost(loaded, { echo: true });
}

async function config(what: string | undefined, values: Values): Promise<number> {
  if (what === "default") return print(printDefaultConfig());
  if (what === "dump") {
    const { config: loaded, matches, warnings } = await loadHostConfig(fileOptions(values));
    warn(warnings);
    return print(printConfig(loaded, matches));
  }
  if (what === "migrate") {
    const { settings, imports } = await migrateConfigFile(values.config);
    return print(printSettings(settings, imports));
  }
  throw wrongUse("config command", what ?? "", ["default", "dump", "migrate"]);
}

async function publish(values: Values): Promise<number> {
  const { namespace, topic, address } = values;
  if (namespace === undefined || topic === undefined) throw invalidArgument("publish needs --namespace and --topic");
  const { publishEvent } = await import("./publish.ts");
  await publishEvent({ namespace, topic, socket: process.env["TTRPC_ADDRESS"] ?? `${address ?? (await loadHostConfig(fileOptions(values))).config.address}.ttrpc` });
  return 0;
}

// Only the file that is looked for anyway may be missing.
function fileOptions({ config: file }: Values): LoadOptions {
  return { file, fileMayBeAbsent: file === DEFAULT_FILE };
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "panic"];

function readLevel(level: string | undefined): LogLevel | undefined {
  if (level === undefined) return undefined;
  if (!LEVELS.includes(level)) throw wrongUse("log level", level, LEVELS);
  return level === "fatal" || level === "panic" ? "error" : (level as LogLevel);
}

function wrongUse(what: string, word: string, candidates: string[]): Error {
  const near = findNearest(word, candidates);
  return invalidArgument(`unknown ${what} ${JSON.stringify(word)}`, { hint: near === undefined ? `there are ${candidates.join(", ")}` : `did you mean ${near}?` });
}

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`containerd: warning: ${warning}\n`);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

// Test suites and service managers look for the daemon by this name.
process.title = "containerd";
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`containerd: ${explainWrongUse(error, listFlags(HELP)) ?? messageOf(error)}\n`);
  process.exitCode = 1;
}
