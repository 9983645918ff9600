/**
 * Follows a host's events on NATS, and replays the past:
 *
 *     node examples/follow-nats.ts STATE [SUBJECT] [SEQUENCE | TIME]
 *
 * STATE is the host's state directory (its file config.json has the server's address and token, for root only). SUBJECT is
 * `events.>` for all, `events.default.tasks.*` for the tasks of one namespace. With a sequence number it begins behind that event, with a
 * time at that time, without either now.
 */
import { readFileSync } from "node:fs";
import { containerd } from "@stevedore/api";
import { DeliverPolicy, jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { printEvent } from "./print-event.ts";

const [, , state = "/run/stevedore", subject = "events.>", from] = process.argv;
const config = JSON.parse(readFileSync(`${state}/config.json`, "utf8")) as { stevedore: { nats: { url: string; token?: string } } };
const { url, token } = config.stevedore.nats;

const connection = await connect({ servers: url, ...(token !== undefined && { token }) });
// An ordered consumer keeps its place: after a lost connection it goes on behind the last event that it had.
const consumer = await jetstream(connection).consumers.get("EVENTS", { filter_subjects: subject, ...startOf(from) });
const messages = await consumer.consume();
process.on("SIGTERM", () => messages.stop());
process.stderr.write("following\n");
for await (const message of messages) printEvent(containerd.types.Envelope.decode(message.data), message.seq);
await connection.close();

function startOf(text: string | undefined): object {
  if (text === undefined) return { deliver_policy: DeliverPolicy.New };
  if (/^\d+$/.test(text)) return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Number(text) + 1 };
  return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(text).toISOString() };
}
