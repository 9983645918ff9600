import { setTimeout as sleep } from "node:timers/promises";
import { containerd, packAny, typeNameOf } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { ClientStream } from "./streams.ts";

const { Data, WindowUpdate } = containerd.types.transfer;

// containerd's numbers: a sender sends at most this much ahead of the receiver's grants, in messages of at most MAX_DATA.
const WINDOW = 64 << 10;
const MAX_DATA = 32 << 10;
/** How long a receiver may be busy with what it has before it is taken for one that grants otherwise. */
const SILENCE_MS = 10_000;

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
  const sender = createSender(stream);
  for await (const chunk of source) await sender.send(chunk);
}

/**
 * As `sendBytes`, and resolves only when the client has taken the last byte. containerd's client ends as soon as the transfer is over, whatever it has still to
 * write, and what it writes would lack its end now and then. A client says of bytes that it has taken them only by granting more, which it does whenever less
 * than a window is left to it: so the last window's worth goes as one message, after which it has to.
 */
export async function sendToTheEnd(stream: ClientStream, source: AsyncIterable<Uint8Array>): Promise<void> {
  const sender = createSender(stream);
  let last: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    const isEnough = chunk.length >= WINDOW;
    if (isEnough) await sender.send(last);
    const held = isEnough ? chunk : Buffer.concat([last, chunk]);
    const cut = Math.max(0, held.length - WINDOW);
    await sender.send(held.subarray(0, cut));
    last = held.subarray(cut);
  }
  await sender.sendLast(last);
}

interface Sender {
  send(bytes: Uint8Array): Promise<void>;
  /** Sends at most a window's worth, and waits until it is taken. */
  sendLast(bytes: Uint8Array): Promise<void>;
}

function createSender(stream: ClientStream): Sender {
  let [window, granted, isAlike] = [0, 0, true];
  // What the receiver has left, and has granted, once it has taken all that was sent: as containerd's does it.
  let [left, due] = [WINDOW, WINDOW];
  let awaited: Promise<void> | undefined;
  const receiveGrant = (): Promise<void> => {
    awaited ??= nextGrant(stream).then((grant) => {
      window += grant;
      granted += grant;
      isAlike &&= grant === 0 || grant === WINDOW;
      awaited = undefined;
    });
    awaited.catch(() => {});
    return awaited;
  };
  const sendMessage = (data: Uint8Array): void => {
    stream.send(packAny("containerd.types.transfer.Data", Data, { data }));
    window -= data.length;
    left -= data.length;
    if (left >= WINDOW) return;
    left += WINDOW;
    due += WINDOW;
  };
  const send = async (bytes: Uint8Array): Promise<void> => {
    for (let offset = 0; offset < bytes.length; ) {
      while (window <= 0) await receiveGrant();
      const data = bytes.subarray(offset, offset + Math.min(MAX_DATA, window));
      sendMessage(data);
      offset += data.length;
    }
  };
  // Whether all is taken. A receiver that grants otherwise doesn't say, and is not waited for.
  const isTaken = async (): Promise<boolean> => {
    while (isAlike && granted < due) if ((await Promise.race([receiveGrant(), sleep(SILENCE_MS, "silence", { ref: false })])) === "silence") return false;
    return isAlike && granted === due;
  };
  return {
    send,
    async sendLast(bytes) {
      if (!(await isTaken())) return send(bytes);
      sendMessage(bytes);
      // It may close the stream when it has what it wanted.
      await isTaken().catch(() => {});
    },
  };
}

async function nextGrant(stream: ClientStream): Promise<number> {
  const message = await stream.next();
  if (message === undefined) throw invalidArgument("the receiver closed the stream before it had everything");
  if (typeNameOf(message) !== "containerd.types.transfer.WindowUpdate") return 0;
  return WindowUpdate.decode(message.value ?? new Uint8Array()).update;
}
