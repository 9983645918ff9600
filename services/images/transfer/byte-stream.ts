import { containerd, packAny, typeNameOf } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { ClientStream } from "./streams.ts";

const { Data, WindowUpdate } = containerd.types.transfer;

// containerd's numbers: a sender sends at most this much ahead of the receiver's grants, in messages of at most MAX_DATA.
const WINDOW = 64 << 10;
const MAX_DATA = 32 << 10;

/** The bytes that a client sends over a stream, granted piece by piece. */
export async function* receiveBytes(stream: ClientStream): AsyncGenerator<Buffer> {
  for (let window = 0; ; ) {
    if (window < WINDOW) {
      stream.send(packAny("containerd.types.transfer.WindowUpdate", WindowUpdate, { update: WINDOW }));
      window += WINDOW;
    }
    const message = await stream.next();
    if (message === undefined) return;
    if (typeNameOf(message) !== "containerd.types.transfer.Data") throw invalidArgument(`stream message ${typeNameOf(message)}: expected containerd.types.transfer.Data`);
    const { data } = Data.decode(message.value ?? new Uint8Array());
    window -= data.length;
    yield Buffer.from(data.buffer, data.byteOffset, data.length);
  }
}

/** Sends bytes to a client, never more than it has granted. */
export async function sendBytes(stream: ClientStream, source: AsyncIterable<Uint8Array>): Promise<void> {
  let window = 0;
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length; ) {
      while (window <= 0) window += await nextGrant(stream);
      const data = chunk.subarray(offset, offset + Math.min(MAX_DATA, window));
      stream.send(packAny("containerd.types.transfer.Data", Data, { data }));
      offset += data.length;
      window -= data.length;
    }
  }
}

async function nextGrant(stream: ClientStream): Promise<number> {
  const message = await stream.next();
  if (message === undefined) throw invalidArgument("the receiver closed the stream before it had everything");
  if (typeNameOf(message) !== "containerd.types.transfer.WindowUpdate") return 0;
  return WindowUpdate.decode(message.value ?? new Uint8Array()).update;
}
