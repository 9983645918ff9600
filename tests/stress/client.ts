import { ContainersService, EventsService, TasksService, containerd, typeNameOf, type ServiceDescriptor } from "@stevedore/api";
import { connect, type Connection, type MethodsOf, type ReplyOf, type RequestOf } from "../conformance/connection.ts";
import type { Actor } from "../conformance/scenario.ts";
import { eventually, type Side } from "../kit/mod.ts";

export interface SeenEvent {
  topic: string;
  containerId: string;
  /** Of the process that it is about; empty where the event names none. */
  processId: string;
  message: Record<string, unknown>;
}

/** A side's public socket, as one client that makes calls and another that listens to all events of the namespace. */
export interface StressClient extends AsyncDisposable {
  readonly actor: Actor;
  readonly seen: SeenEvent[];
  /** @throws with code and message of an answer that is not OK */
  call<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, request: RequestOf<S["methods"][M]>): Promise<ReplyOf<S["methods"][M]>>;
}

const HOURS_MS = 12 * 3_600_000;
const CALL_TIMEOUT_MS = 120_000;

export async function createStressClient(side: Side): Promise<StressClient> {
  const metadata = { "containerd-namespace": side.namespace };
  const [calls, listening] = [connect(side.address), connect(side.address)];
  const seen: SeenEvent[] = [];
  const following = follow(listening, side.namespace, seen);
  const client: StressClient = {
    actor: { peer: { side }, namespace: side.namespace } as unknown as Actor,
    seen,
    async call(service, method, request) {
      const { code, message, replies } = await calls.call(service, method, request, { metadata, timeoutMs: CALL_TIMEOUT_MS });
      if (code !== "OK") throw new Error(`${service.name}/${method}: ${code} ${message}`);
      return replies[0]!;
    },
    async [Symbol.asyncDispose]() {
      following.cancel();
      await listening[Symbol.asyncDispose]();
      await calls[Symbol.asyncDispose]();
    },
  };
  await eventually("events are followed", async () => {
    await client.call(ContainersService, "create", { container: { id: "first", runtime: { name: "io.containerd.runc.v2" }, spec: { type_url: "x", value: Buffer.from("{}") } } });
    await client.call(ContainersService, "delete", { id: "first" });
    return seen.length > 0;
  });
  return client;
}

function follow(connection: Connection, namespace: string, seen: SeenEvent[]): { cancel(): void } {
  const stream = connection.open(EventsService, "subscribe", { metadata: {}, timeoutMs: HOURS_MS });
  stream.send({ filters: [`namespace==${namespace}`] });
  stream.closeSend();
  void (async () => {
    for (let envelope = await stream.next(); envelope !== undefined; envelope = await stream.next()) {
      const name = typeNameOf(envelope.event).replace("containerd.events.", "") as "TaskExit";
      const message = containerd.events[name].decode(envelope.event!.value!) as unknown as Record<string, unknown>;
      const [container, id] = [message["containerId"], message["execId"] ?? message["id"]];
      seen.push({ topic: envelope.topic, containerId: String(container ?? id), processId: String(id ?? ""), message });
    }
  })();
  return stream;
}

export { ContainersService, TasksService };
