import { spawn } from "node:child_process";
import { connect as dial } from "node:net";
import { eventually, stopProcess } from "./process.ts";
import { freePort, tempDir } from "./temp.ts";

export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** A nats-server with JetStream on a free loopback port. */
export async function startNats(): Promise<NatsServer> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("nats"));
  const port = await freePort();
  const child = spawn("nats-server", ["-js", "-sd", dir.path, "-a", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  stack.defer(() => stopProcess(child));
  await eventually("nats-server listens", () => canConnect(port));
  const owned = stack.move();
  return { url: `nats://127.0.0.1:${port}`, pid: child.pid ?? -1, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Resolves true when something accepts connections on the loopback port. */
export function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
