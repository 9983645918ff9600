import type { Reader, Transaction } from "@stevedore/metadata";

/** The header with which a shim of ours numbers its events: `EPOCH-NUMBER`, counted anew in each of its lives. */
export const EVENT_ID_HEADER = "stevedore-event-id";

const BUCKET = "shim-epochs";
// Events of lives before these have long been delivered.
const KEPT_EPOCHS = 16;

export interface EventId {
  epoch: string;
  number: number;
}

export function parseEventId(text: string | undefined): EventId | undefined {
  const [, epoch, number] = /^(\d+)-(\d+)$/.exec(text ?? "") ?? [];
  return epoch === undefined ? undefined : { epoch, number: Number(number) };
}

/**
 * Notes an event as received, in the transaction that records it. False when it was before: a shim sends an event again
 * whose confirmation it did not get. Numbers of an epoch come in their order; epochs are not compared, because clocks go back.
 */
export function noteEventId(tx: Transaction, { epoch, number }: EventId): boolean {
  const last = tx.get(BUCKET, epoch);
  if (last !== undefined && number <= Number(Buffer.from(last.value).toString())) return false;
  tx.put(BUCKET, epoch, Buffer.from(String(number)));
  if (last === undefined) forgetOldEpochs(tx);
  return true;
}

function forgetOldEpochs(tx: Reader & Transaction): void {
  const epochs = tx.list(BUCKET).toSorted((a, b) => b.revision - a.revision);
  for (const { key } of epochs.slice(KEPT_EPOCHS)) tx.delete(BUCKET, key);
}
