import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { HealthService } from "@stevedore/api";
import { defaultHostConfig } from "@stevedore/config";
import { connect, createClient } from "@stevedore/rpc";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHostPaths } from "../mod.ts";

let dir: string;
let child: ChildProcess | undefined;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-service-"))));
afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(dir, { recursive: true, force: true });
});

/** Starts the example as the supervisor would; resolves when it says that it is ready. */
async function startExample() {
  const [root, state] = [path.join(dir, "root"), path.join(dir, "state")];
  mkdirSync(path.join(state, "sockets"), { recursive: true });
  const config = defaultHostConfig({ root, state });
  config.stevedore.nats.url = "nats://127.0.0.1:1";
  writeFileSync(path.join(dir, "config.json"), JSON.stringify(config));
  const env = { ...process.env, STEVEDORE_CONFIG: path.join(dir, "config.json"), STEVEDORE_SUPERVISED: "1", STEVEDORE_READY_FD: "3" };
  const started = spawn(process.execPath, [path.join(import.meta.dirname, "example-service.ts")], { env, stdio: ["pipe", "ignore", "pipe", "pipe"] });
  child = started;
  let log = "";
  started.stderr!.on("data", (chunk: Buffer) => (log += chunk.toString()));
  await Promise.race([once(started.stdio[3]!, "data"), once(started, "exit").then(() => Promise.reject(new Error(log)))]);
  return { process: started, paths: createHostPaths({ root, state }), log: () => log };
}

function get(socketPath: string, url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: url }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => resolve({ status: response.statusCode!, body }));
    });
    asked.on("error", reject).end();
  });
}

test("a service serves its table, health and metrics, and stops at SIGTERM with code 0", async () => {
  const example = await startExample();
  await using channel = connect({ path: example.paths.socket("content") });
  const reply = await createClient(HealthService, channel).check({ service: "x" });
  expect(reply.status).toBe(1);
  const admin = example.paths.adminSocket("content");
  expect(await get(admin, "/healthz")).toMatchObject({ status: 200 });
  expect(await get(admin, "/readyz")).toMatchObject({ status: 200 });
  expect((await get(admin, "/metrics")).body).toContain("process_cpu_seconds_total");
  expect(await get(admin, "/nothing")).toMatchObject({ status: 404 });
  example.process.kill("SIGTERM");
  expect(await once(example.process, "exit")).toEqual([0, null]);
  for (const line of example.log().trim().split("\n")) expect(JSON.parse(line)).toMatchObject({ service: "content" });
});

test("it stops when its supervisor goes away", async () => {
  const example = await startExample();
  example.process.stdin!.end();
  expect(await once(example.process, "exit")).toEqual([0, null]);
});

test("without a configuration it says who starts services", async () => {
  const { STEVEDORE_CONFIG: _, ...env } = process.env;
  child = spawn(process.execPath, [path.join(import.meta.dirname, "example-service.ts")], { env, stdio: ["ignore", "ignore", "pipe"] });
  let message = "";
  child.stderr!.on("data", (chunk: Buffer) => (message += chunk.toString()));
  expect(await once(child, "exit")).toEqual([2, null]);
  expect(message).toContain("stevedore up");
});
