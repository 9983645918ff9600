import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import { EventsService } from "@stevedore/api";

/** One subscriber of a socket's events. */
export interface Subscription {
  /** Resolves with the last of the awaited events. */
  finished: Promise<void>;
  /** Milliseconds from an event's timestamp to its arrival, of every 50th. */
  delays: number[];
}

const PREFIX_BYTES = 5;
const SAMPLED = 50;
// As long as it takes a server to know of the subscription.
const SETTLE_MS = 200;

/** Subscribes to a topic and counts: a client that does as little as it can, so that what is measured is the server. */
export async function subscribe(address: string, topic: string, expected: number): Promise<Subscription> {
  const { request, response } = EventsService.methods.subscribe;
  const session = connect("http://localhost", { createConnection: () => connectSocket(address), settings: { initialWindowSize: 8 << 20 } });
  session.on("connect", () => session.setLocalWindowSize(16 << 20));
  const stream = session.request({ ":method": "POST", ":path": `/${EventsService.name}/Subscribe`, "content-type": "application/grpc", te: "trailers" });
  const body = request.encode({ filters: [`topic=="${topic}"`] });
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(body.length, 1);
  stream.end(Buffer.concat([prefix, body]));
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  const delays: number[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let count = 0;
  stream.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let length; rest.length >= PREFIX_BYTES && rest.length >= (length = PREFIX_BYTES + rest.readUInt32BE(1)); rest = rest.subarray(length)) {
      if (count++ % SAMPLED === 0) delays.push(delayOf(response.decode(rest.subarray(PREFIX_BYTES, length))));
    }
    if (count < expected) return;
    resolve();
    session.destroy();
  });
  stream.on("error", reject).on("close", () => (count < expected ? reject(new Error(`the subscription ended after ${count} events`)) : undefined));
  await new Promise((settled) => setTimeout(settled, SETTLE_MS));
  return { finished, delays };
}

function delayOf({ timestamp }: { timestamp?: { seconds?: unknown; nanos?: number | null } | null }): number {
  return Date.now() - (Number(timestamp?.seconds ?? 0) * 1000 + (timestamp?.nanos ?? 0) / 1e6);
}
