import * as tf from "@tensorflow/tfjs";
import { BackendWasm, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { CAP, startThreads, surviveTermination } from "#wasm";
import { type Started, Unusable } from "../backendName.ts";
import { prepareKernels } from "../gradients/beforeKernels.ts";
import { registerAliases } from "./aliases.ts";
import { registerBorrowedKernels } from "./borrowedKernels.ts";
import { registerChannelKernels } from "./channelKernels.ts";
import { registerConvGradients } from "./convGradients.ts";
import { registerConvolutions } from "./convolutions.ts";
import { registerDepthwise } from "./depthwise.ts";
import { registerEinsum } from "./einsum.ts";
import { registerMatrixProducts } from "./matrixProducts.ts";
import { registerMaxPool3dGradient } from "./maxPool3dGradient.ts";
import { registerMissingKernels } from "./missingKernels.ts";
import { registerPooling } from "./pooling.ts";
import { registerSegmentSum } from "./segmentSum.ts";
import { hasTensorModules } from "./tensorModules.ts";
import { MAX_THREADS } from "./wasmThreads.ts";

/**
 * Starts WebAssembly, or changes how many threads it has. The number changes no bit of what is
 * computed, so it may come from a measurement.
 *
 * @param threads 1 to 8; left out: as many as are fastest, one in a worker thread
 * @throws RangeError when `threads` or CNN_THREADS is out of range
 * @throws Error when WebAssembly does not start, or not with `threads`
 */
export async function startWasm(threads?: number): Promise<Started> {
  if (
    threads !== undefined &&
    !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)
  ) {
    throw new RangeError(
      `selectBackend: threads is ${threads}, it takes a whole number from 1 to ${MAX_THREADS}`,
    );
  }
  const wasm = await startThreads(threads, start);
  const backend = tf.backend();
  if (backend instanceof BackendWasm) surviveTermination(backend, () => startWasm(wasm.threads));
  const count = wasm.threads === 1 ? "1 CPU thread" : `${wasm.threads} CPU threads`;
  const faster =
    wasm.threads > 1 && wasm.speedup ? `, ${wasm.speedup.toFixed(1)} times as fast as 1` : "";
  const capped = threads !== undefined && wasm.threads < threads ? ` ${CAP}` : "";
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return { device: `${count}${capped}${faster}, ${simd ? "with" : "without"} SIMD`, gpu: false };
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
