import os from "node:os";
import process from "node:process";
import { isMainThread } from "node:worker_threads";
import { cores } from "../cores.ts";
import { PoolThread } from "./poolThread.ts";
import { MAX_THREADS } from "./wasmThreads.ts";

export { threadLimit } from "../cores.ts";
export { isMainThread };

/** The cores that threads may use; one in a worker thread, which is one of several at work. */
export function freeCores(): number {
  return isMainThread ? Math.min(cores(), MAX_THREADS) : 1;
}

/**
 * Prepares Node for what may start threads of the WebAssembly build: `Worker` becomes PoolThread,
 * `os.cpus()` tells of twice the cores that the build may use.
 *
 * @returns what makes all as it was before, and takes away the listeners that the build has
 *   added meanwhile, which would make every exception end the process
 */
export function prepareNode(): () => void {
  const worker = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  const { cpus } = os;
  const [core] = cpus();
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const listeners = events.map((event) => process.rawListeners(event));
  Object.defineProperty(globalThis, "Worker", {
    configurable: true,
    get: () => PoolThread,
    set() {}, // the build assigns Node's own Worker
  });
  os.cpus = () => Array.from({ length: 2 * MAX_THREADS }, () => core);
  return () => {
    os.cpus = cpus;
    if (worker) Object.defineProperty(globalThis, "Worker", worker);
    else Reflect.deleteProperty(globalThis, "Worker");
    for (const [i, event] of events.entries()) {
      for (const listener of process.rawListeners(event)) {
        if (!listeners[i].includes(listener)) process.off(event, listener as () => void);
      }
    }
  };
}
