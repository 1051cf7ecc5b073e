import * as tf from "@tensorflow/tfjs";
import { type BackendWasm, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { fastestThreads } from "./fastestThreads.ts";
import { freeCores, isMainThread, prepareNode, threadLimit } from "./inNode.ts";
import { isThreaded, setThreads } from "./pool.ts";
import { hasTensorModules, memoryOf, tensorModules } from "./tensorModules.ts";
import { TensorThreads } from "./tensorThreads.ts";
import type { WasmThreads } from "./wasmThreads.ts";

export { surviveTermination } from "./termination.ts";

/** Why there may be fewer threads than were asked for. */
export const CAP = "as CNN_THREADS says";

/** What was measured, once for the process. */
let measured: WasmThreads | undefined;

/** Of the backend that was started last. */
let latest: TensorThreads | undefined;

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
  const helped = withHelpers(backend);
  const set = (count: number) => {
    if (count !== wasm.tfjs.getThreadsCount()) setThreads(wasm, count);
    if (helped) helped.count = count;
  };
  if (threads === undefined) measured ??= fastestThreads(cores, set);
  const chosen = threads === undefined && measured ? measured : { threads: most };
  set(chosen.threads);
  return chosen;
}

/** The threads of the project's own kernels; undefined where it has none. */
function withHelpers(backend: BackendWasm): TensorThreads | undefined {
  if (!hasTensorModules(backend)) return undefined;
  const modules = tensorModules(backend);
  if (!modules.threads) {
    if (latest) latest.count = 1; // of a backend that is gone
    latest = modules.threads = new TensorThreads(memoryOf(backend.wasm));
  }
  return modules.threads;
}
