/** The metadata of a call: header name (lower case) to value. A repeated header keeps its first value. */
export type Metadata = ReadonlyMap<string, string>;

export const NAMESPACE_HEADER = "containerd-namespace";
/** The ttrpc twin of the namespace header, which shims send. */
export const NAMESPACE_TTRPC_HEADER = "containerd-namespace-ttrpc";
export const LEASE_HEADER = "containerd-lease";
export const REQUEST_ID_HEADER = "stevedore-request-id";
/** `deferred`: the answer is not waited for by the disk, nor by the bus; who asks so has to settle before it acknowledges anything itself. */
export const DURABILITY_HEADER = "stevedore-durability";
/** `true`: the caller has tied what the call makes to its lease already. */
export const LEASE_HELD_HEADER = "stevedore-lease-held";
/** With which a shim of ours numbers its events, `EPOCH-NUMBER`, counted anew in each of its lives; and the number of the one that must have come before. */
export const EVENT_ID_HEADER = "stevedore-event-id";
export const EVENT_AFTER_HEADER = "stevedore-event-after";

/** Between services of a host: what they say of their own calls counts from nobody else. */
const INTERNAL = new Set([DURABILITY_HEADER, LEASE_HELD_HEADER]);

/** True for the headers that travel on with a client's call from process to process. */
export function isForwardedHeader(name: string): boolean {
  if (INTERNAL.has(name)) return false;
  return name.startsWith("containerd-") || name.startsWith("stevedore-") || name === "traceparent" || name === "tracestate";
}
