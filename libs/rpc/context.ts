import { randomBytes } from "node:crypto";
import { failedPrecondition } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { validateIdentifier } from "@stevedore/names";
import { DURABILITY_HEADER, LEASE_HEADER, LEASE_HELD_HEADER, NAMESPACE_HEADER, NAMESPACE_TTRPC_HEADER, REQUEST_ID_HEADER, type Metadata } from "./metadata.ts";

/** What a handler knows of the call it answers. */
export interface CallContext {
  /** Full service name and proto method name. */
  readonly service: string;
  readonly method: string;
  readonly metadata: Metadata;
  /** The caller's namespace. @throws FailedPrecondition when absent, InvalidArgument when malformed */
  readonly namespace: string;
  /** The lease that new resources are to be attached to. */
  readonly lease: string | undefined;
  /** The lease holds them already. */
  readonly leaseHeld: boolean;
  readonly requestId: string;
  /** The caller does not want to wait for the disk. */
  readonly deferred: boolean;
  /** Fires when the client cancels or goes away, and at the deadline. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export interface ContextParts {
  service: string;
  method: string;
  metadata: Metadata;
  signal: AbortSignal;
  log: Logger;
}

const processTag = randomBytes(4).toString("hex");
let requests = 0;

/** A request id: unique on a host, and countable within the process that gave it. */
export function createRequestId(): string {
  requests += 1;
  return `${processTag}-${requests.toString(36)}`;
}

/** The namespace named by a call's metadata. @throws FailedPrecondition, InvalidArgument */
export function namespaceOf(metadata: Metadata): string {
  const namespace = metadata.get(NAMESPACE_HEADER) ?? metadata.get(NAMESPACE_TTRPC_HEADER) ?? "";
  if (namespace === "") throw failedPrecondition("namespace is required");
  validateIdentifier(namespace, "namespace validation");
  return namespace;
}

export function createContext(parts: ContextParts): CallContext {
  const { service, method, metadata, signal } = parts;
  const requestId = metadata.get(REQUEST_ID_HEADER) ?? createRequestId();
  let log: Logger | undefined;
  return {
    service,
    method,
    metadata,
    signal,
    requestId,
    deferred: metadata.get(DURABILITY_HEADER) === "deferred",
    lease: metadata.get(LEASE_HEADER) || undefined,
    leaseHeld: metadata.get(LEASE_HELD_HEADER) === "true",
    get namespace() {
      return namespaceOf(metadata);
    },
    get log() {
      log ??= parts.log.child({ request: requestId, namespace: metadata.get(NAMESPACE_HEADER), method });
      return log;
    },
  };
}
