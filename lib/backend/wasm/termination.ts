import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { isThreaded } from "./pool.ts";

/** How deep the program is in calls of WebAssembly: one that is terminated never comes out. */
let depth = 0;

/** The backend in use, and how another is started in its place. */
let latest: { backend: BackendWasm; restart: () => Promise<unknown> } | undefined;

const counted = new WeakSet<object>();

/**
 * Lets tensors survive that a call of WebAssembly is terminated, as a notebook's stop button does
 * to a long one as the last resort. Such a call may leave threads at work, locks taken and the
 * heap half changed, so that the next one waits for ever. WebAssembly is started anew then; what
 * tensors hold is read out of the old memory when they are next used.
 *
 * @param backend with all its kernels
 * @param restart starts WebAssembly as it was, in the place of this backend
 */
export function surviveTermination(backend: BackendWasm, restart: () => Promise<unknown>): void {
  if (!latest) (process as NodeJS.EventEmitter).prependListener("interrupted", renew);
  if (latest?.backend !== backend) {
    backend.move = count(backend.move.bind(backend));
    backend.disposeData = count(backend.disposeData.bind(backend));
  }
  latest = { backend, restart };
  for (const kernel of tf.getKernelsForBackend("wasm")) {
    if (!counted.has(kernel.kernelFunc)) kernel.kernelFunc = count(kernel.kernelFunc);
  }
}

function count<Args extends unknown[], Result>(
  call: (...args: Args) => Result,
): (...args: Args) => Result {
  const counting = (...args: Args) => {
    depth++;
    try {
      return call(...args);
    } finally {
      depth--; // not reached by a call that was terminated
    }
  };
  counted.add(counting);
  return counting;
}

/** @param wait has the next cell wait for a promise */
function renew(wait?: (ending: Promise<unknown>) => void): void {
  if (depth === 0 || !latest) return;
  depth = 0;
  const { backend, restart } = latest;
  backend.disposeData = () => true;
  if (isThreaded(backend.wasm)) {
    // not terminateAllThreads, which takes the lock of the heap
    for (const thread of Object.values(backend.wasm.PThread.pthreads)) thread.terminate();
  }
  Reflect.deleteProperty(tf.engine().registry, "wasm");
  const restarted = restart().catch((error) =>
    console.error(`WebAssembly was terminated and does not start again: ${error}; restart.`),
  );
  wait?.(restarted);
}
