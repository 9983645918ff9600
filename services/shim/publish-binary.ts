import { spawn } from "node:child_process";
import { once } from "node:events";
import { google } from "@stevedore/api";
import { unavailable } from "@stevedore/errors";
import type { EventReceiver } from "./events.ts";

const TIMEOUT_MS = 5000;
const MAX_REASON = 512;

/**
 * Publishes events with the program that `-publish-binary` names, for a daemon that gives no TTRPC_ADDRESS:
 * `BINARY --address A publish --topic T --namespace NS`, the event as an Any on its stdin (containerd, docs/runtime-v2.md).
 */
export function createBinaryPublisher({ binary, address }: { binary: string; address: string }): EventReceiver {
  return {
    async forward({ envelope }) {
      const { topic, namespace, event } = envelope;
      const child = spawn(binary, ["--address", address, "publish", "--topic", topic, "--namespace", namespace], { stdio: ["pipe", "ignore", "pipe"], timeout: TIMEOUT_MS });
      let reason = "";
      child.stderr.on("data", (chunk: Buffer) => (reason = (reason + chunk.toString()).slice(-MAX_REASON)));
      child.stdin.on("error", () => undefined).end(google.protobuf.Any.encode(event).finish());
      const [code] = (await once(child, "close")) as [number | null];
      if (code !== 0) throw unavailable(`${binary} publish: ${reason.trim() || `exit status ${code}`}`);
    },
  };
}
