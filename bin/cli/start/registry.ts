import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { unavailable } from "@stevedore/errors";

export interface DemoRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
}

const START_TIMEOUT_MS = 10_000;

/** Debian's docker-registry on a free port of loopback, with its storage in `workDir`. */
export async function startDemoRegistry(workDir: string): Promise<DemoRegistry> {
  const port = await findFreePort();
  const host = `127.0.0.1:${port}`;
  const file = path.join(workDir, "registry.yml");
  await writeFile(file, ["version: 0.1", "log: { level: error, accesslog: { disabled: true } }", `storage: { filesystem: { rootdirectory: ${workDir}/registry } }`, `http: { addr: ${host} }`, ""].join("\n"));
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "docker-registry", "serve", file], { stdio: "ignore", detached: true });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  const until = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(host))) {
    if (child.exitCode !== null || performance.now() > until) throw unavailable("docker-registry does not answer", { hint: "apt-get install docker-registry" });
    await delay(20);
  }
  return { host, [Symbol.asyncDispose]: stop };
}

function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then((response) => response.ok, () => false);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
