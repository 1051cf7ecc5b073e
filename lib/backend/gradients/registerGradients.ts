import { registerAveragePoolingGradient } from "./averagePooling.ts";
import { registerBatchNormGradient } from "./batchNorm.ts";
import { registerConvolutionGradients } from "./convolution.ts";
import { registerEinsumGradient } from "./einsum.ts";
import { registerSelectionGradients } from "./selections.ts";
import { registerTileGradient } from "./tile.ts";
import { registerZeroGradients } from "./zeros.ts";

let registered = false;

/**
 * Gives TensorFlow.js, on every backend, the gradients that it lacks, or has wrong or slow. Idempotent.
 */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
  registerBatchNormGradient();
  registerConvolutionGradients();
  registerAveragePoolingGradient();
  registerTileGradient();
  registerSelectionGradients();
  registerEinsumGradient();
  registerZeroGradients();
}
