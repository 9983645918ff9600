import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ContentService, DiffService, IngestsService, MountsService, ResourcesService, SnapshotsService } from "@stevedore/api";
import { defaultHostConfig } from "@stevedore/config";
import { connect, createClient, type Client } from "@stevedore/rpc";
import { createHostPaths } from "@stevedore/service";

export interface Processes extends AsyncDisposable {
  readonly root: string;
  readonly state: string;
  readonly snapshots: Client<typeof SnapshotsService>;
  readonly diff: Client<typeof DiffService>;
  readonly content: Client<typeof ContentService>;
  readonly ingests: Client<typeof IngestsService>;
  readonly mounts: Client<typeof MountsService>;
  readonly resources: Client<typeof ResourcesService>;
  /** SIGKILLs the snapshots process; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again. */
  restart(): Promise<void>;
}

const SERVICES = path.join(import.meta.dirname, "../..");

/** The snapshots and content services as their own processes, as a supervisor starts them; without a bus, which they survive. */
export async function spawnProcesses(directory: string): Promise<Processes> {
  await using stack = new AsyncDisposableStack();
  const config = defaultHostConfig({ root: path.join(directory, "root"), state: path.join(directory, "state") });
  config.stevedore.nats.url = "nats://127.0.0.1:1";
  const paths = createHostPaths(config);
  mkdirSync(path.dirname(paths.socket("content")), { recursive: true });
  const file = path.join(directory, "config.json");
  writeFileSync(file, JSON.stringify(config));
  const start = async (name: string): Promise<() => Promise<void>> => {
    const child = spawn(process.execPath, [path.join(SERVICES, name, "main.ts")], { env: { ...process.env, STEVEDORE_CONFIG: file }, stdio: ["ignore", "ignore", "pipe"] });
    const gone = once(child, "exit");
    await untilReady(name, child.stderr);
    return async () => {
      child.kill("SIGKILL");
      await gone;
    };
  };
  stack.defer(await start("content"));
  let kill = await start("snapshots");
  stack.defer(() => kill());
  const snapshots = stack.use(connect({ path: paths.socket("snapshots") }));
  const content = stack.use(connect({ path: paths.socket("content") }));
  const owned = stack.move();
  return {
    root: config.root,
    state: config.state,
    snapshots: createClient(SnapshotsService, snapshots),
    diff: createClient(DiffService, snapshots),
    content: createClient(ContentService, content),
    ingests: createClient(IngestsService, content),
    mounts: createClient(MountsService, snapshots),
    resources: createClient(ResourcesService, snapshots),
    kill: () => kill(),
    async restart() {
      kill = await start("snapshots");
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function untilReady(name: string, stderr: NodeJS.ReadableStream): Promise<void> {
  let text = "";
  await new Promise<void>((resolve, reject) => {
    stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('"msg":"ready"')) resolve();
    });
    stderr.on("end", () => reject(new Error(`${name} did not start: ${text}`)));
  });
}
