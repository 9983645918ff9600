import type { Headers } from "./hpack-decoder.ts";

const PSEUDO = new Set([":method", ":scheme", ":path", ":authority"]);
const REQUIRED = [":method", ":scheme", ":path"];
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

/** Says what is wrong with a request's header list (RFC 9113, section 8.2 and 8.3); undefined: nothing. */
export function requestProblem({ fields }: Headers): string | undefined {
  const seen = new Set<string>();
  let regular = false;
  for (const [name, value] of fields) {
    if (name === "" || /[A-Z\s]/.test(name)) return `header name ${JSON.stringify(name)}`;
    if (name.startsWith(":")) {
      if (regular || seen.has(name) || !PSEUDO.has(name)) return `pseudo-header ${name}`;
      seen.add(name);
      continue;
    }
    regular = true;
    if (OF_THE_CONNECTION.has(name) || (name === "te" && value !== "trailers")) return `header ${name}: ${value}`;
  }
  const missing = REQUIRED.find((name) => !seen.has(name));
  if (missing !== undefined) return `no ${missing}`;
  return fields.some(([name, value]) => name === ":path" && value === "") ? "an empty :path" : undefined;
}

/** Trailers carry no pseudo-headers. */
export function trailersProblem({ fields }: Headers): string | undefined {
  return fields.some(([name]) => name.startsWith(":")) ? "a pseudo-header among trailers" : undefined;
}
