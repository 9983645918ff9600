import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { failedPrecondition } from "@stevedore/errors";
import type { HostStatus } from "./status.ts";

// Not imported: that would load all that node:http exports, undici with it.
const { createServer, request } = process.getBuiltinModule("node:http");

export interface ControlOptions {
  path: string;
  isReady(): boolean;
  status(): Promise<HostStatus>;
  stop(): Promise<void>;
}

/** What `GET /ready` answers: cheap to ask, where `GET /status` asks every process for its health. */
export interface Readiness {
  pid: number;
  ready: boolean;
}

/** Serves the supervisor's control socket: `GET /ready`, `GET /status`, and `POST /stop`, which answers before the host has stopped. */
export async function serveControl({ path, isReady, status, stop }: ControlOptions): Promise<{ close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    const reply = (code: number, body: unknown): void => void response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (incoming.method === "GET" && incoming.url === "/ready") {
      const readiness: Readiness = { pid: process.pid, ready: isReady() };
      reply(200, readiness);
    } else if (incoming.method === "GET" && incoming.url === "/status") {
      status().then((body) => reply(200, body), (error: Error) => reply(500, { error: error.message }));
    } else if (incoming.method === "POST" && incoming.url === "/stop") {
      reply(202, { stopping: true });
      void stop();
    } else reply(404, { error: `nothing at ${incoming.method} ${incoming.url}` });
  });
  rmSync(path, { force: true });
  server.listen(path);
  await once(server, "listening");
  chmodSync(path, 0o600);
  return {
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Asks the supervisor of a state directory. @throws FailedPrecondition when none answers */
export function askControl<T>(path: string, method: "GET" | "POST", url: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: path, method, path: url, timeout: 15_000 }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve(JSON.parse(body) as T));
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer within 15 s")));
    asked.on("error", (error: NodeJS.ErrnoException) => {
      const absent = error.code === "ENOENT" || error.code === "ECONNREFUSED";
      reject(failedPrecondition(absent ? `no host is running (nothing answers on ${path})` : `ask ${path}: ${error.message}`, { hint: absent ? "start one with `stevedore up`, or name another with --state" : "see `stevedore logs`" }));
    });
    asked.end();
  });
}
