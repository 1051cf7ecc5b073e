import * as tf from "@tensorflow/tfjs";
import { prepareNode } from "./inNode.ts";

/** What the threaded build offers beside its kernels. */
export interface ThreadedModule {
  readonly PThread: { terminateAllThreads(): void };
  readonly tfjs: { initWithThreadsCount(threads: number): void; getThreadsCount(): number };
  stackSave(): number;
  stackRestore(stack: number): void;
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

/** The latest start of WebAssembly, and its stack where no kernel runs. */
let latest: { wasm: ThreadedModule; stack: number } | undefined;

const renewing = new WeakSet<tf.KernelFunc>();

/**
 * Makes the kernels survive being terminated, as a notebook's stop button does to a long call as
 * the last resort: the pool that such a call leaves locked would wait for ever in the next one.
 *
 * @param wasm started just now
 */
export function renewPoolAfterTermination(wasm: ThreadedModule): void {
  latest = { wasm, stack: wasm.stackSave() };
  let running = false;
  for (const kernel of tf.getKernelsForBackend("wasm")) {
    const { kernelFunc } = kernel;
    if (renewing.has(kernelFunc)) continue;
    kernel.kernelFunc = (call) => {
      if (running && latest) {
        latest.wasm.stackRestore(latest.stack);
        setThreads(latest.wasm, latest.wasm.tfjs.getThreadsCount());
      }
      running = true;
      try {
        return kernelFunc(call);
      } finally {
        running = false; // not reached by a call that was terminated
      }
    };
    renewing.add(kernel.kernelFunc);
  }
}
