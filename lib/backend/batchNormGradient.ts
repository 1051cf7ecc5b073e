import * as tf from "@tensorflow/tfjs";
import { type OwnGradient, replaceGradient } from "./replaceGradient.ts";

/** A kernel that a backend may have: Σ dy·(x − mean) over all but channels of x, dy and mean. */
export const DEVIATION_SUMS = "DeviationSums";

let registered = false;

/**
 * Replaces the gradient of `tf.batchNorm` over channels. tfjs repeats the C statistics to the
 * shape of the images, which on WebAssembly takes longer than the convolutions around it. Once
 * is enough; again does no harm.
 */
export function registerBatchNormGradient(): void {
  if (registered) return;
  registered = true;
  replaceGradient(tf.FusedBatchNorm, (dy, saved, attributes) =>
    saved[1].rank === 1 ? gradient(dy, saved, attributes) : undefined,
  );
}

/**
 * Of value = (x − mean)·r·scale + offset, with r = 1/√(variance + ε):
 *
 *     dx = dy·r·scale
 *     dmean = −r·scale·Σ dy
 *     dvariance = −½·r³·scale·Σ dy·(x − mean)
 *     dscale = r·Σ dy·(x − mean)
 *     doffset = Σ dy
 *
 * x, dy [N,H,W,C]; all others [C]; the sums run over N, H and W.
 */
const gradient: OwnGradient = (dy, saved, attributes) => {
  const [x, mean, variance, scale = tf.onesLike(mean)] = saved;
  const { varianceEpsilon } = attributes as { varianceEpsilon: number };
  const r = variance.add(varianceEpsilon).rsqrt();
  const factor = r.mul(scale);
  const hasKernel = tf.getKernel(DEVIATION_SUMS, tf.getBackend()) !== undefined;
  const sum = hasKernel ? dy.sum([0, 1, 2]) : channelSums(dy);
  const deviation = hasKernel
    ? tf.engine().runKernel<tf.Tensor>(DEVIATION_SUMS, { x, dy, mean })
    : channelSums(dy.mul(x.sub(mean)));
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
