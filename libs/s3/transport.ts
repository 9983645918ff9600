import http from "node:http";
import https from "node:https";
import { readFileSync } from "node:fs";
import { failedPrecondition, messageOf } from "@stevedore/errors";

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
 * What the client makes its requests with. A connection that is silent for half a minute ends, and an answer of a server in
 * trouble (5xx, 429) becomes an error with S3's own code: the client would read it as one without any.
 */
export function createTransport(useSSL: boolean): Pick<typeof http, "request"> {
  const { request } = useSSL ? https : http;
  const wrapped = (options: http.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest => {
    const made = request(options, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 500 && statusCode !== 429 && statusCode !== 408) onResponse(response);
      else void failWith(made, response);
    });
    made.setTimeout(IDLE_MS, () => made.destroy(Object.assign(new Error(`no answer for ${IDLE_MS / 1000} s`), { code: "ETIMEDOUT" })));
    return made;
  };
  return { request: wrapped as typeof http.request };
}

async function failWith(request: http.ClientRequest, response: http.IncomingMessage): Promise<void> {
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
  const code = field("Code") || `status ${response.statusCode}`;
  request.emit("error", Object.assign(new Error(field("Message") || (response.statusMessage ?? "")), { code }));
  // A server in trouble may have left the request unread: nothing more goes over this connection.
  request.destroy();
}
