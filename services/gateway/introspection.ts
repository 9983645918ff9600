import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd, packAny, typeNameOf, type IntrospectionService, type RuntimesService, type SnapshottersService, type stevedore } from "@stevedore/api";
import { invalidArgument, isStevedoreError, notFound, unimplemented } from "@stevedore/errors";
import { compileFilters, type Filter } from "@stevedore/filters";
import type { CallContext, Client, Handlers } from "@stevedore/rpc";
import { createPluginLookup, listPlugins, type Plugin, type PluginOptions } from "./plugins.ts";

export interface IntrospectionOptions extends PluginOptions {
  /** The process that stands for the whole host: what a user would signal. */
  pid: number;
  /** Who knows the runtimes of the host. */
  runtimes: Client<typeof RuntimesService>;
  snapshotters: Client<typeof SnapshottersService>;
}

const RUNTIME_REQUEST = "containerd.types.RuntimeRequest";

export function createIntrospectionHandlers(options: IntrospectionOptions): Handlers<typeof IntrospectionService> {
  const uuid = loadUuid(options.root);
  let snapshotters: stevedore.v1.ISnapshotter[] | undefined;
  // While that service is away, what it had last is said.
  const plugins = async ({ requestId, signal }: CallContext): Promise<Plugin[]> => {
    const asked = options.snapshotters.list({}, { requestId, signal }).then((reply) => (snapshotters = reply.snapshotters));
    return listPlugins(options, await asked.catch((error: unknown) => {
      if (snapshotters === undefined) throw error;
      return snapshotters;
    }));
  };
  return {
    async plugins(request, context) {
      const filter = compilePluginFilters(request.filters);
      return { plugins: (await plugins(context)).filter((plugin) => filter(createPluginLookup(plugin))) };
    },
    server: () => ({ uuid, pid: options.pid, pidns: statSync(`/proc/${options.pid}/ns/pid`).ino, deprecations: [] }),
    async pluginInfo(request, context) {
      const { requestId, signal } = context;
      const found = (await plugins(context)).find(({ type, id }) => type === request.type && id === request.id);
      if (found === undefined) throw notFound(`plugin ${request.type}.${request.id} not found: not found`, { verbatim: true });
      if (!request.options) return { plugin: found };
      const asked = typeNameOf(request.options);
      if (found.type !== "io.containerd.runtime.v2" || found.id !== "task") throw unimplemented(`plugin ${found.type}.${found.id} has no further info`);
      if (asked !== RUNTIME_REQUEST) throw unimplemented(`unknown request type ${asked} (plugin ${found.type}.${found.id} takes ${RUNTIME_REQUEST})`);
      const info = await options.runtimes.info(containerd.types.RuntimeRequest.decode(request.options.value ?? new Uint8Array()), { requestId, signal });
      return { plugin: found, extra: packAny("containerd.types.RuntimeInfo", containerd.types.RuntimeInfo, info) };
    },
  };
}

// containerd puts the class in front of this one message as well.
function compilePluginFilters(filters: string[]): Filter {
  try {
    return compileFilters(filters);
  } catch (error) {
    throw isStevedoreError(error) ? invalidArgument(`invalid argument: ${error.message}`) : error;
  }
}

/** The host's identity: made once, kept where containerd keeps it. */
function loadUuid(root: string): string {
  const dir = path.join(root, "io.containerd.grpc.v1.introspection");
  const file = path.join(dir, "uuid");
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    const uuid = randomUUID();
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, uuid, { flush: true });
    renameSync(`${file}.new`, file);
    return uuid;
  }
}
