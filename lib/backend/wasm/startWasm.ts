import * as tf from "@tensorflow/tfjs";
import { BackendWasm, setThreadsCount, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { type Started, Unusable } from "../backendName.ts";
import { prepareKernels } from "../gradients/beforeKernels.ts";
import { registerAliases } from "./aliases.ts";
import { registerBorrowedKernels } from "./borrowedKernels.ts";
import { registerChannelKernels } from "./channelKernels.ts";
import { registerConvGradients } from "./convGradients.ts";
import { registerConvolutions } from "./convolutions.ts";
import { registerDepthwise } from "./depthwise.ts";
import { registerEinsum } from "./einsum.ts";
import { fastestThreads } from "./fastestThreads.ts";
import { registerMatrixProducts } from "./matrixProducts.ts";
import { registerMaxPool3dGradient } from "./maxPool3dGradient.ts";
import { registerMissingKernels } from "./missingKernels.ts";
import { registerPooling } from "./pooling.ts";
import { registerSegmentSum } from "./segmentSum.ts";
import { hasTensorModules, memoryOf, tensorModules } from "./tensorModules.ts";
import type { TensorThreads } from "./tensorThreads.ts";

/** How many threads compute, and how much faster than one they were, where that was measured. */
interface WasmThreads {
  readonly threads: number;
  readonly speedup?: number;
}

/** What was measured, once for the process. */
let measured: WasmThreads | undefined;

/** Of the backend that was started last. */
let latest: TensorThreads | undefined;

/**
 * Starts WebAssembly, or changes how many threads it has. The number changes no bit of what is
 * computed, so it may come from a measurement.
 *
 * @param threads 1 to 8; left out: as many as are fastest, one in a worker thread
 * @throws RangeError when `threads` or CNN_THREADS is out of range
 * @throws Error when WebAssembly does not start, or not with `threads`
 */
export async function startWasm(threads?: number): Promise<Started> {
  const isNode = Boolean(globalThis.process?.versions?.node);
  const wasm = await (isNode ? startInNode(threads) : startInBrowser());
  const backend = tf.backend();
  if (isNode && backend instanceof BackendWasm) {
    const { surviveTermination } = await import("./termination.ts");
    surviveTermination(backend, () => startWasm(wasm.threads));
  }
  const count = wasm.threads === 1 ? "1 CPU thread" : `${wasm.threads} CPU threads`;
  const faster =
    wasm.threads > 1 && wasm.speedup ? `, ${wasm.speedup.toFixed(1)} times as fast as 1` : "";
  const capped = threads !== undefined && wasm.threads < threads ? " as CNN_THREADS says" : "";
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return { device: `${count}${capped}${faster}, ${simd ? "with" : "without"} SIMD`, gpu: false };
}

/** In a browser TensorFlow.js counts the threads, if the page may have any. */
async function startInBrowser(): Promise<WasmThreads> {
  const { wasm } = await start();
  return { threads: wasm.tfjs.getThreadsCount() };
}

async function startInNode(threads?: number): Promise<WasmThreads> {
  const { freeCores, isMainThread, MAX_THREADS, prepareNode, threadLimit } = await import(
    "./inNode.ts"
  );
  const { isThreaded, setThreads } = await import("./pool.ts");
  const cores = freeCores();
  if (
    threads !== undefined &&
    !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)
  ) {
    throw new RangeError(
      `selectBackend: threads is ${threads}, it takes a whole number from 1 to ${MAX_THREADS}`,
    );
  }
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
  const helped = await withHelpers(backend);
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
async function withHelpers(backend: BackendWasm): Promise<TensorThreads | undefined> {
  if (!hasTensorModules(backend)) return undefined;
  const modules = tensorModules(backend);
  if (!modules.threads) {
    const { TensorThreads } = await import("./tensorThreads.ts");
    if (latest) latest.count = 1; // of a backend that is gone
    latest = modules.threads = new TensorThreads(memoryOf(backend.wasm));
  }
  return modules.threads;
}

async function start(): Promise<BackendWasm> {
  const started = await tf.setBackend("wasm");
  const backend = tf.backend();
  if (started && backend instanceof BackendWasm) {
    registerKernels(backend);
    return backend;
  }
  throw new Unusable(`the WebAssembly backend ${version_wasm} of TensorFlow.js did not start`);
}

/**
 * The project's own kernels; where WebAssembly has no vectors, only what TensorFlow.js lacks or has
 * wrong.
 */
function registerKernels(backend: BackendWasm): void {
  const vectors = hasTensorModules(backend);
  registerBorrowedKernels({ vectors });
  registerAliases();
  registerMatrixProducts();
  registerMaxPool3dGradient();
  registerSegmentSum();
  registerEinsum();
  if (vectors) {
    registerConvolutions();
    registerDepthwise();
    registerPooling();
    registerChannelKernels();
  } else {
    registerConvGradients();
  }
  registerMissingKernels();
  prepareKernels();
}
