import { aborted } from "@stevedore/errors";
import type { Reader, Transaction } from "@stevedore/metadata";
import { EVENT_AFTER_HEADER, EVENT_ID_HEADER, type Metadata } from "@stevedore/rpc";

const BUCKET = "shim-epochs";
// Events of lives before these have long been delivered.
const KEPT_EPOCHS = 16;

interface Position {
  epoch: string;
  number: number;
}

/** How a shim of ours numbers an event. */
export interface EventId extends Position {
  /** The event before it, which is on its way too; undefined: all before it have been confirmed. */
  after: Position | undefined;
}

export function readEventId(metadata: Metadata): EventId | undefined {
  const position = parsePosition(metadata.get(EVENT_ID_HEADER));
  return position === undefined ? undefined : { ...position, after: parsePosition(metadata.get(EVENT_AFTER_HEADER)) };
}

function parsePosition(text: string | undefined): Position | undefined {
  const [, epoch, number] = /^(\d+)-(\d+)$/.exec(text ?? "") ?? [];
  return epoch === undefined ? undefined : { epoch, number: Number(number) };
}

/**
 * Notes an event as received, in the transaction that records it. False when it was before: a shim sends an event again
 * whose confirmation it did not get. Numbers of an epoch come in their order; epochs are not compared, because clocks go back.
 * @throws Aborted when the event before it could not be recorded: both are to be sent again
 */
export function noteEventId(tx: Transaction, { epoch, number, after }: EventId): boolean {
  if (after !== undefined && lastOf(tx, after.epoch) < after.number) throw aborted(`event ${epoch}-${number} came without ${after.epoch}-${after.number}, which is to be before it`);
  const last = lastOf(tx, epoch);
  if (number <= last) return false;
  tx.put(BUCKET, epoch, Buffer.from(String(number)));
  if (last === 0) forgetOldEpochs(tx);
  return true;
}

function lastOf(tx: Reader, epoch: string): number {
  const last = tx.get(BUCKET, epoch);
  return last === undefined ? 0 : Number(Buffer.from(last.value).toString());
}

function forgetOldEpochs(tx: Reader & Transaction): void {
  const epochs = tx.list(BUCKET).toSorted((a, b) => b.revision - a.revision);
  for (const { key } of epochs.slice(KEPT_EPOCHS)) tx.delete(BUCKET, key);
}
