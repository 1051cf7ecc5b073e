import * as tf from "@tensorflow/tfjs";
import { type OwnGradient, replaceGradient } from "../gradients/replaceGradient.ts";
import type { NativeBackend } from "./nativeBackend.ts";

let registered = false;

/**
 * Lets gradients that TensorFlow.js composes of several operations be TensorFlow's own, while
 * its backend computes: of ReLU, of a mean, of a bias added over channels, and of batch
 * normalisation. Idempotent.
 */
export function registerNativeGradients({ binding }: NativeBackend): void {
  if (registered) return;
  registered = true;
  const { TF_ATTR_TYPE: type, TF_ATTR_STRING, TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_FLOAT } = binding;
  const backend = () => tf.backend() as NativeBackend; // another one after tf.engine().reset()
  const T = { name: "T", type, value: TF_FLOAT };
  const place = { backend: "tensorflow", isDifferentiable: false };
  const replace = (kernel: string, own: OwnGradient) => replaceGradient(kernel, own, place);
  const channelsLast = { name: "data_format", type: TF_ATTR_STRING, value: "NHWC" };

  // dx = dy where x > 0, else 0
  replace(tf.Relu, (dy, [x]) => ({
    x: () => backend().executeSingleOutput("ReluGrad", [T], [dy, x]),
  }));

  // dx = dy / size, spread over the axes
  replace(tf.Mean, (dy, [x], attributes) => {
    const { axis } = attributes as { axis: number | number[] };
    const axes = tf.util.parseAxisParam(axis, x.shape);
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const size = axes.reduce((product, axis) => product * x.shape[axis], 1);
    return { x: () => dy.div(size).reshape(kept).broadcastTo(x.shape) };
  });

  // of a [N,I,J,F] + b [F]:  da = dy,  db[f] = Σ_nij dy[n,i,j,f]
  replace(tf.Add, (dy, [a, b]) => {
    const isBias = b.rank === 1 && a.rank > 1 && a.shape.at(-1) === b.shape[0];
    if (!isBias) return undefined;
    return {
      a: () => dy.clone(),
      b: () => backend().executeSingleOutput("BiasAddGrad", [T, channelsLast], [dy]),
    };
  });

  // registerBatchNormGradient has the formulas; of r = 1/√(variance + ε):
  // dmean = −r·scale·doffset,  dvariance = −½·r²·scale·dscale
  replace(tf.FusedBatchNorm, (dy, [x, mean, variance, scale], attributes) => {
    if (mean.rank !== 1 || !scale) return undefined;
    const { varianceEpsilon } = attributes as { varianceEpsilon: number };
    const [dx, dscale, doffset] = backend().executeMultipleOutputs(
      "FusedBatchNormGradV3",
      [
        T,
        { name: "U", type, value: TF_FLOAT },
        channelsLast,
        { name: "is_training", type: TF_ATTR_BOOL, value: false },
        { name: "epsilon", type: TF_ATTR_FLOAT, value: varianceEpsilon },
      ],
      [dy, x, scale, mean, variance, variance],
      5,
    );
    const r = variance.add(varianceEpsilon).rsqrt();
    const factor = r.mul(scale);
    return {
      x: () => dx,
      mean: () => factor.mul(doffset).neg(),
      variance: () => factor.mul(r).mul(dscale).mul(-0.5),
      scale: () => dscale,
      offset: () => doffset,
    };
  });
}
