import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { dataLoss, isStevedoreError, notFound, resourceExhausted } from "@stevedore/errors";
import { isInUserNamespace, syncFileSystem } from "@stevedore/linux";
import { createTarParser } from "@stevedore/tar";
import type { JobContext } from "../disk/job-context.ts";
import { createImageApplier } from "../erofs/image-applier.ts";
import { createImageCopy } from "../erofs/image-copy.ts";
import { imageByProgram } from "../erofs/image-by-program.ts";
import { PLAIN_FORMAT, type LayerFormat } from "../erofs/image-options.ts";
import { createApplier, type Applier } from "./applier.ts";
import { fromText } from "./byte-path.ts";
import { decompress } from "./decompress.ts";
import { readGrowing, readRange } from "./growing-file.ts";
import type { FilesOnDisk } from "./files-on-disk.ts";
import { openKeptLayer, type KeptJob } from "../lazy/unpack-kept.ts";
import { writeImpliedList } from "./implied-list.ts";
import { runProcessor, type ProcessorRun } from "./stream-processors.ts";
import type { WhiteoutKind } from "./whiteouts.ts";

/** A layer to be unpacked. */
export interface UnpackJob {
  /** The file that holds it, and is complete up to `available`; `end`: and will not grow. */
  path: string;
  available: number;
  end: boolean;
  /** Programs that it goes through first. */
  processors?: readonly ProcessorRun[];
  /** Directory to unpack into. */
  target: string;
  /** An EROFS image to make instead, in the target's file system. */
  image?: string;
  /** The layer is that image already: as it is, or compressed. */
  native?: "plain" | "compressed";
  /** How the image is made. */
  format?: LayerFormat;
  /** Layers below, nearest first, where the target does not show them. */
  lowers: readonly string[];
  whiteouts: WhiteoutKind;
  /** Name implied directories in a file beside the target, for when the layer gets its parent. */
  listImplied: boolean;
  /** Sync the file system of the target in the end. */
  sync: boolean;
  maxBytes: number;
  maxEntries: number;
  /** What has been inflated of it before: it is not inflated again, and files that are whole are not written again. For a file that does not grow. */
  kept?: KeptJob;
}

/** What the layer is, uncompressed: its digest is the diff id. */
export interface UnpackResult {
  digest: string;
  size: number;
  /** Bytes of the compressed layer that had been inflated before; absent when there was nothing to take them from. */
  kept?: number;
}

const REPORT_MS = 100;

/**
 * Unpacks a layer, while its file grows. What stands behind the archive's end counts for the digest, as everything does.
 * @throws NotFound without the layer's file, DataLoss for a broken or cut-off stream, InvalidArgument for a bad archive, ResourceExhausted for one beyond the limits and a full disk
 */
export async function unpack(job: UnpackJob, context: JobContext): Promise<UnpackResult> {
  const { image, format: { program } = {} } = job;
  if (image === undefined || program === undefined || job.native !== undefined) return unpackInto(job, context);
  return imageByProgram({ output: image, program, signal: context.signal }, async (target) => {
    const { image: _image, ...rest } = job;
    const implied: string[] = [];
    return { result: await unpackInto({ ...rest, target }, context, implied), implied };
  });
}

async function unpackInto(job: UnpackJob, context: JobContext, impliedNames: string[] = []): Promise<UnpackResult> {
  Object.assign(context.input, { available: Math.max(job.available, context.input.available), end: job.end || context.input.end });
  const kept = job.kept === undefined ? undefined : await openKeptLayer(job.kept);
  const sink = sinkOf(job, kept);
  const hash = createHash("sha256");
  let size = 0;
  let keptBytes = 0;
  const take = (chunk: Buffer): void => {
    context.signal.throwIfAborted();
    size += chunk.length;
    if (size > job.maxBytes) throw resourceExhausted(`the layer is larger than ${job.maxBytes} bytes`, { hint: "stevedore.limits.max_layer_bytes" });
    hash.update(chunk);
    sink.write(chunk);
  };
  const fd = openLayer(job.path);
  try {
    if (kept !== undefined) {
      keptBytes = await kept.feed(job.available, (from, to) => decompress(readRange(fd, { from, to, signal: context.signal }), take), take);
    } else {
      let source = readGrowing(fd, context, createReporter(context));
      for (const processor of job.processors ?? []) source = runProcessor(processor, source, context.signal);
      if (job.native !== "plain") await decompress(source, take);
      else for await (const chunk of source) take(chunk);
    }
    const implied = [...sink.end()];
    impliedNames.push(...implied);
    if (job.listImplied) writeImpliedList(job.target, implied);
  } catch (error) {
    throw isStreamError(error) ? dataLoss(`the layer's compressed stream is broken behind ${size} bytes: ${(error as Error).message}`, { cause: error }) : error;
  } finally {
    sink.abandon();
    closeSync(fd);
  }
  if (job.sync) syncFileSystem(job.target);
  return { digest: `sha256:${hash.digest("hex")}`, size, ...(kept === undefined ? {} : { kept: keptBytes }) };
}

/** What a layer's bytes go into. */
interface Sink {
  write(chunk: Buffer): void;
  /** Returns the implied directories. */
  end(): Iterable<string>;
  abandon(): void;
}

function sinkOf(job: UnpackJob, onDisk: FilesOnDisk | undefined): Sink {
  if (job.native !== undefined && job.image !== undefined) {
    const copy = createImageCopy(job.image);
    return { ...copy, end: () => (copy.end(), []) };
  }
  const applier = applierOf(job, onDisk);
  const parser = createTarParser(applier);
  return {
    write(chunk) {
      applier.raw?.(chunk);
      parser.write(chunk);
    },
    end() {
      parser.end();
      return applier.end();
    },
    abandon: () => applier.abandon(),
  };
}

function applierOf({ target, image, format = PLAIN_FORMAT, lowers, whiteouts, maxEntries }: UnpackJob, onDisk: FilesOnDisk | undefined): Applier {
  if (image !== undefined) return createImageApplier({ output: image, maxEntries, format });
  return createApplier({ root: fromText(target), lowers: lowers.map(fromText), whiteouts, maxEntries, umask: process.umask(), skipDevices: isInUserNamespace(), ...(onDisk === undefined ? {} : { onDisk }) });
}

function openLayer(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? notFound(`the layer's file ${path}`, { cause: error }) : error;
  }
}

function createReporter({ report }: JobContext): (bytes: number) => void {
  let last = 0;
  return (bytes) => {
    const now = performance.now();
    if (now - last < REPORT_MS) return;
    last = now;
    report(bytes);
  };
}

function isStreamError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  return !isStevedoreError(error) && (code.startsWith("Z_") || code.startsWith("ZSTD_"));
}
