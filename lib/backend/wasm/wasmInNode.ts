import * as tf from "@tensorflow/tfjs";
import { type BackendWasm, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { fastestThreads } from "./fastestThreads.ts";
import { freeCores, isMainThread, prepareNode, threadLimit } from "./inNode.ts";
import { isThreaded, setThreads } from "./pool.ts";
import { threadsOf } from "./threadsOf.ts";
import type { WasmThreads } from "./wasmThreads.ts";

export { surviveTermination } from "./termination.ts";

/** Why there may be fewer threads than were asked for. */
export const CAP = "as CNN_THREADS says";

/** What was measured, once for each number of cores that there were. */
const measured = new Map<number, WasmThreads>();

/**
 * Starts WebAssembly with as many threads as are asked for, or as are fastest.
 *
 * @param start makes TensorFlow.js's backend
 * @throws Error when it runs already, built for one
 */
export async function startThreads(
  threads: number | undefined,
  start: () => Promise<BackendWasm>,
): Promise<WasmThreads> {
  const cores = freeCores();
  const most = Math.min(threads ?? cores, threadLimit());
  const isFirst = !("wasm" in tf.engine().registry);
  if (isFirst) {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", isMainThread || most > 1);
    setThreadsCount(1);
  }
  const restore = prepareNode();
  const backend = await start().finally(restore);
  const { wasm } = backend;
  if (!isThreaded(wasm)) {
    if (most === 1 || threads === undefined) return { threads: 1 };
    throw new Error(
      `selectBackend: threads is ${threads}, but WebAssembly runs already, built for one; ` +
        "restart, and ask for threads before anything else uses TensorFlow.js",
    );
  }
  const helped = threadsOf(backend);
  const set = async (count: number) => {
    if (count !== wasm.tfjs.getThreadsCount()) setThreads(wasm, count);
    await helped?.setCount(count);
  };
  let chosen: WasmThreads = { threads: most };
  if (threads === undefined) {
    chosen = measured.get(cores) ?? (await fastestThreads(cores, set));
    measured.set(cores, chosen);
  }
  await set(chosen.threads);
  return chosen;
}
