import { prepareNode } from "./inNode.ts";
import type { PoolThread } from "./poolThread.ts";

/** What the threaded build offers beside its kernels. */
export interface ThreadedModule {
  readonly PThread: {
    terminateAllThreads(): void;
    readonly pthreads: Readonly<Record<string, PoolThread>>;
  };
  readonly tfjs: { initWithThreadsCount(threads: number): void; getThreadsCount(): number };
}

export function isThreaded(wasm: object): wasm is ThreadedModule {
  return "PThread" in wasm;
}

/** Ends the threads that there are, at work or not, and starts others: `threads` with the caller's. */
export function setThreads(wasm: ThreadedModule, threads: number): void {
  wasm.PThread.terminateAllThreads();
  const restore = prepareNode();
  try {
    wasm.tfjs.initWithThreadsCount(threads);
  } finally {
    restore();
  }
}
