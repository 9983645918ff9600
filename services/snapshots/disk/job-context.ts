/** What a running job knows of the outside. */
export interface JobContext {
  signal: AbortSignal;
  report(bytes: number): void;
  /** How far the input file has grown; changes are told through `onGrow`. */
  input: { available: number; end: boolean; onGrow: (() => void) | undefined };
}
