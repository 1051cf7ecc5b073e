import * as tf from "@tensorflow/tfjs";

/** Steps of their inputs, by the names of those. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  [tf.Greater]: ["a", "b"],
  [tf.Less]: ["a", "b"],
  [tf.LessEqual]: ["a", "b"],
  [tf.Equal]: ["a", "b"],
  [tf.NotEqual]: ["a", "b"],
  [tf.LogicalAnd]: ["a", "b"],
  [tf.LogicalOr]: ["a", "b"],
  [tf.LogicalNot]: ["x"],
};

/**
 * Lets comparisons stand in what has a gradient, as `x.mul(x.greater(0))` or `tf.where` does: their
 * own is zero, as that of `tf.greaterEqual` is.
 */
export function registerZeroGradients(): void {
  for (const [kernelName, inputsToSave] of Object.entries(STEPS)) {
    if (tf.getGradient(kernelName)) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: [...inputsToSave],
      gradFunc: (_, saved) =>
        Object.fromEntries(inputsToSave.map((name, i) => [name, () => tf.zeros(saved[i].shape)])),
    });
  }
}
