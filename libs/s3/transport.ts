import http from "node:http";
import https from "node:https";
import { readFileSync } from "node:fs";
import { failedPrecondition, messageOf } from "@stevedore/errors";
import { strangeAnswer } from "./errors.ts";

// Of silence on a connection, then the request fails.
const IDLE_MS = 30_000;
const MAX_CONNECTIONS = 16;
const MAX_ERROR_BYTES = 64 << 10;

export type Agent = http.Agent;

/** Connections of one client. @throws FailedPrecondition for a CA file that can't be read */
export function createAgent({ useSSL, caFile }: { useSSL: boolean; caFile?: string }): Agent {
  const options = { keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: MAX_CONNECTIONS };
  if (!useSSL) return new http.Agent(options);
  if (caFile === undefined) return new https.Agent(options);
  try {
    return new https.Agent({ ...options, ca: readFileSync(caFile) });
  } catch (error) {
    throw failedPrecondition(`ca_file ${caFile}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * What the client makes its requests with. A connection that is silent for half a minute ends, and an answer that is no success becomes an error with
 * S3's own code and the answer's status: the client reads one of a server in trouble, or of something that is no S3 server, as one without any. The
 * statuses of HEAD, whose answer has no document, are the client's where it has a code for them.
 */
export function createTransport(useSSL: boolean): Pick<typeof http, "request"> {
  const { request } = useSSL ? https : http;
  const wrapped = (options: http.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest => {
    const made = request(options, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode >= 300 && !(options.method === "HEAD" && CODES_OF_HEAD.has(statusCode))) void failWith(made, response);
      else if (isOfObject(options, response)) onResponse(response);
      else fail(made, strangeAnswer(statusCode, "the answer is of no object"));
    });
    made.setTimeout(IDLE_MS, () => made.destroy(Object.assign(new Error(`no answer for ${IDLE_MS / 1000} s`), { code: "ETIMEDOUT" })));
    return made;
  };
  return { request: wrapped as typeof http.request };
}

// Those that the client has a code of S3's for.
const CODES_OF_HEAD = new Set([301, 307, 403, 404]);

// A login page comes with status 200, too, and has stored nothing.
function isOfObject({ method, headers }: http.RequestOptions, { statusCode = 0, headers: { etag, "content-length": length } }: http.IncomingMessage): boolean {
  if (statusCode >= 300) return true;
  if (method === "PUT" || method === "HEAD") return etag !== undefined;
  const { range } = (headers ?? {}) as { range?: string };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  return statusCode === 206 || from === undefined || Number(length) === Number(to) - Number(from) + 1;
}

async function failWith(request: http.ClientRequest, response: http.IncomingMessage): Promise<void> {
  const { statusCode = 0, statusMessage = "" } = response;
  let text = "";
  try {
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > MAX_ERROR_BYTES) break;
    }
  } catch {
    // What has come says enough.
  }
  const field = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
  // MinIO says it of a HEAD, too.
  const code = field("Code") || String(response.headers["x-minio-error-code"] ?? "");
  fail(request, code === "" ? strangeAnswer(statusCode, statusMessage) : Object.assign(new Error(field("Message") || statusMessage), { code, status: statusCode }));
}

function fail(request: http.ClientRequest, error: Error): void {
  request.emit("error", error);
  // The request may have been left unread: nothing more goes over this connection.
  request.destroy();
}
