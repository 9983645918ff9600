import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HostConfig } from "@stevedore/config";
import { failedPrecondition } from "@stevedore/errors";
import { createHostFiles } from "./host-files.ts";

export interface OwnNats {
  command: string;
  args: string[];
  url: string;
  token: string;
  probe(signal: AbortSignal): Promise<void>;
}

// For what isn't events.
const RESERVE_BYTES = 1 << 30;

/**
 * How to run the host's own nats-server: on loopback, with JetStream under ROOT, and a token that only root can read, because
 * every user of the machine can reach the port. It ends with the supervisor, also when that is killed.
 */
export async function prepareNats(config: HostConfig): Promise<OwnNats> {
  const { nats: { port: wanted }, events: { maxBytes } } = config.stevedore;
  const port = await claimPort(wanted);
  const token = randomBytes(24).toString("base64url");
  const file = createHostFiles(config.state).natsConfig;
  const lines = [
    "host: 127.0.0.1",
    `port: ${port}`,
    `authorization { token: ${JSON.stringify(token)} }`,
    // Left to itself it takes three quarters of what is free on the disk for its limit, and refuses a stream that may become larger.
    `jetstream { store_dir: ${JSON.stringify(path.join(config.root, "nats"))}, max_file_store: ${maxBytes + RESERVE_BYTES} }`,
    "max_payload: 8MB",
    "logtime: true",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  return {
    command: "setpriv",
    args: ["--pdeathsig", "TERM", "nats-server", "-c", file],
    url: `nats://127.0.0.1:${port}`,
    token,
    probe: (signal) => waitForPort(port, signal),
  };
}

/** A port of loopback that nobody listens on; 0 takes any. @throws FailedPrecondition */
async function claimPort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening").catch((error: Error) => {
    throw failedPrecondition(`port ${wanted} of 127.0.0.1 for nats-server: ${error.message}`, { hint: "end what listens there, or set [stevedore.nats] port to another, or to 0 for any" });
  });
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function waitForPort(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const socket = connect(port, "127.0.0.1");
    const up = await new Promise<boolean>((resolve) => socket.once("connect", () => resolve(true)).once("error", () => resolve(false)));
    socket.destroy();
    if (up) return;
    await delay(20);
  }
}
