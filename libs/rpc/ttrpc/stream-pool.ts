import type { Socket } from "node:net";
import { createFrameConnection, type FrameConnection } from "./connection.ts";
import { dial, type DialOptions } from "./dial.ts";
import { INTERNAL_MAX_PAYLOAD, type Frame } from "./frame.ts";

/** A connection that carries one streaming call at a time. */
export interface StreamConnection {
  readonly connection: FrameConnection;
  /** It has carried a call before: its peer may have died since, without our knowing yet. */
  readonly isUsed: boolean;
  /** Id of the next call on it. */
  nextId(): number;
  /** Hands frames and the end of the connection to the call that uses it now. */
  use(user: StreamUser): void;
}

export interface StreamUser {
  onFrame(frame: Frame): void;
  onClose(error: Error | undefined): void;
}

/** Connections for streaming calls: making one costs more than a short stream, so a few are kept for the next. */
export interface StreamPool {
  take(): Promise<StreamConnection>;
  /** Gives a connection back whose call ended in good order. */
  giveBack(stream: StreamConnection): void;
  close(): void;
}

const KEPT = 8;

export function createStreamPool(options: DialOptions): StreamPool {
  const idle: StreamConnection[] = [];
  const drop = (stream: StreamConnection): void => {
    const at = idle.indexOf(stream);
    if (at >= 0) idle.splice(at, 1);
  };
  return {
    async take() {
      return idle.pop() ?? wrap(await dial(options));
    },
    giveBack(stream) {
      if (idle.length >= KEPT) return stream.connection.close();
      stream.use({ onFrame: () => undefined, onClose: () => drop(stream) });
      stream.connection.unref();
      idle.push(stream);
    },
    close() {
      for (const stream of idle.splice(0)) stream.connection.close();
    },
  };
}

function wrap(socket: Socket): StreamConnection {
  let user: StreamUser | undefined;
  let id = -1;
  const connection = createFrameConnection(socket, {
    maxPayload: INTERNAL_MAX_PAYLOAD,
    onFrame: (frame) => user?.onFrame(frame),
    onClose: (error) => user?.onClose(error),
  });
  return {
    connection,
    get isUsed() {
      return id > 1;
    },
    nextId: () => (id += 2),
    use(next) {
      user = next;
      connection.ref();
    },
  };
}
