import * as tf from "@tensorflow/tfjs";
import { backends } from "#backends";
import type { BackendName, Started } from "./backendName.ts";
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
  const started = await backends[name].start({ ...options, watch: watchDevice });
  prepareKernels(); // here too: a loader of TypeScript may have given startWasm another copy of it
  return started;
}

interface Options {
  threads?: number;
  graph?: boolean;
  forced: boolean;
}
