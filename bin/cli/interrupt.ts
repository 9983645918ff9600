/** The exit code of a command that its user has interrupted. */
export const INTERRUPTED = 130;

/** While this is held, Ctrl-C and SIGTERM abort `signal` instead of ending the process. */
export function holdInterrupts(): Disposable & { readonly signal: AbortSignal } {
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  return { signal: abort.signal, [Symbol.dispose]: () => void process.off("SIGINT", interrupt).off("SIGTERM", interrupt) };
}
