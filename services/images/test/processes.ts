import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createConnection, createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ContainersService, ContentService, ImagesService, LeasesService, NamespacesService, SnapshotsService } from "@stevedore/api";
import { defaultHostConfig } from "@stevedore/config";
import { connect, createClient, type Channel } from "@stevedore/rpc";
import { createHostPaths, type ServiceName } from "@stevedore/service";
import { createTempDir } from "./support.ts";

const SERVICES = path.join(import.meta.dirname, "../..");

/** All services but the shim, and nats-server, as the processes they are. */
export async function startProcesses() {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(createTempDir());
  const config = defaultHostConfig({ root: path.join(dir.path, "root"), state: path.join(dir.path, "state") });
  const paths = createHostPaths(config);
  mkdirSync(path.dirname(paths.socket("images")), { recursive: true });
  const port = await freePort();
  startChild(stack, "nats-server", ["-js", "-sd", path.join(dir.path, "nats"), "-a", "127.0.0.1", "-p", String(port)]);
  await until("nats-server listens", () => accepts({ port, host: "127.0.0.1" }));
  config.stevedore.nats.url = `nats://127.0.0.1:${port}`;
  const file = path.join(dir.path, "config.json");
  writeFileSync(file, JSON.stringify(config));

  // A stack of their own: services are started again later, when the other one has been moved.
  const services = stack.use(new AsyncDisposableStack());
  const startService = async (name: ServiceName): Promise<ChildProcess> => {
    const child = startChild(services, process.execPath, [path.join(SERVICES, name, "main.ts")], { STEVEDORE_CONFIG: file });
    await until(`${name} listens`, () => accepts({ path: paths.socket(name) }));
    return child;
  };
  await Promise.all([startService("content"), startService("snapshots"), startService("tasks"), startService("gateway")]);
  let images = await startService("images");
  const channelTo = (name: ServiceName): Channel => {
    const channel = connect({ path: paths.socket(name), patienceMs: 5000 });
    stack.defer(() => channel.close());
    return channel;
  };
  const own = channelTo("images");
  const clients = {
    images: createClient(ImagesService, own),
    leases: createClient(LeasesService, own),
    namespaces: createClient(NamespacesService, own),
    content: createClient(ContentService, channelTo("content")),
    snapshots: createClient(SnapshotsService, channelTo("snapshots")),
    containers: createClient(ContainersService, channelTo("tasks")),
  };
  const owned = stack.move();
  return {
    ...clients,
    blobFile: (digest: string) => path.join(config.root, "io.containerd.content.v1.content/blobs", digest.replace(":", "/")),
    /** Directories of overlayfs snapshots. */
    snapshotDirs: () => readdirSync(path.join(config.root, "io.containerd.snapshotter.v1.overlayfs/snapshots")),
    metrics: () => httpGet(paths.adminSocket("images"), "/metrics"),
    async killImages() {
      images.kill("SIGKILL");
      await once(images, "exit");
      images = await startService("images");
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const missingNats = ["/usr/sbin/nats-server", "/usr/bin/nats-server"].some((file) => existsSync(file)) ? undefined : "nats-server is not installed";

export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await check()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`waited too long: ${what}`);
  }
}

function startChild(stack: AsyncDisposableStack, command: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", process.env["SHOW_LOGS"] === "1" ? "inherit" : "ignore"], env: { ...process.env, ...env } });
  stack.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function accepts(to: { path: string } | { port: number; host: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const client = createConnection(to as { path: string });
    client.once("connect", () => (client.destroy(), resolve(true)));
    client.once("error", () => resolve(false));
  });
}

function httpGet(socketPath: string, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path: url }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      resolve(text);
    });
    call.on("error", reject).end();
  });
}
