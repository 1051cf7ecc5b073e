import * as tf from "@tensorflow/tfjs";
import { runStep } from "./step.ts";

/** How the backend in use trained. */
export interface TrainingCheck {
  readonly imagesPerSecond: number;
  /** The losses of the first step and of the last. */
  readonly losses: readonly [number, number];
}

/**
 * Trains the assignment's network on one batch of noise, on the backend in use, to see that it
 * does and how fast.
 *
 * @param seconds how long; one step at least
 * @param batch images a step
 * @throws Error when the loss does not fall
 */
export async function trainingCheck(seconds: number, batch = 100): Promise<TrainingCheck> {
  const weights = <R extends tf.Rank>(shape: tf.ShapeMap[R], scale: number, seed: number) =>
    tf.tidy(() =>
      tf.variable(tf.randomNormal<R>(shape, 0, scale, "float32", seed)),
    ) as tf.Variable<R>;
  const w1 = weights<tf.Rank.R4>([5, 5, 3, 16], 0.1, 1);
  const w2 = weights<tf.Rank.R4>([5, 5, 16, 16], 0.05, 2);
  const w3 = weights<tf.Rank.R4>([5, 5, 16, 32], 0.05, 3);
  const w4 = weights<tf.Rank.R2>([32, 10], 0.1, 4);
  const images = tf.randomNormal<tf.Rank.R4>([batch, 24, 24, 3], 0, 1, "float32", 5);
  const classes = Int32Array.from({ length: batch }, (_, i) => i % 10);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(classes, "int32"), 10));
  const optimizer = tf.train.sgd(0.01);
  const run = () =>
    optimizer.minimize(() => {
      const h1 = tf.conv2d(images, w1, 2, "valid").relu<tf.Tensor4D>();
      const h2 = tf.conv2d(h1, w2, 1, "valid").relu<tf.Tensor4D>();
      const h3 = tf.conv2d(h2, w3, 1, "valid").relu();
      const logits = h3.sum<tf.Tensor2D>([1, 2]).matMul(w4);
      return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
    }, true) as tf.Scalar;
  const step = async () => {
    const loss = tf.tidy(() =>
      runStep(optimizer, { inputs: [images, labels], given: () => [], run }),
    );
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
  try {
    const first = await step();
    let last = await step();
    let steps = 0;
    const start = performance.now();
    do {
      last = await step();
      steps++;
    } while (performance.now() - start < 1000 * seconds);
    if (!(last < first)) {
      throw new Error(`training does not work: the loss ${first} became ${last}`);
    }
    const imagesPerSecond = (batch * steps) / ((performance.now() - start) / 1000);
    return { imagesPerSecond, losses: [first, last] };
  } finally {
    optimizer.dispose();
    tf.dispose([w1, w2, w3, w4, images, labels]);
  }
}
