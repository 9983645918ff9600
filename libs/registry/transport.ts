import { Readable } from "node:stream";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { messageOf } from "@stevedore/errors";
import { Agent, buildConnector, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { createBodySink, type Body, type BodySink } from "./body.ts";
import { PLAIN_TLS, type TlsOptions } from "./host.ts";
import { createTlsAlerts, type TlsAlerts } from "./tls-alerts.ts";
import { transportError } from "./transport-error.ts";

/** A response whose headers are there; its body must be read or cancelled. */
export interface Response {
  method: string;
  url: URL;
  status: number;
  statusText: string;
  headers: Headers;
  body: Body;
}

export interface SendOptions {
  url: URL;
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers: Record<string, string | string[]>;
  /** A stream needs a `content-length` header beside it. */
  body?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  tls?: TlsOptions;
  dialTimeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Connections to registries, shared by every pull of a process. */
export interface Transport extends AsyncDisposable {
  /** Sends one request, follows nothing, repeats nothing. Errors are worded as Go's net/http words them. */
  send(options: SendOptions): Promise<Response>;
}

const DIAL_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 60_000;
// A transfer without a byte for this long is broken off, and resumed by the fetcher.
const IDLE_TIMEOUT_MS = 60_000;

/** Creates the connections' owner. The environment's HTTP_PROXY, HTTPS_PROXY and NO_PROXY apply, never to loopback. */
export function createTransport(): Transport {
  const alerts = createTlsAlerts();
  const dispatchers = new Map<string, Dispatcher>();
  const dispatcherFor = (tls: TlsOptions, dialTimeoutMs: number): Dispatcher => {
    const key = JSON.stringify([tls, dialTimeoutMs]);
    const dispatcher = dispatchers.get(key) ?? createDispatcher(tls, { dialTimeoutMs, alerts });
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };
  return {
    send: (options) => send(dispatcherFor(options.tls ?? PLAIN_TLS, options.dialTimeoutMs ?? DIAL_TIMEOUT_MS), { ...options, alerts }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
      dispatchers.clear();
    },
  };
}

function createDispatcher(tls: TlsOptions, { dialTimeoutMs, alerts }: { dialTimeoutMs: number; alerts: TlsAlerts }): Dispatcher {
  // Parsed once for all connections, and only when a TLS connection is made.
  let secure: buildConnector.connector | undefined;
  const tlsOptions = (): buildConnector.BuildOptions => ({ timeout: dialTimeoutMs, allowH2: false, rejectUnauthorized: !tls.skipVerify, secureContext: secureContextOf(tls) });
  const plain = buildConnector({ timeout: dialTimeoutMs });
  const connect: buildConnector.connector = (target, callback) => (target.protocol === "https:" ? (secure ??= alerts.watched(buildConnector(tlsOptions()))) : plain)(target, callback);
  // HTTP/1.1 on purpose: parallel layers on one HTTP/2 connection share a flow-control window.
  const options = { connect, allowH2: false, headersTimeout: HEADERS_TIMEOUT_MS, bodyTimeout: IDLE_TIMEOUT_MS, keepAliveTimeout: 10_000 };
  const env = process.env;
  const noProxy = env["NO_PROXY"] ?? env["no_proxy"] ?? "";
  const hasProxy = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].some((name) => (env[name] ?? "") !== "");
  if (!hasProxy) return new Agent(options);
  return new EnvHttpProxyAgent({ ...options, requestTls: tlsOptions(), noProxy: `${noProxy},localhost,127.0.0.1,::1` });
}

function secureContextOf(tls: TlsOptions): SecureContext {
  // Reading the machine's authorities takes longer than a connection does.
  const system = tls.skipVerify ? [] : getCACertificates("system");
  const trusted = system.length > 0 || tls.skipVerify ? system : getCACertificates("default");
  const [client] = tls.clients;
  return createSecureContext({ ca: [...trusted, ...tls.ca], ...(client === undefined ? {} : { cert: client.cert, key: client.key }) });
}

function send(dispatcher: Dispatcher, options: SendOptions & { alerts: TlsAlerts }): Promise<Response> {
  const { url, method, signal, alerts } = options;
  return new Promise((resolve, reject) => {
    let sink: BodySink | undefined;
    let started: Dispatcher.DispatchController | undefined;
    const onAbort = (): void => started?.abort(abortReason(signal));
    const settle = (): void => signal?.removeEventListener("abort", onAbort);
    const fail = (error: Error): void => {
      settle();
      const reason = signal?.aborted === true ? abortReason(signal) : transportError(alerts.behind(error), method, url);
      if (sink === undefined) reject(reason);
      else sink.fail(reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const body = bodyOf(options.body);
    // undici closes the connection after a HEAD unless told not to.
    const request = { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers: options.headers, body, reset: false };
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        started = controller;
        if (signal?.aborted === true) controller.abort(abortReason(signal));
      },
      onResponseStart(controller, status, headers, statusText = "") {
        if (status < 200) return;
        sink = createBodySink(controller);
        resolve({ method, url, status, statusText, headers: toHeaders(headers), body: sink.body });
      },
      onResponseData: (_controller, chunk) => sink?.push(chunk),
      onResponseEnd() {
        settle();
        sink?.end();
      },
      onResponseError: (_controller, error) => fail(error),
    });
  });
}

function bodyOf(body: SendOptions["body"]): string | Uint8Array | Readable | null {
  if (body === undefined) return null;
  return typeof body === "string" || body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false, highWaterMark: 1 << 20 });
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException(messageOf(reason ?? "aborted"), "AbortError");
}

function toHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const entry of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, entry);
  }
  return headers;
}
