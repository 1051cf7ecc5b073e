import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replaceGradient.ts";

/**
 * Replaces the gradient of `tf.tile`, which TensorFlow.js cuts into as many slices as there are
 * repetitions: thousands in a step of layer normalisation.
 */
export function registerTileGradient(): void {
  replaceGradient(
    tf.Tile,
    (dy, [x], attributes) => {
      const { reps } = attributes as { reps: number[] };
      return { x: () => sumOfCopies(dy, x.shape, reps) };
    },
    { isDifferentiable: true },
  );
}

/** dx = Σ of dy over the copies, one axis after the other. */
function sumOfCopies(dy: tf.Tensor, shape: number[], reps: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape;
  let sum = dy;
  let inner = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    inner *= shape[axis];
    if (reps[axis] === 1) continue;
    const tiled = shape.slice(0, axis).map((length, i) => length * reps[i]);
    sum = sum.reshape([size(tiled), reps[axis], inner]).sum(1);
  }
  return sum.reshape(shape);
}
