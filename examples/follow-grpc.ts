/**
 * Follows a host's events as any containerd client does, by the Events service, and replays the past:
 *
 *     node examples/follow-grpc.ts SOCKET [FILTER] [SEQUENCE | TIME]
 *
 * FILTER is containerd's, like `topic~=^/tasks/` ("" for all). The third argument goes into the metadata `stevedore-replay`: events behind
 * that sequence number, or since that time (RFC 3339), and then what comes.
 */
import { EventsService } from "@stevedore/api";
import * as grpc from "@grpc/grpc-js";
import { printEvent } from "./print-event.ts";

const [, , socket = "/run/stevedore/containerd.sock", filter = "", from] = process.argv;
const client = new grpc.Client(`unix:${socket}`, grpc.credentials.createInsecure(), { "grpc.default_authority": "localhost" });
const metadata = new grpc.Metadata();
if (from !== undefined) metadata.set("stevedore-replay", from);

const { name, request, response } = EventsService.methods.subscribe;
const encode = (filters: string[]): Buffer => Buffer.from(request.encode({ filters }));
const call = client.makeServerStreamRequest(`/${EventsService.name}/${name}`, encode, response.decode, filter === "" ? [] : [filter], metadata);
process.on("SIGTERM", () => call.cancel());
process.stderr.write("following\n");
try {
  for await (const envelope of call) printEvent(envelope);
} catch (error) {
  if ((error as grpc.ServiceError).code !== grpc.status.CANCELLED) throw error;
} finally {
  client.close();
}
