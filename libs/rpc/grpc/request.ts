import { canceled, internal, invalidArgument, unimplemented } from "@stevedore/errors";
import type { Headers } from "../http2/hpack-decoder.ts";
import { isForwardedHeader } from "../metadata.ts";
import { ENCODINGS } from "./messages.ts";

/** What a call's headers say, once they are understood. */
export interface CallHeaders {
  path: string;
  /** The headers that travel on; of a repeated one, the first. */
  metadata: readonly (readonly [name: string, value: string])[];
  /** Milliseconds; 0: no deadline. */
  timeoutMs: number;
  /** How messages are compressed, both ways. */
  encoding: string;
  /** The call is answered at once, with this HTTP status and error. */
  refusal: { httpStatus: number; error: Error } | undefined;
}

const known = new WeakMap<Headers, CallHeaders>();

/** Reads a header list; what has been read from the same list before is the same object again. */
export function readCallHeaders(headers: Headers): CallHeaders {
  let read = known.get(headers);
  if (read === undefined) known.set(headers, (read = parse(headers)));
  return read;
}

// The checks, their order, statuses and words are grpc-go's: clients and health checks have seen them.
function parse({ fields }: Headers): CallHeaders {
  const first = new Map<string, string>();
  for (const [name, value] of fields) if (!first.has(name)) first.set(name, value);
  const get = (name: string): string => first.get(name) ?? "";
  const call = { path: get(":path"), metadata: [...first].filter(([name]) => isForwardedHeader(name)), timeoutMs: 0, encoding: get("grpc-encoding") };
  const refuse = (httpStatus: number, error: Error): CallHeaders => ({ ...call, refusal: { httpStatus, error } });
  const count = (wanted: string): number => fields.filter(([name]) => name === wanted).length;
  if (count("host") > 1) return refuse(400, internal(`num values of :authority: ${count(":authority")}, num values of host: ${count("host")}, both must only have 1 value as per HTTP/2 spec`, { verbatim: true }));
  const contentType = get("content-type");
  if (!/^application\/grpc($|[+;])/.test(contentType)) return refuse(415, invalidArgument(`invalid gRPC request content-type ${JSON.stringify(contentType)}`, { verbatim: true }));
  const binary = fields.map(([name, value]) => binaryProblem(name, value)).find((problem) => problem !== undefined);
  if (binary !== undefined) return refuse(400, internal(binary, { verbatim: true }));
  const timeout = first.get("grpc-timeout");
  const timeoutMs = timeout === undefined ? 0 : parseTimeout(timeout);
  if (typeof timeoutMs === "string") return refuse(400, internal(`malformed grpc-timeout: ${timeoutMs}`, { verbatim: true }));
  const method = get(":method");
  if (method !== "POST") return refuse(405, internal(`Received a HEADERS frame with :method ${JSON.stringify(method)} which should be POST`, { verbatim: true }));
  if (!/^\/.*\//.test(call.path)) return refuse(200, unimplemented(`malformed method name: ${JSON.stringify(call.path)}`, { verbatim: true }));
  if (!ENCODINGS.has(call.encoding)) return refuse(200, unimplemented(`grpc: Decompressor is not installed for grpc-encoding ${JSON.stringify(call.encoding)}`, { verbatim: true }));
  return { ...call, timeoutMs, refusal: undefined };
}

/** What is wrong with a header whose name says that its value is base64, with or without padding. */
function binaryProblem(name: string, value: string): string | undefined {
  if (!name.endsWith("-bin")) return undefined;
  const digits = value.length % 4 === 0 ? value.replace(/={1,2}$/, "") : value;
  const at = digits.search(/[^A-Za-z0-9+/]/);
  if (at < 0 && digits.length % 4 !== 1) return undefined;
  return `malformed binary metadata ${JSON.stringify(value)} in header ${JSON.stringify(name)}: illegal base64 data at input byte ${at < 0 ? digits.length : at}`;
}

const UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** `grpc-timeout` in milliseconds, or what is wrong with it. */
function parseTimeout(text: string): number | string {
  if (text.length < 2) return `transport: timeout string is too short: ${JSON.stringify(text)}`;
  if (text.length > 9) return `transport: timeout string is too long: ${JSON.stringify(text)}`;
  const unit = UNIT_MS[text.at(-1)!];
  if (unit === undefined) return `transport: timeout unit is not recognized: ${JSON.stringify(text)}`;
  const digits = text.slice(0, -1);
  if (!/^\d+$/.test(digits)) return `strconv.ParseUint: parsing ${JSON.stringify(digits)}: invalid syntax`;
  return Math.max(Number(digits) * unit, 1e-6);
}

/** The error of a call that its client gave up. */
export function clientGaveUp(): Error {
  return canceled("call canceled by the client");
}
