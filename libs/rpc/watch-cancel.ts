import { canceled, deadlineExceeded, errorClassOf, isStevedoreError } from "@stevedore/errors";
import type { RawCall } from "./channel.ts";

/** Calls `onCancel` when the call's signal fires; returns how to stop watching it. */
export function watchCancel(call: RawCall, onCancel: (reason: unknown) => void): () => void {
  const { signal } = call;
  if (signal === undefined) return () => undefined;
  const listener = (): void => onCancel(asCallError(signal.reason));
  if (signal.aborted) queueMicrotask(listener);
  else signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

function asCallError(reason: unknown): unknown {
  if (isStevedoreError(reason)) return reason;
  return errorClassOf(reason) === "deadlineExceeded" ? deadlineExceeded("context deadline exceeded", { verbatim: true }) : canceled("call canceled by the client");
}
