import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { IntrospectionService } from "@stevedore/api";
import { invalidArgument, isStevedoreError, notFound } from "@stevedore/errors";
import { compileFilters, type Filter } from "@stevedore/filters";
import type { Handlers } from "@stevedore/rpc";
import { createPluginLookup, listPlugins, type PluginOptions } from "./plugins.ts";

export interface IntrospectionOptions extends PluginOptions {
  /** The process that stands for the whole host: what a user would signal. */
  pid: number;
}

export function createIntrospectionHandlers(options: IntrospectionOptions): Handlers<typeof IntrospectionService> {
  const plugins = listPlugins(options);
  const uuid = loadUuid(options.root);
  return {
    plugins(request) {
      const filter = compilePluginFilters(request.filters);
      return { plugins: plugins.filter((plugin) => filter(createPluginLookup(plugin))) };
    },
    server: () => ({ uuid, pid: options.pid, pidns: statSync(`/proc/${options.pid}/ns/pid`).ino, deprecations: [] }),
    pluginInfo(request) {
      const found = plugins.find(({ type, id }) => type === request.type && id === request.id);
      if (found === undefined) throw notFound(`plugin ${request.type}.${request.id}`);
      return { plugin: found };
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
