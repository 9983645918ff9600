import { randomBytes } from "node:crypto";
import type { containerd, ContentService, IngestsService, stevedore } from "@stevedore/api";
import { internal, isError, unimplemented, wrapError } from "@stevedore/errors";
import { compressionOf, MediaType, type Compression } from "@stevedore/oci";
import { createMessageQueue, type CallContext, type CallOptions, type Client } from "@stevedore/rpc";
import { fromApiMounts } from "../api-mount.ts";
import type { DiskPool } from "../disk/pool.ts";
import type { MountManager } from "../mounts/mount-manager.ts";
import type { TempMounts } from "../temp-mounts.ts";
import { withMountedPair, type MountedPair } from "./diff-mounts.ts";

export interface DiffWriterDeps {
  disk: DiskPool;
  tempMounts: TempMounts;
  ingests: Client<typeof IngestsService>;
  content: Client<typeof ContentService>;
  mounts: Pick<MountManager, "during">;
}

/** Writes the difference of two sets of mounts into the content store. */
export interface DiffWriter {
  /** Returns the layer's descriptor. @throws Unimplemented for a media type that is no layer of ours */
  write(request: containerd.services.diff.v1.DiffRequest, context: CallContext): Promise<containerd.types.IDescriptor>;
}

const UNCOMPRESSED_LABEL = "containerd.io/uncompressed";
const WRITABLE = new Set<string>([MediaType.ociLayer, MediaType.ociLayerGzip, MediaType.ociLayerZstd]);

/** One diff, after its request has been understood. */
interface Writing {
  mediaType: string;
  compression: Compression;
  ref: string;
  isNewRef: boolean;
  labels: Record<string, string>;
  newest: number | undefined;
  call: CallOptions;
}

export function createDiffWriter(deps: DiffWriterDeps): DiffWriter {
  const { disk, tempMounts, ingests, content, mounts } = deps;

  const writeTo = async (writing: Writing, trees: MountedPair): Promise<containerd.types.IDescriptor> => {
    const { ref, isNewRef, call, compression, newest } = writing;
    await using ingest = await openIngest(ingests, { ref, truncate: !isNewRef }, call);
    const following: Promise<unknown>[] = [];
    const running = disk.start("diff", { ...trees, compression, newest, output: ingest.path }, {
      ...(call.signal === undefined ? {} : { signal: call.signal }),
      onProgress: (bytes) => following.push(ingest.advance(bytes).catch(() => undefined)),
    });
    const { digest: diffId, size } = await running.result.catch((error: unknown) => {
      throw wrapError("failed to write diff", error);
    });
    await Promise.all(following);
    const { digest } = await ingest.advance(size);
    const labels = compression === "none" ? writing.labels : { ...writing.labels, [UNCOMPRESSED_LABEL]: diffId };
    await ingest.commit(size, labels);
    if (compression !== "none") await requireLabel(content, { digest, diffId }, call);
    return { mediaType: writing.mediaType, digest, size };
  };
  return {
    async write(request, context) {
      const writing = understand(request, context);
      try {
        const { namespace } = context;
        return await mounts.during(namespace, fromApiMounts(request.left), (left) =>
          mounts.during(namespace, fromApiMounts(request.right), (right) => withMountedPair(tempMounts, left, right, (trees) => writeTo(writing, trees))),
        );
      } catch (error) {
        // A reference of the caller's own is the caller's to resume or abort.
        if (writing.isNewRef) await content.abort({ ref: writing.ref }, { namespace: context.namespace }).catch(() => undefined);
        throw error;
      }
    },
  };
}

function understand({ mediaType: asked, ref, labels, sourceDateEpoch }: containerd.services.diff.v1.DiffRequest, context: CallContext): Writing {
  const mediaType = asked === "" ? MediaType.ociLayerGzip : asked;
  const compression = compressionOf(mediaType);
  if (compression === undefined || !WRITABLE.has(mediaType)) throw unimplemented(`unsupported diff media type: ${mediaType}`);
  const { namespace, lease, requestId, signal } = context;
  return {
    mediaType,
    compression,
    ref: ref === "" ? `${process.hrtime.bigint()}-${randomBytes(3).toString("base64url")}` : ref,
    isNewRef: ref === "",
    labels,
    newest: sourceDateEpoch == null ? undefined : Number(sourceDateEpoch.seconds ?? 0),
    call: { namespace, requestId, signal, ...(lease === undefined ? {} : { lease }) },
  };
}

interface OpenIngest extends AsyncDisposable {
  path: string;
  /** That many bytes are in the file; returns the digest of those. */
  advance(bytes: number): Promise<{ digest: string }>;
  /** A blob that is there already is fine. */
  commit(size: number, labels: Record<string, string>): Promise<void>;
}

// Requests and replies come in pairs, in order.
async function openIngest(ingests: Client<typeof IngestsService>, { ref, truncate }: { ref: string; truncate: boolean }, call: CallOptions): Promise<OpenIngest> {
  const requests = createMessageQueue<stevedore.v1.IIngestWriteRequest>({ highWater: Infinity });
  const replies = ingests.write(requests, call)[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (request: stevedore.v1.IIngestWriteRequest): Promise<stevedore.v1.IngestWriteReply> => {
    const asked = turn.then(async () => {
      requests.push(request);
      const { done, value } = await replies.next();
      if (done === true) throw internal(`ingest ${ref} ended without an answer`);
      return value;
    });
    turn = asked.catch(() => undefined);
    return asked;
  };
  const { path } = await ask({ ref, truncate }).catch((error: unknown) => {
    throw wrapError("failed to open writer", error);
  });
  return {
    path,
    advance: (available) => ask({ available }),
    async commit(total, labels) {
      await ask({ commit: true, total, labels }).catch((error: unknown) => {
        if (!isError(error, "alreadyExists")) throw wrapError("failed to commit", error);
      });
    },
    async [Symbol.asyncDispose]() {
      requests.end();
      await replies.return?.();
    },
  };
}

// A blob that was there before, put there by somebody who did not know what it is uncompressed.
async function requireLabel(content: Client<typeof ContentService>, { digest, diffId }: { digest: string; diffId: string }, call: CallOptions): Promise<void> {
  const { info } = await content.info({ digest }, call);
  if (info?.labels?.[UNCOMPRESSED_LABEL] !== undefined) return;
  await content.update({ info: { digest, labels: { [UNCOMPRESSED_LABEL]: diffId } }, updateMask: { paths: [`labels.${UNCOMPRESSED_LABEL}`] } }, call);
}
