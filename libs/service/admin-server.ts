import { once } from "node:events";
import { rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

// An import of node:http reads all that it exports, its WebSocket too, and so loads 6 MB of undici that nobody asked for.
const { createServer } = process.getBuiltinModule("node:http");

export interface AdminOptions {
  /** A unix socket's path, or `HOST:PORT`. */
  address: string;
  /** The registry is asked at each scrape, so that its owner may make it on demand. */
  metrics(): Promise<Registry>;
  /** What is not ready, with its reason; empty when everything is. */
  notReady(): string[];
}

export interface AdminServer {
  close(): Promise<void>;
}

/** Serves `/metrics`, `/healthz` and `/readyz` over HTTP. Fastify is loaded by the first request: most hosts are scraped late or never. */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  let app: Promise<FastifyInstance> | undefined;
  const server = createServer((request, response) => {
    app ??= createApp(options);
    app.then(
      (ready) => ready.routing(request, response),
      (error: unknown) => fail(request, response, error),
    );
  });
  const listenOn = parseAddress(options.address);
  if ("path" in listenOn) rmSync(listenOn.path, { force: true });
  server.listen(listenOn);
  await once(server, "listening");
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await (await app)?.close();
    },
  };
}

function parseAddress(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith("/")) return { path: address };
  const colon = address.lastIndexOf(":");
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, "") || "0.0.0.0", port: Number(address.slice(colon + 1)) };
}

async function createApp(options: AdminOptions): Promise<FastifyInstance> {
  const { default: fastify } = await import("fastify");
  const app = fastify();
  const serveMetrics = async (_request: unknown, reply: { type(type: string): unknown }): Promise<string> => {
    const registry = await options.metrics();
    reply.type(registry.contentType);
    return registry.metrics();
  };
  app.get("/metrics", serveMetrics);
  // containerd's path on its metrics address.
  app.get("/v1/metrics", serveMetrics);
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const reasons = options.notReady();
    reply.code(reasons.length === 0 ? 200 : 503);
    return { ready: reasons.length === 0, reasons };
  });
  await app.ready();
  return app;
}

function fail(_request: IncomingMessage, response: ServerResponse, error: unknown): void {
  response.writeHead(500).end(String(error));
}
