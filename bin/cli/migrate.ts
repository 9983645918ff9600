import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_STATE } from "@stevedore/config";
import { failedPrecondition, invalidArgument, isError, notFound, unavailable } from "@stevedore/errors";
import { probeSocket } from "@stevedore/host";
import { openApiSource } from "./migrate/api-source.ts";
import { BOLT_FILE, openBoltSource } from "./migrate/bolt-source.ts";
import { bringNamespace } from "./migrate/bring.ts";
import { renderOutcome, type NamespaceOutcome } from "./migrate/outcome.ts";
import type { Source } from "./migrate/source.ts";
import { openTarget } from "./migrate/target.ts";

const OPTIONS = {
  from: { type: "string" },
  address: { type: "string" },
  namespace: { type: "string", short: "n", multiple: true, default: [] as string[] },
  overwrite: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  state: { type: "string", default: DEFAULT_STATE },
} as const;

const CONTAINERD_ROOT = "/var/lib/containerd";
const CONTAINERD_ADDRESS = "/run/containerd/containerd.sock";

/** `stevedore migrate --from DIR`. Exit code 1 when something could not be brought, or was left because of a conflict. */
export async function migrate(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.from === undefined) throw invalidArgument("migrate needs --from", { hint: `containerd's root, usually ${CONTAINERD_ROOT}` });
  const root = path.resolve(values.from);
  await using target = await openTarget(values.state);
  await using source = await openSource(root, values.address);
  const namespaces = await chooseNamespaces(source, values.namespace);
  const options = { root, overwrite: values.overwrite, dryRun: values["dry-run"] };
  const outcomes: NamespaceOutcome[] = [];
  if (!values.json) process.stdout.write(`from ${source.description}\n`);
  for (const namespace of namespaces) {
    const outcome = await bringNamespace({ source, target }, namespace, options);
    outcomes.push(outcome);
    if (!values.json) process.stdout.write(renderOutcome(outcome, options.dryRun));
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ source: source.description, dryRun: options.dryRun, namespaces: outcomes }, undefined, 2)}\n`);
  return outcomes.every(({ images, content }) => images.conflicts.length === 0 && content.failed.length === 0) ? 0 : 1;
}

/** A running daemon is asked; of one that is stopped the file is read. */
async function openSource(root: string, address: string | undefined): Promise<Source> {
  if (address !== undefined) return openApiSource(path.resolve(address));
  const file = path.join(root, BOLT_FILE);
  if (!existsSync(file)) throw notFound(`${file}`, { hint: "--from takes the root of a containerd, where its metadata and content are" });
  try {
    return openBoltSource(root);
  } catch (error) {
    if (!isError(error, "unavailable")) throw error;
    if (root === CONTAINERD_ROOT && (await probeSocket(CONTAINERD_ADDRESS)) === "served") return openApiSource(CONTAINERD_ADDRESS);
    throw unavailable(`a containerd runs on ${root}`, { hint: "name its socket with --address, or stop it", cause: error });
  }
}

async function chooseNamespaces(source: Source, wanted: readonly string[]): Promise<string[]> {
  const there = await source.namespaces();
  const absent = wanted.filter((name) => !there.includes(name));
  if (absent.length > 0) throw failedPrecondition(`no namespace ${absent.join(", ")} in ${source.description}`, { hint: `it has ${there.join(", ") || "none"}` });
  return wanted.length > 0 ? there.filter((name) => wanted.includes(name)) : there;
}
