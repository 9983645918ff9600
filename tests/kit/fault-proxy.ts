import { createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with an answer of the registry behind the proxy. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** The connection breaks after so many bytes of the body. */
  | { stopAfter: number }
  /** Nothing more comes after so many bytes of the body; the connection stays open. */
  | { stallAfter: number }
  /** One bit of the body's byte at this offset is turned round. */
  | { flipByteAt: number }
  /** The body ends early, and its length says so: a registry that lies about a blob. */
  | { truncateTo: number }
  /** So many bytes of the request's body arrive at the registry, then the connections on both sides break. */
  | { breakRequestAfter: number }
  /** Header fields replaced. */
  | { headers: Record<string, string> }
  /** Nothing is answered; the connection stays open. */
  | { hang: true }
  /** A registry that knows no ranges: it sends all. */
  | { ignoreRange: true };

export interface FaultProxy extends AsyncDisposable {
  readonly host: string;
  /** Requests seen, as `METHOD /path`, with the Range header where there was one. */
  readonly requests: string[];
  /** Applies `fault` to the next `times` (default: all) requests whose line, as in `requests`, matches. Later rules win. */
  inject(pattern: RegExp, fault: Fault, times?: number): void;
  /** No more faults; a connection that hangs is broken. */
  clear(): void;
}

export interface FaultProxyOptions {
  /** The registry hears the name by which the proxy was called. */
  keepHost?: boolean;
  /** Each answer begins so much later, as if the registry were far away. */
  delayMs?: number;
}

interface Rule {
  pattern: RegExp;
  fault: Fault;
  left: number;
}

/** An http server in front of a registry that answers as it does, until told to go wrong. */
export async function startFaultProxy(upstream: { host: string }, { keepHost = false, delayMs = 0 }: FaultProxyOptions = {}): Promise<FaultProxy> {
  const rules: Rule[] = [];
  const requests: string[] = [];
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { method, url, headers: { range } } = request;
    const line = range === undefined ? `${method} ${url}` : `${method} ${url} ${range}`;
    requests.push(line);
    const rule = rules.findLast((candidate) => candidate.left > 0 && candidate.pattern.test(line));
    if (rule) rule.left -= 1;
    if (rule && ("hang" in rule.fault || "stallAfter" in rule.fault)) hanging.add(response);
    // A server that checks signatures wants the header Host as it was signed.
    const reply = (): void => answer({ host: upstream.host, named: (keepHost ? request.headers.host : undefined) ?? upstream.host }, request, response, rule?.fault);
    if (delayMs > 0) setTimeout(reply, delayMs);
    else reply();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    inject: (pattern, fault, times = Number.POSITIVE_INFINITY) => void rules.push({ pattern, fault, left: times }),
    clear() {
      rules.splice(0);
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer({ host, named }: { host: string; named: string }, request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  if (fault && "hang" in fault) return;
  if (fault && "status" in fault) {
    response.writeHead(fault.status, fault.headers);
    response.end(fault.body ?? "");
    return;
  }
  if (fault && "ignoreRange" in fault) delete request.headers.range;
  const upstream = httpRequest(`http://${host}${request.url}`, { method: request.method, headers: { ...request.headers, host: named } }, (reply) => {
    const headers = { ...reply.headers, ...(fault && "headers" in fault ? fault.headers : {}) };
    if (fault && "truncateTo" in fault) headers["content-length"] = String(fault.truncateTo);
    response.writeHead(reply.statusCode ?? 500, headers);
    forwardBody(reply, response, fault);
  });
  upstream.on("error", () => response.destroy());
  if (fault && "breakRequestAfter" in fault) return breakAfter(fault.breakRequestAfter, request, upstream);
  request.pipe(upstream);
}

function breakAfter(limit: number, request: IncomingMessage, upstream: ClientRequest): void {
  let sent = 0;
  request.on("data", (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(0, limit - sent));
    sent += chunk.length;
    if (sent < limit) return void upstream.write(part);
    request.removeAllListeners("data").resume();
    upstream.write(part, () => setTimeout(() => {
      upstream.destroy();
      request.socket.destroy();
    }, 50));
  });
}

function forwardBody(reply: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  const limit = fault && "stallAfter" in fault ? fault.stallAfter : fault && "stopAfter" in fault ? fault.stopAfter : fault && "truncateTo" in fault ? fault.truncateTo : Number.POSITIVE_INFINITY;
  let offset = 0;
  reply.on("data", (chunk: Buffer) => {
    if (fault && "flipByteAt" in fault && fault.flipByteAt >= offset && fault.flipByteAt < offset + chunk.length) {
      const at = fault.flipByteAt - offset;
      chunk[at] = (chunk[at] ?? 0) ^ 0x10;
    }
    const part = chunk.subarray(0, Math.max(0, limit - offset));
    offset += chunk.length;
    if (part.length > 0) response.write(part);
    if (offset < limit) return;
    reply.destroy();
    if (fault && "stallAfter" in fault) return;
    if (fault && "truncateTo" in fault) response.end();
    // Let what was written leave before the connection breaks.
    else setTimeout(() => response.destroy(), 50);
  });
  reply.on("end", () => response.end());
}
