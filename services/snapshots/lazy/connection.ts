import { connect, type Socket } from "node:net";
import { messageOf } from "@stevedore/errors";
import { Opcode, parseRequest } from "./fuse-messages.ts";
import type { FileSystem } from "./file-system.ts";

/** Answers what a keeper passes on, until the connection ends. */
export interface KeeperConnection {
  /** Resolves with the reason when the keeper is gone. */
  readonly ended: Promise<string>;
  close(): void;
}

/** Connects to a keeper's socket. @throws what connect(2) says when there is none */
export async function connectKeeper(socketPath: string, fileSystem: FileSystem): Promise<KeeperConnection> {
  const socket = connect(socketPath);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  const ended = new Promise<string>((resolve) => {
    socket.once("close", () => resolve("closed"));
    socket.on("error", (error) => resolve(messageOf(error)));
  });
  const split = createSplitter();
  const peer = { takesFiles: false };
  socket.on("data", (chunk: Buffer) => {
    for (const message of split(chunk)) void reply({ socket, peer, fileSystem }, message);
  });
  return { ended, close: () => socket.destroy() };
}

async function reply({ socket, peer, fileSystem }: { socket: Socket; peer: { takesFiles: boolean }; fileSystem: FileSystem }, message: Buffer): Promise<void> {
  const request = parseRequest(message);
  if (request.opcode === Opcode.hello) {
    peer.takesFiles = true;
    return;
  }
  const answer = await fileSystem.answer(request, peer);
  if (answer === undefined || socket.destroyed) return;
  socket.cork();
  for (const part of answer) socket.write(part);
  socket.uncork();
}

// Each message begins with its length.
function createSplitter(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    while (rest.length >= 4 && rest.length >= rest.readUInt32LE(0)) {
      const length = rest.readUInt32LE(0);
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return messages;
  };
}
