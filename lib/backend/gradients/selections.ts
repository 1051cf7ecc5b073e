import * as tf from "@tensorflow/tfjs";

/** Kernels whose outputs are elements of x, picked by their places. */
const SELECTIONS = [tf.StridedSlice, tf.DepthToSpace, tf.MirrorPad] as const;

/** Up to which float32 holds every whole number. */
const MOST = 2 ** 24;

/**
 * Gives gradients to operations whose outputs are elements of their inputs: `tf.stridedSlice`,
 * `tf.depthToSpace`, `tf.gatherND`, `tf.maxPoolWithArgmax` and `tf.topk`, which have none, and `tf.mirrorPad`, whose own
 * leaves out the mirrored elements. Mends that of `tf.cumsum` over other axes than the last.
 */
export function registerSelectionGradients(): void {
  for (const kernelName of SELECTIONS) {
    if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ["x"],
      gradFunc: (dy, [x], attributes) => ({
        x: () => {
          const places = tf
            .engine()
            .runKernel<tf.Tensor>(kernelName, { x: placesOf(x) }, attributes);
          return putBack(dy as tf.Tensor, places.toInt(), x.shape);
        },
      }),
    });
  }
  tf.registerGradient({
    kernelName: tf.GatherNd,
    inputsToSave: ["params", "indices"],
    gradFunc: (dy, [params, indices]) => ({
      params: () => tf.scatterND(indices, dy as tf.Tensor, params.shape),
      indices: () => tf.zeros(indices.shape),
    }),
  });
  tf.registerGradient({
    kernelName: tf.TopK,
    inputsToSave: ["x"],
    outputsToSave: [false, true],
    gradFunc: (slopes, [x, indices]) => ({
      x: () => {
        const columns = x.shape[x.rank - 1];
        const k = indices.shape[indices.rank - 1];
        const rows = x.size / columns;
        const starts = tf.range(0, x.size, columns, "int32").reshape([rows, 1]);
        const places = indices.reshape([rows, k]).add(starts);
        return putBack((slopes as tf.Tensor[])[0], places, x.shape);
      },
    }),
  });
  tf.registerGradient({
    kernelName: tf.MaxPoolWithArgmax,
    inputsToSave: ["x"],
    outputsToSave: [false, true],
    gradFunc: (slopes, [x, indices], attributes) => ({
      x: () => {
        const [images] = x.shape;
        const starts = tf.range(0, x.size, x.size / images, "int32").reshape([images, 1, 1, 1]);
        const isWhole = Boolean(attributes.includeBatchInIndex);
        const places = isWhole ? indices : indices.add(starts);
        return putBack((slopes as tf.Tensor[])[0], places, x.shape);
      },
    }),
  });
  tf.registerGradient({
    kernelName: tf.MaxPoolGrad,
    inputsToSave: ["dy", "input", "output"],
    gradFunc: (slope, [, input, output], attributes) => ({
      dy: () => {
        const { filterSize, strides, pad } = attributes;
        const attrs = { filterSize, strides, pad, includeBatchInIndex: true };
        const x = { x: input };
        const [, places] = tf.engine().runKernel<tf.Tensor[]>(tf.MaxPoolWithArgmax, x, attrs);
        return (slope as tf.Tensor).flatten().gather(places.flatten()).reshape(places.shape);
      },
      input: () => tf.zeros(input.shape),
      output: () => tf.zeros(output.shape),
    }),
  });
  tf.unregisterGradient(tf.Cumsum);
  tf.registerGradient({
    kernelName: tf.Cumsum,
    gradFunc(dy, _, attributes) {
      type Cumsum = { axis: number; exclusive: boolean; reverse: boolean };
      const { axis, exclusive, reverse } = attributes as unknown as Cumsum;
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  });
}

/** x with its elements' places for elements. */
function placesOf(x: tf.Tensor): tf.Tensor {
  if (x.size > MOST) {
    throw new RangeError(
      `gradient of an operation on [${x.shape}]: it has ${x.size} numbers, up to ${MOST} can be told apart`,
    );
  }
  return tf.range(0, x.size, 1, "float32").reshape(x.shape);
}

/** dx, whose elements are the sums of those of dy that come from their places. */
function putBack(dy: tf.Tensor, places: tf.Tensor, shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.unsortedSegmentSum(dy.flatten(), places.flatten(), size).reshape(shape);
}
