/**
 * The state of every method of the containerd API, as one table: what `docs/api.md` shows and what a test holds
 * against a running host. A method that is not here is served.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as api from "@stevedore/api";

/** Public services, in the order of the page. */
export const PUBLIC_SERVICES: readonly api.ServiceDescriptor[] = [
  api.VersionService,
  api.IntrospectionService,
  api.NamespacesService,
  api.ContentService,
  api.ImagesService,
  api.TransferService,
  api.LeasesService,
  api.SnapshotsService,
  api.DiffService,
  api.MountsService,
  api.ContainersService,
  api.TasksService,
  api.SandboxStoreService,
  api.SandboxControllerService,
  api.EventsService,
  api.StreamingService,
  api.HealthService,
  api.ReflectionService,
  api.ReflectionAlphaService,
];

/** `service/Method` of what answers UNIMPLEMENTED. */
export const NOT_BUILT: ReadonlySet<string> = new Set<string>();

/** What answers UNIMPLEMENTED in containerd too. */
export const UNIMPLEMENTED_AS_IN_CONTAINERD: ReadonlySet<string> = new Set([`${api.SnapshotsService.name}/Cleanup`, `${api.MountsService.name}/Update`]);

/** Methods that are served with a limit worth knowing. */
export const NOTES: Readonly<Record<string, string>> = {
  [`${api.SandboxControllerService.name}/Start`]: "the answer has address, version and spec too, which containerd 2.3 leaves empty",
  [`${api.SandboxControllerService.name}/Platform`]: "containerd 2.3 answers UNIMPLEMENTED",
  [`${api.TransferService.name}/Transfer`]: "pull with unpacking, push, tag, import, export, echo; other pairs answer UNIMPLEMENTED as in containerd",
  [`${api.EventsService.name}/Subscribe`]: "extension: metadata `stevedore-replay` begins at a sequence number or time",
  [`${api.SnapshotsService.name}/Cleanup`]: "always UNIMPLEMENTED, as in containerd: cleaning happens by itself",
  [`${api.MountsService.name}/Update`]: "always UNIMPLEMENTED, as in containerd",
  [`${api.MountsService.name}/List`]: "filters are ignored, as in containerd",
  [`${api.MountsService.name}/Activate`]: "handlers `erofs` (through dm-verity too) and `loop`; `format/`, `mkdir/`, `mkfs/`",
};

/** The files that hold a service's methods against a stock containerd's, each with its kit; a method of theirs is called there by its name. */
const CONFORMANCE = ["content", "diff", "mounts", "snapshots", "containers", "tasks-states", "events", "records"].map((name) => ({
  file: `tests/conformance/${name}.test.ts`,
  text: [`${name}-kit.ts`, `${name}.test.ts`].map((part) => new URL(`conformance/${part}`, import.meta.url)).filter((url) => existsSync(url)).map((url) => readFileSync(url, "utf8")).join("\n"),
}));

/** The conformance test that calls a method, or an empty string. A call with both names beside each other is found before one of a loop. */
export function findTest(service: string, method: string): string {
  const exported = EXPORTED.get(service);
  if (exported === undefined) return "";
  const quoted = `"${method.charAt(0).toLowerCase()}${method.slice(1)}"`;
  const calls = (text: string): boolean => [exported, ...(new RegExp(`${exported} as (\\w+)`).exec(text)?.slice(1) ?? [])].some((name) => text.includes(`${name}, ${quoted}`));
  const found = CONFORMANCE.find(({ text }) => calls(text)) ?? CONFORMANCE.find(({ text }) => text.includes(exported) && text.includes(quoted));
  return found?.file ?? "";
}

const EXPORTED = new Map(Object.entries(api).flatMap(([name, value]) => (name.endsWith("Service") ? [[(value as api.ServiceDescriptor).name, name] as const] : [])));

function renderRow(service: string, method: api.MethodDescriptor): string {
  const name = `${service}/${method.name}`;
  const shape = [method.requestStream ? "client stream" : "", method.responseStream ? "server stream" : ""].filter((part) => part !== "").join(", ") || "unary";
  return `| ${method.name} | ${shape} | ${NOT_BUILT.has(name) ? "not built: UNIMPLEMENTED" : "served"} | ${NOTES[name] ?? ""} | ${shorten(findTest(service, method.name))} |`;
}

function shorten(file: string): string {
  return file.replace(/^tests\/conformance\/(.*)\.test\.ts$/, "$1");
}

/** The whole of `docs/api.md`. */
export function renderApiPage(): string {
  const lines = [
    "# API",
    "",
    "Every method of containerd 2.3's API on the public socket, and its state. Made by `bin/run node tests/api-table.ts --write`; tests hold this page",
    "against the table, and the table against a running host. `compared`: the file of `tests/conformance` that asks it of stock containerd too.",
  ];
  for (const service of PUBLIC_SERVICES) {
    lines.push("", `## ${service.name}`, "", "| method | shape | state | note | compared |", "|---|---|---|---|---|");
    lines.push(...Object.values(service.methods).map((method) => renderRow(service.name, method)));
  }
  return `${lines.join("\n")}\n`;
}

if (process.argv[2] === "--write") {
  writeFileSync(new URL("../docs/api.md", import.meta.url), renderApiPage());
}
