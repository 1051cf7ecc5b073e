import * as tf from "@tensorflow/tfjs";
import { type BackendName, type Started, Unusable } from "./backendName.ts";
import { mendBatchNormalization } from "./batchNormalizationLayer.ts";
import { takeWholeLabels } from "./floatLabels.ts";
import { prepareKernels } from "./gradients/beforeKernels.ts";
import { registerGradients } from "./gradients/registerGradients.ts";
import { tidyUpAfterInterrupts } from "./interrupted.ts";
import { watchDevice } from "./webgpu/deviceLoss.ts";

/**
 * Starts a backend in this process.
 *
 * @param forced whether WebGPU may compute on an adapter that the CPU stands in for
 * @param graph whether TensorFlow's C library may compute training steps as graphs
 * @throws Unusable when it is not set up or does not start
 */
export async function startBackend(name: BackendName, options: Options): Promise<Started> {
  tf.enableProdMode();
  registerGradients();
  takeWholeLabels();
  mendBatchNormalization();
  tidyUpAfterInterrupts();
  const started = await start(name, options);
  prepareKernels(); // here too: a loader of TypeScript may have given startWasm another copy of it
  return started;
}

interface Options {
  threads?: number;
  graph?: boolean;
  forced: boolean;
}

async function start(name: BackendName, { threads, graph, forced }: Options): Promise<Started> {
  if (name === "wasm") {
    const { startWasm } = await import("./wasm/startWasm.ts"); // only now: it registers a backend
    return startWasm(threads);
  }
  if (name === "webgpu") {
    const { startWebGpu } = await import("./webgpu/startWebGpu.ts");
    return startWebGpu(forced, watchDevice);
  }
  const { startNative } = await import("./native/startNative.ts");
  return startNative(name === "tfjs-node-gpu", { threads, graph });
}

/**
 * Whether a backend is worth a trial; takes no time.
 *
 * @throws Unusable when its set-up has not run
 */
export async function requireSetUp(name: Exclude<BackendName, "wasm">): Promise<void> {
  if (name === "webgpu") {
    const { hasWebGpu } = await import("./webgpu/startWebGpu.ts");
    if (!hasWebGpu()) throw new Unusable("not set up (npm run setup:webgpu)");
  } else {
    const { findNative } = await import("./native/startNative.ts");
    if (!findNative()) throw new Unusable("not set up (npm run setup:native)");
  }
}
