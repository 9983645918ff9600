import * as api from "@stevedore/api";
import { isError } from "@stevedore/errors";
import type { MarkReader } from "@stevedore/metadata";
import { giveBack, NAMESPACE_HEADER, type Channel, type RawCall, type RawStream } from "@stevedore/rpc";

const { ReadContentRequest, ReadContentResponse } = api.containerd.services.content.v1;

/** What Go's `io.Copy` over a blob asks for is 32 KiB a call. */
const MAX_SLICE_BYTES = 64 << 10;
const FIRST_PIECE_BYTES = 256 << 10;
const MAX_PIECE_BYTES = 1 << 20;
// So many slices, each behind the one before, are somebody who reads a blob whole.
const SLICES_IN_A_ROW = 3;
const MAX_READERS = 8;
const FORGET_AFTER_MS = 5000;

interface Slice {
  call: RawCall;
  digest: string;
  offset: number;
  size: number;
  /** Of the records of blobs, read before anything was asked. */
  mark: number;
}

interface Piece {
  start: number;
  data: Uint8Array;
  /** The blob ends with it. */
  isLast: boolean;
  mark: number;
}

/** Somebody who reads a blob slice by slice: known by where the next slice begins. */
interface Reader {
  key: string;
  next: number;
  slices: number;
  pieceBytes: number;
  piece?: Piece | undefined;
  coming?: { start: number; piece: Promise<Piece | undefined> } | undefined;
}

/**
 * A channel to the content service on which a blob that is read slice by slice is fetched in larger pieces, the next of them while one is
 * given out: a call of its own for every 32 KiB takes most of the time otherwise. A slice is given from a piece only as long as the records of blobs are those
 * of when the piece was asked for; after a change the service is asked for the slice itself, and where it gives it, the piece is good again.
 */
export function createReadAhead(inner: Channel, { marks }: { marks: MarkReader }): Channel {
  const readers = createReaders();

  const fetch = ({ call, digest, mark }: Slice, start: number, size: number): Promise<Piece | undefined> => {
    // It outlives the call: clients give each up as soon as they have their bytes.
    const { messages } = inner.stream({ ...call, signal: undefined, timeoutMs: 0 }, ReadContentRequest.encode({ digest, offset: start, size }).finish());
    const piece = collect(messages).then(
      (data) => ({ start, data, isLast: data.length < size, mark }),
      (error: unknown) => {
        // The blob has been set aside by now. Of anything else the slice's own call tells.
        if (isError(error, "dataLoss")) throw error;
        return undefined;
      },
    );
    piece.catch(() => undefined);
    return piece;
  };
  const fetchNext = (reader: Reader, slice: Slice, start: number): void => {
    reader.coming = { start, piece: fetch(slice, start, reader.pieceBytes) };
    reader.pieceBytes = Math.min(MAX_PIECE_BYTES, reader.pieceBytes * 2);
  };
  /** The piece that the slice is in; undefined when there is none. @throws DataLoss */
  const pieceFor = async (reader: Reader, slice: Slice): Promise<Piece | undefined> => {
    const { offset } = slice;
    if (reader.piece !== undefined && offset < endOf(reader.piece)) return reader.piece;
    if (reader.coming?.start !== offset) fetchNext(reader, slice, offset);
    const { piece } = reader.coming!;
    const found = await orAborted(piece, slice.call.signal);
    if (reader.coming?.piece !== piece) return found;
    // What was given of it was copied.
    if (reader.piece !== undefined) giveBack(reader.piece.data);
    Object.assign(reader, { coming: undefined, piece: found });
    return found;
  };
  async function* give(reader: Reader, slice: Slice, payload: Uint8Array): AsyncGenerator<Uint8Array> {
    const piece = await pieceFor(reader, slice);
    const data = piece === undefined ? undefined : within(piece, slice);
    if (piece === undefined || data === undefined || piece.mark !== slice.mark) {
      if (data === undefined) reader.piece = undefined;
      const asked = inner.stream(slice.call, payload);
      try {
        for await (const message of asked.messages) {
          if (piece !== undefined) piece.mark = slice.mark;
          yield message;
        }
      } finally {
        asked.cancel();
      }
      return;
    }
    const isPastHalf = slice.offset - piece.start >= piece.data.length / 2;
    if (isPastHalf && !piece.isLast && reader.coming === undefined) fetchNext(reader, slice, endOf(piece));
    yield ReadContentResponse.encode({ data }).finish();
  }
  return {
    unary: (call, payload) => inner.unary(call, payload),
    stream(call, payload) {
      const slice = payload === undefined ? undefined : sliceOf(call, payload, marks);
      if (slice === undefined || payload === undefined) return inner.stream(call, payload);
      const reader = readers.note(slice);
      if (reader.slices < SLICES_IN_A_ROW) return inner.stream(call, payload);
      const messages = give(reader, slice, payload);
      return { send: () => undefined, closeSend: () => undefined, cancel: () => void messages.return(undefined), messages } satisfies RawStream;
    },
    close: () => inner.close(),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

const READ = { service: api.ContentService.name, method: "Read" };

function sliceOf(call: RawCall, payload: Uint8Array, marks: MarkReader): Slice | undefined {
  if (call.method !== READ.method || call.service !== READ.service) return undefined;
  try {
    const { digest, ...range } = ReadContentRequest.decode(payload);
    const [offset, size] = [Number(range.offset), Number(range.size)];
    const mark = offset >= 0 && size > 0 && size <= MAX_SLICE_BYTES ? marks.read("blobs") : undefined;
    return mark === undefined ? undefined : { call, digest, offset, size, mark };
  } catch {
    // What is no such request is for the service to refuse.
    return undefined;
  }
}

const endOf = ({ start, data }: Piece): number => start + data.length;

/** The slice's bytes; undefined when they are not all in the piece. Behind the end of the blob there are none, which the service has to say. */
function within(piece: Piece, { offset, size }: Slice): Uint8Array | undefined {
  const end = piece.isLast ? Math.min(offset + size, endOf(piece)) : offset + size;
  return offset >= piece.start && end > offset && end <= endOf(piece) ? piece.data.subarray(offset - piece.start, end - piece.start) : undefined;
}

async function collect(messages: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const message of messages) parts.push(ReadContentResponse.decode(message).data);
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", abort);
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", abort));
}

/** The readers of late, all forgotten when nobody reads. */
function createReaders(): { note(slice: Slice): Reader } {
  let readers: Reader[] = [];
  let used = false;
  let sweeper: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    if (!used) {
      readers = [];
      clearInterval(sweeper);
      sweeper = undefined;
    }
    used = false;
  };
  return {
    note({ call, digest, offset, size }) {
      const key = `${call.metadata.get(NAMESPACE_HEADER) ?? ""}\n${digest}`;
      const at = readers.findIndex((reader) => reader.next === offset && reader.key === key);
      const [known] = at < 0 ? [] : readers.splice(at, 1);
      const reader = known ?? { key, next: 0, slices: 0, pieceBytes: FIRST_PIECE_BYTES };
      reader.next = offset + size;
      reader.slices += 1;
      readers.unshift(reader);
      readers.length = Math.min(readers.length, MAX_READERS);
      used = true;
      sweeper ??= setInterval(sweep, FORGET_AFTER_MS).unref();
      return reader;
    },
  };
}
