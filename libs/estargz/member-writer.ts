import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { availableParallelism } from "node:os";

const compress = promisify(gzip);

/** Writes gzip members one behind the other; several are compressed at once. */
export interface MemberWriter {
  add(bytes: Uint8Array): void;
  /** Ends the current member, if it has bytes, and begins a new one; `onOffset` hears where that will lie in the blob. */
  cut(onOffset?: (offset: number) => void): Promise<void>;
  /** Ends the last one; gives the number of bytes written in all. */
  end(): Promise<number>;
}

interface Pending {
  compressed: Promise<Buffer>;
  onOffset: ((offset: number) => void) | undefined;
}

export function createMemberWriter({ level, write }: { level: number; write: (bytes: Buffer) => Promise<void> | void }): MemberWriter {
  const pending: Pending[] = [];
  const limit = availableParallelism() + 1;
  let offset = 0;
  let parts: Uint8Array[] = [];
  let onOffset: Pending["onOffset"];
  const settleFirst = async (): Promise<void> => {
    const first = pending.shift() as Pending;
    const bytes = await first.compressed;
    first.onOffset?.(offset);
    offset += bytes.length;
    await write(bytes);
  };
  const cut = async (next?: (offset: number) => void): Promise<void> => {
    if (parts.length > 0) {
      const compressed = compress(Buffer.concat(parts), { level });
      // Awaited in its turn; until then a failure is nobody's.
      compressed.catch(() => {});
      pending.push({ compressed, onOffset });
    }
    parts = [];
    onOffset = next;
    while (pending.length > limit) await settleFirst();
  };
  return {
    add: (bytes) => void parts.push(bytes),
    cut,
    async end() {
      await cut();
      while (pending.length > 0) await settleFirst();
      return offset;
    },
  };
}
