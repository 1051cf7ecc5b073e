const CPU_UPSAMPLES =
  "the gradient of resizeNearestNeighbor on cpu is wrong for more than one image";
const OF_RESIZING = "tf.layers.resizing gives a shape of three axes";

/** Trainings that differ or cannot be, and why; all others are to be the same. */
export const FAILING: Readonly<Record<string, string>> = {
  ...both("batchNorm axis 1", "batchNorm on cpu takes statistics of another axis for channels'"),
  ...both("softmax layer", "tf.layers.softmax takes axis 1 unless it is given one"),
  ...both("upSampling2d nearest", CPU_UPSAMPLES),
  ...both("operation resizeNearest", CPU_UPSAMPLES),
  ...both("resizing", OF_RESIZING),
  ...both("centerCrop", "centerCrop writes the shape that it gives over the one that it takes"),
  ...both("operation logSigmoid", "TensorFlow.js keeps a tensor of it that is gone"),
  ...both("optimizer rmsprop centered", "its root of a difference is that of a negative on cpu"),
  "loss meanAbsolutePercentageError": "targets of 0 make slopes of 10⁷, which rounding decides",
};

function both(name: string, reason: string): Record<string, string> {
  return { [`${name}, trainStep`]: reason, [`${name}, fit`]: reason };
}
