import * as tf from "@tensorflow/tfjs";

/**
 * Gives a gradient to `tf.einsum`, which TensorFlow.js has none for: attention is made of it. That
 * of "ab,bc->ac" with respect to the first is the einsum "ac,bc->ab" of dy and the second.
 */
export function registerEinsumGradient(): void {
  tf.registerGradient({
    kernelName: tf.Einsum,
    saveAllInputs: true,
    gradFunc(dy, saved, attributes) {
      const { equation } = attributes as { equation: string };
      const [left, result] = equation.replaceAll(" ", "").split("->");
      const terms = left.split(",");
      return Object.fromEntries(
        saved.map((x, i) => {
          const others = saved.filter((_, j) => j !== i);
          const names = [result, ...terms.filter((_, j) => j !== i)];
          return [i, () => gradient([dy as tf.Tensor, ...others], names, x.shape, terms[i])];
        }),
      );
    },
  });
}

/** Axes of `term` that no tensor has are those of a sum over x alone, along which dx is the same. */
function gradient(tensors: tf.Tensor[], names: string[], shape: number[], term: string): tf.Tensor {
  const has = (axis: string) => names.some((name) => name.includes(axis));
  const kept = [...term].filter(has).join("");
  const sum = tf.einsum(`${names.join()}->${kept}`, ...tensors);
  return sum.reshape(shape.map((size, i) => (has(term[i]) ? size : 1))).broadcastTo(shape);
}
