/** What Emscripten takes for a thread of its pool that is loaded; it is never asked to run. */
class PoolWorker {
  onmessage: ((event: { data: { cmd: string } }) => void) | null = null;
  readonly #script: string;

  constructor(script: string) {
    this.#script = script;
  }

  postMessage({ cmd }: { cmd: string }): void {
    if (cmd !== "load") throw new Error(`a thread of TensorFlow.js's pool was asked to ${cmd}`);
    URL.revokeObjectURL(this.#script);
    queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }));
  }

  terminate(): void {}
}

/**
 * Starts the threaded build of TensorFlow.js without its eight threads: it computes on one, the
 * project's own kernels have others.
 */
export async function withoutPool<T>(start: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  Object.defineProperty(globalThis, "Worker", { configurable: true, value: PoolWorker });
  try {
    return await start();
  } finally {
    if (own) Object.defineProperty(globalThis, "Worker", own);
    else Reflect.deleteProperty(globalThis, "Worker");
  }
}
