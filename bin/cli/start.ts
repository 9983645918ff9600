import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadHostConfig, SERVICE_NAMES } from "@stevedore/config";
import { unknownError } from "@stevedore/errors";
import type { Host } from "@stevedore/host";
import { execa } from "execa";
import { runHost } from "./run-host.ts";
import { pushDemoChart } from "./start/demo-chart.ts";
import { pushDemoImage } from "./start/demo-image.ts";
import { startDemoRegistry } from "./start/registry.ts";
import { HOST_OPTIONS } from "./up.ts";

/** `stevedore start`: a host with the embedded defaults, shown at work; it stays up until Ctrl-C. */
export async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: HOST_OPTIONS });
  const { config } = await loadHostConfig({ file: values.config, root: values.root, state: values.state });
  await using disposer = new AsyncDisposableStack();
  const workDir = await mkdtemp(path.join(tmpdir(), "stevedore-start-"));
  disposer.defer(() => rm(workDir, { recursive: true, force: true }));
  const began = performance.now();
  let image: string | undefined;
  // Awaited here: what was started for the tour has to outlive the host.
  return await runHost(config, {
    async beforeStop(host) {
      if (image !== undefined) await callCtr(host, "images", "rm", "--sync", image);
    },
    async onReady(host) {
      say(began, `a host is ready: nats-server and ${SERVICE_NAMES.length} services`);
      try {
        image = await showTour(host, workDir, disposer);
      } catch (error) {
        await host.stop();
        throw error;
      }
    },
  });
}

async function showTour(host: Host, workDir: string, disposer: AsyncDisposableStack): Promise<string> {
  const socket = host.config.address;
  const ctr = (...args: string[]) => callCtr(host, ...args);
  const step = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await run();
    say(began, what);
    return result;
  };
  const registry = await step("a registry on loopback", async () => disposer.use(await startDemoRegistry(workDir)));
  const image = await step("pushed a busybox image and a Helm chart to it", async () => {
    await pushDemoChart(workDir, registry.host);
    return pushDemoImage(workDir, registry.host);
  });
  await step(`pulled ${image}`, async () => requireSuccess(await ctr("images", "pull", "--plain-http", image)));
  await ctr("tasks", "kill", "--signal", "KILL", "hello");
  await ctr("containers", "rm", "hello");
  const command = ["sh", "-c", 'echo "Hello from $(hostname), $(uname -sr), process $$ of this container"'];
  const output = await step("ran a container", async () => requireSuccess(await ctr("run", "--rm", image, "hello", ...command)));
  process.stdout.write(`\n    ${output.trim()}\n\nThe host stays up; Ctrl-C stops it. Its socket is ${socket}. Try next, in another terminal:\n\n`);
  for (const line of [`ctr -a ${socket} run -t --rm ${image} shell`, `ctr -a ${socket} events`, `bin/stevedore status${host.config.state === "/run/stevedore" ? "" : ` --state ${host.config.state}`}`]) process.stdout.write(`    ${line}\n`);
  return image;
}

function callCtr(host: Host, ...args: string[]) {
  return execa("ctr", ["--address", host.config.address, ...args], { stdin: "ignore", reject: false });
}

function requireSuccess(result: { exitCode?: number | undefined; stdout: string; stderr: string }): string {
  if (result.exitCode !== 0) throw unknownError(`ctr failed: ${result.stderr || result.stdout}`);
  return result.stdout;
}

function say(began: number, what: string): void {
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(2).padStart(6)} s  ${what}\n`);
}
