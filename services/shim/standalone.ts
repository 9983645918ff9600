import { EventsTtrpcService } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { NAMESPACE_HEADER, connect, createClient, serveTtrpc } from "@stevedore/rpc";
import path from "node:path";
import { createBundleLog } from "./bundle-log.ts";
import { runtimeEnvironment } from "./environment.ts";
import { createIdleWatch } from "./idle-watch.ts";
import { createBinaryPublisher } from "./publish-binary.ts";
import { createShim } from "./shim.ts";

/*
 * The shim under a stock containerd: one process for all containers of one of that daemon's namespaces, started by launcher/
 * with the listening socket as descriptor 3. It ends by itself a while after its last container.
 */
const LISTENER = 3;
const GRACE_MS = Number(process.env["STEVEDORE_SHIM_GRACE_MS"] ?? 10_000);

const namespace = required("STEVEDORE_SHIM_NAMESPACE");
const directory = required("STEVEDORE_SHIM_DIRECTORY");
const ttrpcAddress = process.env["TTRPC_ADDRESS"];
process.title = `containerd-shim-stevedore-v2 -namespace ${namespace} -address ${process.env["GRPC_ADDRESS"] ?? ""}`;

const bundleLog = createBundleLog(process.env["STEVEDORE_SHIM_BUNDLE"]);
const log = createLogger({ service: "shim", level: process.env["STEVEDORE_SHIM_DEBUG"] === "1" ? "debug" : "info", write: bundleLog.write });
const die = (kind: string) => (error: unknown) => {
  log.error(kind, { error: messageOf(error), stack: (error as Error).stack });
  process.exit(1);
};
process.on("uncaughtException", die("uncaught exception"));
process.on("unhandledRejection", die("unhandled rejection"));

const shim = await createShim({
  directory,
  runtimeRoot: path.join(directory, "runc"),
  runtime: process.env["STEVEDORE_RUNTIME"],
  env: runtimeEnvironment(process.env, { runtimeOptPath: "/opt/containerd", shim: { env: [] } }),
  events: ttrpcAddress === undefined ? createBinaryPublisher({ binary: required("STEVEDORE_SHIM_PUBLISH_BINARY"), address: required("GRPC_ADDRESS") }) : createClient(EventsTtrpcService, connect({ path: ttrpcAddress, standard: true })),
  standalone: true,
  log,
});
bundleLog.follow(shim.bundles);
const idle = createIdleWatch({ directory, graceMs: GRACE_MS, isIdle: shim.isIdle, log });
const server = await serveTtrpc({ table: shim.table, listener: LISTENER, metadata: new Map([[NAMESPACE_HEADER, namespace]]), onConnections: idle.connections, log });

// Whoever ends a host ends its containers first; a shim that goes before them would have containerd kill them.
const onSignal = (signal: string): void => {
  if (shim.isIdle()) idle.endNow();
  else log.warn("signal ignored: containers are running", { signal });
};
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, onSignal);

await idle.ended;
await server.close();
await shim.close();
idle.remove();
process.exit(0);

function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  process.stderr.write(`${name} is not set: this program is started by containerd-shim-stevedore-v2\n`);
  process.exit(2);
}
