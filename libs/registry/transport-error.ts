import { createError, messageOf, tlsTroubleOf, type StevedoreError } from "@stevedore/errors";

interface NodeError extends Error {
  /** A number on a DOMException. */
  code?: string | number;
  address?: string;
  port?: number;
  hostname?: string;
  reason?: string;
  host?: string;
  cert?: { subjectaltname?: string };
  errors?: Error[];
}

const DIAL_WORDS: Record<string, string> = {
  ECONNREFUSED: "connect: connection refused",
  EHOSTUNREACH: "connect: no route to host",
  ENETUNREACH: "connect: network is unreachable",
  EADDRNOTAVAIL: "connect: cannot assign requested address",
  ETIMEDOUT: "i/o timeout",
};
/** Errors after which the same request may well succeed: the connection broke, nobody refused anything. */
const BROKEN = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_BODY_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);
const BROKEN_MARK = Symbol("broken connection");

/** `failed to do request: Get "URL": dial tcp …: connect: connection refused`: Go's wording, which clients search for. */
export function transportError(error: Error, method: string, url: URL): StevedoreError {
  const cause = (error as NodeError).errors?.[0] ?? error;
  const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
  const mend = mendOf(cause as NodeError, url);
  const words = `failed to do request: ${verb} "${shownUrl(url)}": ${goWording(cause as NodeError, url)}${mend === undefined ? "" : ` (${mend})`}`;
  // Asking again helps against what is away for a moment, not against settings that don't fit the server.
  const wrapped = createError(mend === undefined ? "unavailable" : "failedPrecondition", words, { cause: error, verbatim: true });
  return isBroken(cause as NodeError) ? Object.assign(wrapped, { [BROKEN_MARK]: true }) : wrapped;
}

/** Whether a connection broke under way, so that repeating (or resuming) makes sense. */
export function isBrokenConnection(error: unknown): boolean {
  return typeof error === "object" && error !== null && (error as Record<symbol, unknown>)[BROKEN_MARK] === true;
}

/** Whether a server that was asked by https answered in plain http. */
export function isPlainServer(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as NodeError | undefined) : undefined;
  return cause !== undefined && tlsTroubleOf(cause.errors?.[0] ?? cause) === "plainServer";
}

/** A URL as errors and logs may show it: a query can hold a signature that is as good as a password. */
export function shownUrl(url: URL): string {
  const secret = /sig|token|credential|policy|key/i.test(url.search);
  return `${url.origin}${url.pathname}${secret ? "?…" : url.search}`;
}

function isBroken(error: NodeError): boolean {
  return BROKEN.has(String(error.code));
}

function goWording(error: NodeError, url: URL): string {
  const code = String(error.code ?? "");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (code === "ENOTFOUND") return `dial tcp: lookup ${error.hostname ?? url.hostname}: no such host`;
  if (code === "EAI_AGAIN") return `dial tcp: lookup ${error.hostname ?? url.hostname}: Temporary failure in name resolution`;
  const dial = DIAL_WORDS[code];
  if (dial !== undefined) return `dial tcp ${bracketed(error.address ?? url.hostname)}:${error.port ?? port}: ${dial}`;
  if (code === "UND_ERR_CONNECT_TIMEOUT") return `dial tcp ${url.hostname}:${port}: i/o timeout`;
  if (code === "ECONNRESET" || code === "EPIPE") return `read tcp ${url.hostname}:${port}: read: connection reset by peer`;
  if (code === "UND_ERR_SOCKET" || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return "unexpected EOF";
  if (code === "UND_ERR_HEADERS_TIMEOUT") return "net/http: timeout awaiting response headers";
  if (code === "UND_ERR_BODY_TIMEOUT") return "i/o timeout: no byte for 60s";
  if (code.startsWith("HPE_")) return `net/http: malformed HTTP response: ${error.message}`;
  return tlsWording(error, url) ?? messageOf(error);
}

// An IPv6 address, as it stands before a port; a URL's has its brackets already.
function bracketed(address: string): string {
  return address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
}

const CLIENT_CERTIFICATE = new Set(["bad certificate", "certificate required", "unknown ca", "certificate unknown", "certificate expired", "handshake failure"]);

/** What would have to be changed for the server's TLS and ours to fit each other; undefined when it isn't that. */
function mendOf(error: NodeError, { host }: URL): string | undefined {
  const trouble = tlsTroubleOf(error);
  if (trouble === "unknownAuthority") return `its authority belongs under "ca" in the hosts.toml of ${host}, or as a .crt file beside it`;
  if (trouble === "wrongTime") return `${host} needs a new certificate, or this machine the right time`;
  if (trouble === "wrongName") return "the server's certificate has to name the host that is asked";
  if (trouble === "plainServer") return `--plain-http, or server = "http://${host}" in its hosts.toml, asks it by http`;
  return CLIENT_CERTIFICATE.has(alertIn(String(error.code ?? "")) ?? "") ? `it wants a certificate of ours: "client" in the hosts.toml of ${host}` : undefined;
}

// Node names alerts ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED, ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE and the like.
function alertIn(code: string): string | undefined {
  return /^ERR_SSL_(?:.*_)?ALERT_(.+)$/.exec(code)?.[1]?.toLowerCase().replaceAll("_", " ");
}

function tlsWording(error: NodeError, url: URL): string | undefined {
  const code = String(error.code ?? "");
  const trouble = tlsTroubleOf(error);
  if (trouble === "unknownAuthority") return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  if (trouble === "wrongTime") {
    return `tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time is ${new Date().toISOString()}`;
  }
  if (trouble === "wrongName") {
    const names = (error.cert?.subjectaltname ?? "").replace(/(?:DNS|IP Address):/g, "");
    return `tls: failed to verify certificate: x509: certificate is valid for ${names === "" ? "no name" : names}, not ${url.hostname}`;
  }
  if (trouble === "plainServer") return "http: server gave HTTP response to HTTPS client";
  const alert = alertIn(code);
  if (alert !== undefined) return `remote error: tls: ${alert}`;
  return code.startsWith("ERR_SSL_") || code.startsWith("CERT_") ? `tls: ${(error.reason ?? error.message).toLowerCase()}` : undefined;
}
