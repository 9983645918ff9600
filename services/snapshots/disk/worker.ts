import { parentPort } from "node:worker_threads";
import { canceled, errorClassOf, isStevedoreError, messageOf } from "@stevedore/errors";
import { cloneFile } from "@stevedore/linux";
import { unpack } from "../apply/unpack.ts";
import { writeDiff } from "../diff/write-diff.ts";
import { adoptImplied } from "../erofs/adopt-implied.ts";
import { imageOfTree } from "../erofs/image-of-tree.ts";
import { mergeImages } from "../erofs/merge-images.ts";
import { protectImage } from "../erofs/protect-image.ts";
import { adoptParents } from "./adopt-parents.ts";
import { copyTree } from "./copy-tree.ts";
import { measureChanges } from "./measure-changes.ts";
import { measureTree } from "./measure-tree.ts";
import { classOfSystemError } from "./system-errors.ts";
import type { JobContext } from "./job-context.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

const running = new Map<number, { abort: AbortController; context: JobContext }>();
const post = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "grow") {
    const input = running.get(message.id)?.context.input;
    if (input === undefined) return;
    input.available = message.available;
    input.end = message.end;
    input.onGrow?.();
  } else if (message.kind === "cancel") {
    running.get(message.id)?.abort.abort(canceled("the caller gave up"));
  } else {
    void run(message);
  }
});

async function run(message: Exclude<ToWorker, { kind: "grow" | "cancel" }>): Promise<void> {
  const { id } = message;
  const abort = new AbortController();
  const context: JobContext = {
    signal: abort.signal,
    report: (bytes) => post({ id, kind: "progress", bytes }),
    input: { available: 0, end: false, onGrow: undefined },
  };
  running.set(id, { abort, context });
  try {
    post({ id, kind: "done", result: await perform(message, context) });
  } catch (error) {
    const errorClass = isStevedoreError(error) ? errorClassOf(error) : classOfSystemError(error);
    post({ id, kind: "failed", errorClass, message: messageOf(error) });
  } finally {
    running.delete(id);
  }
}

function perform(message: Exclude<ToWorker, { kind: "grow" | "cancel" }>, context: JobContext): unknown {
  switch (message.kind) {
    case "measure":
      return measureTree(message.job.directory);
    case "measure-changes":
      return measureChanges(message.job.lower, message.job.upper);
    case "clone":
      return cloneFile(message.job.source, message.job.target);
    case "image":
      return imageOfTree(message.job.directory, message.job.output);
    case "adopt-image":
      return adoptImplied(message.job.image, message.job.lowers);
    case "merge-images":
      return mergeImages(message.job.images, message.job.output);
    case "protect-image":
      return protectImage(message.job.image);
    case "copy":
      return copyTree(message.job.source, message.job.target);
    case "adopt":
      adoptParents(message.job.directory, message.job.lowers);
      return measureTree(message.job.directory);
    case "unpack":
      return unpack(message.job, context);
    case "diff":
      return writeDiff(message.job, context);
  }
}
