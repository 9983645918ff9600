import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { HostConfig } from "@stevedore/config";
import { failedPrecondition, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { FastifyInstance, FastifyReply } from "fastify";
import { createGatekeeper } from "./credentials.ts";
import { createLibrary, type LibraryDeps } from "./library.ts";
import { encodeProblem, problem, problemOf } from "./problem.ts";
import { createAnswer } from "./routes.ts";

export interface StoreRegistryDeps extends LibraryDeps {
  log: Logger;
}

export interface StoreRegistry {
  /** `HOST:PORT`, with the port that was got where 0 was asked for. */
  readonly address: string;
  close(): Promise<void>;
}

// Fastify's own HEAD of a GET would open the file to throw it away.
const METHODS = ["GET", "HEAD"];

/**
 * Serves the host's images as a read-only OCI registry (distribution spec 1.1).
 * @throws FailedPrecondition when a file of the configuration can't be read, or the address can't be had
 */
export async function startStoreRegistry(deps: StoreRegistryDeps, options: HostConfig["stevedore"]["registry"]): Promise<StoreRegistry> {
  const { log } = deps;
  const isAllowed = options.credentials === undefined ? () => true : createGatekeeper(options.credentials);
  const answer = createAnswer(createLibrary(deps, options));
  // Loaded here: hosts without a registry don't pay for it.
  const { default: fastify } = await import("fastify");
  const app: FastifyInstance = fastify({ ...readTls(options), routerOptions: { maxParamLength: 2048 }, exposeHeadRoutes: false, forceCloseConnections: true });
  app.setErrorHandler((error, request, reply) => {
    if (problemOf(error).status >= 500) log.warn("a request to the registry failed", { path: request.url, error: messageOf(error) });
    return refuse(reply, error);
  });
  app.setNotFoundHandler((request, reply) => refuse(reply, problem(404, "UNSUPPORTED", `no such endpoint: ${request.url}`)));
  app.addHook("onRequest", async (request, reply) => {
    reply.header("docker-distribution-api-version", "registry/2.0");
    if (!isAllowed(request.headers.authorization)) throw problem(401, "UNAUTHORIZED", "authentication required", { "www-authenticate": 'Basic realm="stevedore"' });
    if (!METHODS.includes(request.method)) throw problem(405, "UNSUPPORTED", "this registry is read-only", { allow: "GET, HEAD" });
  });
  app.route({ method: METHODS, url: "/v2", handler: (request, reply) => answer("", request, reply) });
  app.route({ method: METHODS, url: "/v2/*", handler: (request, reply) => answer((request.params as { "*": string })["*"], request, reply) });
  const address = await listen(app, options.address);
  log.info("the store is served as a registry", { address, namespaces: options.namespaces });
  return { address, close: () => app.close() };
}

async function listen(app: FastifyInstance, address: string): Promise<string> {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/^\[|\]$/g, "") || "0.0.0.0";
  try {
    await app.listen({ host, port: Number(address.slice(colon + 1)) });
  } catch (error) {
    throw failedPrecondition(`[stevedore.registry] address ${address}: ${messageOf(error)}`, { cause: error });
  }
  const bound = app.server.address() as AddressInfo;
  return `${host.includes(":") ? `[${host}]` : host}:${bound.port}`;
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const found = problemOf(error);
  // Headers of what should have been sent don't fit what is sent.
  for (const name of ["content-length", "content-range", "docker-content-digest", "etag"]) reply.removeHeader(name);
  return reply.code(found.status).headers(found.headers ?? {}).type("application/json").send(encodeProblem(found));
}

function readTls({ tlsCert, tlsKey }: HostConfig["stevedore"]["registry"]): { https: { cert: Buffer; key: Buffer } } | Record<string, never> {
  if (tlsCert === undefined && tlsKey === undefined) return {};
  if (tlsCert === undefined || tlsKey === undefined) throw failedPrecondition("[stevedore.registry] needs both tls_cert and tls_key, or neither");
  try {
    return { https: { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) } };
  } catch (error) {
    throw failedPrecondition(`[stevedore.registry] TLS: ${messageOf(error)}`, { cause: error });
  }
}
