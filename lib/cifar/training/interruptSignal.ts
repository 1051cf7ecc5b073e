/** An AbortSignal, and the way to stop listening. */
interface Interrupt {
  readonly signal: AbortSignal;
  release(): void;
}

/**
 * Aborts when `own` does or at an interrupt: Ctrl-C in a terminal, the stop button of a
 * notebook (whose kernel passes it on as SIGINT). A second Ctrl-C then ends the process as ever.
 */
export function interruptSignal(own?: AbortSignal): Interrupt {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (own?.aborted) abort();
  own?.addEventListener("abort", abort);
  globalThis.process?.once?.("SIGINT", abort);
  return {
    signal: controller.signal,
    release() {
      own?.removeEventListener("abort", abort);
      globalThis.process?.removeListener?.("SIGINT", abort);
    },
  };
}
