import type { FileHandle } from "node:fs/promises";
import { resourceExhausted } from "@stevedore/errors";

/** Writes pieces behind each other; gives their length. @throws ResourceExhausted when the disk is full */
export async function writeAll(file: FileHandle, batch: readonly Uint8Array[], { position, what }: { position: number; what: string }): Promise<number> {
  let written = 0;
  try {
    let rest = batch;
    while (rest.length > 0) {
      const { bytesWritten } = await file.writev(rest, position + written);
      written += bytesWritten;
      rest = dropBytes(rest, bytesWritten);
    }
    return written;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT") throw resourceExhausted(`write ${what}: no space left on device`, { cause: error });
    throw error;
  }
}

function dropBytes(batch: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  for (const [i, chunk] of batch.entries()) {
    if (left < chunk.length) return [chunk.subarray(left), ...batch.slice(i + 1)];
    left -= chunk.length;
  }
  return [];
}
