import * as tf from "@tensorflow/tfjs";
import { beforeKernel } from "./beforeKernels.ts";
import { isRecording, type OwnGradient, replaceGradient } from "./replaceGradient.ts";

/** A kernel that a backend may have: Σ dy·(x − mean) over all but channels of x, dy and mean. */
export const DEVIATION_SUMS = "DeviationSums";

/**
 * Kernels that a backend may have: batch normalisation with the mean and variance of the batch itself,
 * and its gradients, in a few passes over the images instead of the twenty that its parts need.
 */
export const TRAINING_BATCH_NORM = "TrainingBatchNorm";
export const TRAINING_BATCH_NORM_GRADIENT = "TrainingBatchNormGradient";

/**
 * Batch normalisation over all but channels with the batch's own mean and variance; x [N,H,W,C], scale
 * and offset [C].
 *
 * @returns the normalised images, mean and variance; undefined where the backend in use has no kernel for
 *   it, or the gradient of a gradient is taken, which needs its parts
 */
export function trainingBatchNorm(
  x: tf.Tensor,
  { scale, offset, epsilon }: { scale: tf.Tensor; offset: tf.Tensor; epsilon: number },
): [tf.Tensor, tf.Tensor, tf.Tensor] | undefined {
  const isOnce = tf.engine().state.gradientDepth <= 1;
  if (!isOnce || x.dtype !== "float32" || !tf.getKernel(TRAINING_BATCH_NORM, tf.getBackend())) {
    return undefined;
  }
  const attributes = { varianceEpsilon: epsilon };
  return tf.engine().runKernel(TRAINING_BATCH_NORM, { x, scale, offset }, attributes);
}

/**
 * Replaces the gradient of `tf.batchNorm`. TensorFlow.js repeats statistics of C channels to the
 * shape of the images, which on WebAssembly takes longer than the convolutions around it, and
 * has no gradient for statistics of other shapes that are repeated.
 */
export function registerBatchNormGradient(): void {
  beforeKernel(tf.FusedBatchNorm, fillIn);
  replaceGradient(tf.FusedBatchNorm, gradient, { isDifferentiable: true });
  tf.registerGradient({
    kernelName: TRAINING_BATCH_NORM,
    inputsToSave: ["x", "scale"],
    outputsToSave: [false, true, true],
    gradFunc(slopes, [x, scale, mean, variance], attributes) {
      const [dy] = slopes as tf.Tensor[]; // statistics are for the layer's averages alone
      const inputs = { x, scale, mean, variance, dy };
      const [dx, dscale, doffset] = tf
        .engine()
        .runKernel<tf.Tensor[]>(TRAINING_BATCH_NORM_GRADIENT, inputs, attributes);
      return { x: () => dx, scale: () => dscale, offset: () => doffset };
    },
  });
}

/** TensorFlow.js notes a call for a gradient only where there are scale and offset. */
function fillIn(inputs: { [name: string]: tf.TensorInfo | undefined }): undefined {
  if (!isRecording()) return;
  const { shape } = inputs.mean as tf.TensorInfo;
  inputs.scale ??= tf.ones(shape);
  inputs.offset ??= tf.zeros(shape);
}

/**
 * Gradients of value = (x − mean)·r·scale + offset, with r = 1/√(variance + ε):
 *
 *     dx = dy·r·scale
 *     dmean = −r·scale·Σ dy
 *     dvariance = −½·r³·scale·Σ dy·(x − mean)
 *     dscale = r·Σ dy·(x − mean)
 *     doffset = Σ dy
 *
 * x, dy [N,H,W,C]; all others [C], the sums over N, H and W; or all of one shape that is repeated
 * to that of x, the sums over what is repeated.
 */
const gradient: OwnGradient = (dy, saved, attributes) => {
  const [x, mean, variance, scale] = saved;
  const { varianceEpsilon } = attributes as { varianceEpsilon: number };
  const r = variance.add(varianceEpsilon).rsqrt();
  const factor = r.mul(scale);
  const isChannelwise = mean.rank === 1;
  const hasKernel = tf.getKernel(DEVIATION_SUMS, tf.getBackend()) !== undefined;
  const sumOf = isChannelwise && !hasKernel ? channelSums : (y: tf.Tensor) => sumTo(y, mean.shape);
  const sum = sumOf(dy);
  const deviation =
    isChannelwise && hasKernel && !isRecording()
      ? tf.engine().runKernel<tf.Tensor>(DEVIATION_SUMS, { x, dy, mean })
      : sumOf(dy.mul(x.sub(mean)));
  return {
    x: () => dy.mul(factor),
    mean: () => factor.mul(sum).neg(),
    variance: () => factor.mul(r).mul(r).mul(deviation).mul(-0.5),
    scale: () => r.mul(deviation),
    offset: () => sum,
  };
};

/** [N,H,W,C] → [C], as a product with a row of ones, which is many times faster than `sum`. */
function channelSums(x: tf.Tensor): tf.Tensor {
  const channels = x.shape[x.rank - 1];
  const rows = x.reshape<tf.Tensor2D>([-1, channels]);
  return tf.ones<tf.Rank.R2>([1, rows.shape[0]]).matMul(rows).reshape([channels]);
}

/** Σ over the axes along which a tensor of `shape` is repeated to the shape of x. */
function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return axes.length === 0 ? x.clone() : x.sum(axes).reshape(shape);
}
