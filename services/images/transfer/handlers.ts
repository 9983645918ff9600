import { randomBytes } from "node:crypto";
import { containerd, type google, nowTimestamp, TransferService, typeNameOf } from "@stevedore/api";
import { isError, messageOf, unimplemented } from "@stevedore/errors";
import { createTransport } from "@stevedore/registry";
import type { CallContext, Handlers } from "@stevedore/rpc";
import { fromDescriptor } from "./convert.ts";
import { cleanupCall, type Scope, type Shared, type TransferDeps } from "./deps.ts";
import { saveImages } from "./image-store.ts";
import { createKeyedLock } from "./keyed-lock.ts";
import { createLimiter } from "./limiter.ts";
import { createProgress } from "./progress.ts";
import { pull } from "./pull.ts";
import { registrySource } from "./source.ts";
import { attachStream } from "./streams.ts";

const { ImageStore, OCIRegistry } = containerd.types.transfer;
const PREFIX = "containerd.types.transfer.";

type Operation = (scope: Scope, request: containerd.services.transfer.v1.TransferRequest) => Promise<void>;

const OPERATIONS: Record<string, Operation> = {
  "OCIRegistry ImageStore": pullImage,
  "ImageStore ImageStore": tagImage,
};

/** The Transfer service: pull and tag. Dispose of it to close its connections to registries. */
export function createTransferHandlers(deps: TransferDeps): Handlers<typeof TransferService> & AsyncDisposable {
  const shared: Shared = {
    transport: createTransport(),
    downloads: createLimiter(deps.config.maxConcurrentDownloads),
    unpacks: createLimiter(deps.config.maxConcurrentUnpacks),
    chains: createKeyedLock(),
  };
  return {
    async transfer(request, context) {
      const operation = OPERATIONS[`${shortName(request.source)} ${shortName(request.destination)}`];
      if (operation === undefined) {
        throw unimplemented(`method Transfer not implemented for ${typeNameOf(request.source)} to ${typeNameOf(request.destination)}`, { verbatim: true });
      }
      await withLease(scopeOf({ deps, shared, context }), (scope) => operation(scope, request));
      return {};
    },
    [Symbol.asyncDispose]: () => shared.transport[Symbol.asyncDispose](),
  };
}

function shortName(any: google.protobuf.IAny | null | undefined): string {
  const name = typeNameOf(any);
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

function scopeOf({ deps, shared, context }: { deps: TransferDeps; shared: Shared; context: CallContext }): Scope {
  const { namespace, lease, requestId, signal, log } = context;
  return { deps, shared, log, call: { namespace, requestId, signal, ...(lease === undefined ? {} : { lease }) } };
}

const LEASE_HOURS = 24;

// Without a lease of the client's, one of ours keeps what arrives from being collected before the image refers to it.
async function withLease(scope: Scope, task: (scope: Scope) => Promise<void>): Promise<void> {
  if (scope.call.lease !== undefined) return task(scope);
  const { leases } = scope.deps;
  const expire = new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString();
  const id = `${nowTimestamp().nanos}-${randomBytes(3).toString("base64url")}`;
  await leases.create({ id, labels: { "containerd.io/gc.expire": expire } }, scope.call);
  try {
    await task({ ...scope, call: { ...scope.call, lease: id } });
  } finally {
    await leases.delete({ id }, cleanupCall(scope)).catch((error: unknown) => {
      if (!isError(error, "notFound")) scope.log.warn("lease not deleted, it expires by itself", { lease: id, error: messageOf(error) });
    });
  }
}

async function pullImage(scope: Scope, { source, destination, options }: containerd.services.transfer.v1.TransferRequest): Promise<void> {
  const store = ImageStore.decode(destination?.value ?? new Uint8Array());
  const registry = OCIRegistry.decode(source?.value ?? new Uint8Array());
  const stream = options?.progressStream ? attachStream(scope, options.progressStream) : undefined;
  // A stream that does not exist is the client's mistake; one that breaks later only costs the progress.
  const abort = new AbortController();
  stream?.failed.catch((error: unknown) => { if (isError(error, "notFound")) abort.abort(error); });
  const signal = AbortSignal.any([scope.call.signal, abort.signal]);
  const inner = { ...scope, call: { ...scope.call, signal } };
  await using progress = createProgress({ stream, root: () => registry.reference ?? "" });
  try {
    await pull(inner, { source: registrySource(inner, registry), store, progress });
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  }
}

async function tagImage(scope: Scope, { source, destination }: containerd.services.transfer.v1.TransferRequest): Promise<void> {
  const { name } = ImageStore.decode(source?.value ?? new Uint8Array());
  const { image } = await scope.deps.images.get({ name }, scope.call);
  await saveImages(scope, ImageStore.decode(destination?.value ?? new Uint8Array()), fromDescriptor(image?.target));
}
