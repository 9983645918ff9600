import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { LazyContentService } from "@stevedore/api";
import { errorClassOf, isStevedoreError, messageOf } from "@stevedore/errors";
import { connect, createClient } from "@stevedore/rpc";
import { createBlobReader } from "./blob-reader.ts";
import { connectKeeper } from "./connection.ts";
import { createContentSource } from "./content-source.ts";
import { createFileSystem } from "./file-system.ts";
import { createOpenLayers } from "./open-layers.ts";
import type { FromLazyWorker, LazyWorkerOptions, ToLazyWorker } from "./protocol.ts";

const { directory, imagesSocket, opaqueXattr } = workerData as LazyWorkerOptions;
const post = (message: FromLazyWorker): void => parentPort?.postMessage(message);

const content = createClient(LazyContentService, connect({ path: imagesSocket, patienceMs: 5000 }));
const layers = createOpenLayers({ directory, opaqueXattr, sourceOf: (blob) => createContentSource(content, blob), readerOf: (blob) => createBlobReader(content, blob) });
const fileSystem = createFileSystem({ layers, onFailure: (failure) => post({ kind: "failure", failure }) });
const RECONNECT_MS = 100;

parentPort?.on("message", (message: ToLazyWorker) => {
  if (message.kind === "serve") void serve(message.socket);
  else if (message.kind === "arrived") layers.arrived(message.id);
  else if (message.kind === "distrust-kept") layers.distrustKept(message.id);
  else if (message.kind === "kept") void layers.kept(message.id).then((shared) => post({ kind: "kept", request: message.request, shared }));
  else if (message.kind === "quiet") void fileSystem.quiet().then(() => post(message));
  else void attach(message);
});

async function attach({ request, layer }: Extract<ToLazyWorker, { kind: "attach" }>): Promise<void> {
  try {
    post({ kind: "attached", request, result: await layers.attach(layer.id, layer) });
  } catch (error) {
    post({ kind: "refused", request, errorClass: isStevedoreError(error) ? errorClassOf(error) : "internal", message: messageOf(error) });
  }
}

// As long as the keeper lives it can be come back to; when it does not, its mount is over.
async function serve(socket: string): Promise<void> {
  for (let failures = 0; failures < 5; ) {
    try {
      const connection = await connectKeeper(socket, fileSystem);
      failures = 0;
      post({ kind: "serving" });
      await connection.ended;
    } catch (error) {
      failures++;
      if (failures === 5) post({ kind: "lost", socket, error: messageOf(error) });
    }
    await delay(RECONNECT_MS);
  }
}
