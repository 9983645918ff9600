import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ContentService, IngestsService } from "@stevedore/api";
import { defaultHostConfig, type S3Config } from "@stevedore/config";
import { connect, createClient, type Client } from "@stevedore/rpc";
import { createHostPaths } from "@stevedore/service";

export interface ContentProcess extends AsyncDisposable {
  readonly content: Client<typeof ContentService>;
  readonly ingests: Client<typeof IngestsService>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** The service as its own process, as a supervisor starts it; without a bus, which it has to survive. With `s3` its content is there. */
export async function spawnContent(directory: string, s3?: Partial<S3Config>): Promise<ContentProcess> {
  const config = defaultHostConfig({ root: path.join(directory, "root"), state: path.join(directory, "state") });
  config.stevedore.nats.url = "nats://127.0.0.1:1";
  if (s3 !== undefined) config.stevedore.content = { ...config.stevedore.content, backend: "s3", s3: { ...config.stevedore.content.s3, ...s3 } };
  const paths = createHostPaths(config);
  mkdirSync(path.dirname(paths.socket("content")), { recursive: true });
  const file = path.join(directory, "config.json");
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "..", "main.ts")], {
    env: { ...process.env, STEVEDORE_CONFIG: file },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const gone = once(child, "exit");
  await untilReady(child.stderr);
  const channel = connect({ path: paths.socket("content"), patienceMs: 5000 });
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
    await channel.close();
  };
  return { content: createClient(ContentService, channel), ingests: createClient(IngestsService, channel), kill, [Symbol.asyncDispose]: kill };
}

async function untilReady(stderr: NodeJS.ReadableStream): Promise<void> {
  let text = "";
  await new Promise<void>((resolve, reject) => {
    stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('"msg":"ready"')) resolve();
    });
    stderr.on("end", () => reject(new Error(`content did not start: ${text}`)));
  });
}
