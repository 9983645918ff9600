import type { Socket } from "node:net";

/** Collects what is written to a socket in one turn of the event loop, so that it leaves in one system call. */
export interface SocketWriter {
  /** The bytes must not change before they are with the kernel, which `onGone` is told; not when the socket is lost before. */
  append(bytes: Uint8Array, onGone?: () => void): void;
  /** Bytes that are here and not yet with the kernel. */
  backlog(): number;
  /** Writes at once what has been collected. */
  flush(): void;
}

// Copying what is smaller costs less than a further element of a vectored write.
const COPY_BELOW = 4 << 10;

interface Collected {
  flush(): void;
}

let dirty: Collected[] = [];

// After all sockets of a turn have been read: the requests of many clients, and the answers to them, are one write then.
function flushAll(): void {
  const writers = dirty;
  dirty = [];
  for (const writer of writers) writer.flush();
}

/** `onRoom` is called whenever what was written has left, or is few enough for more. */
export function createSocketWriter(socket: Socket, onRoom: () => void): SocketWriter {
  socket.on("drain", onRoom);
  let parts: Uint8Array[] = [];
  const told = new WeakMap<Uint8Array, () => void>();
  let size = 0;
  const writer: SocketWriter = {
    append(bytes, onGone) {
      // Of small ones nobody wants to know: they are copied.
      if (onGone !== undefined && bytes.length >= COPY_BELOW) told.set(bytes, onGone);
      if (size === 0) {
        if (dirty.length === 0) setImmediate(flushAll);
        dirty.push(writer);
      }
      parts.push(bytes);
      size += bytes.length;
    },
    backlog: () => size + socket.writableLength,
    flush() {
      if (size === 0) return;
      const ready = parts.length === 1 ? parts : joinSmall(parts);
      parts = [];
      size = 0;
      if (socket.destroyed) return;
      if (ready.length > 1) socket.cork();
      for (const part of ready) socket.write(part, told.get(part));
      if (ready.length > 1) socket.uncork();
      if (!socket.writableNeedDrain) onRoom();
    },
  };
  return writer;
}

/** Neighbours that are small become one buffer; what is large stays where it is. */
function joinSmall(parts: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  let from = 0;
  let size = 0;
  const join = (to: number): void => {
    if (to - from === 1) joined.push(parts[from]!);
    else if (to > from) joined.push(Buffer.concat(parts.slice(from, to), size));
    size = 0;
  };
  for (let i = 0; i < parts.length; i++) {
    const { length } = parts[i]!;
    if (length < COPY_BELOW) {
      size += length;
      continue;
    }
    join(i);
    joined.push(parts[i]!);
    from = i + 1;
  }
  join(parts.length);
  return joined;
}
