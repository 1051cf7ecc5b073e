/**
 * Time of a training step: the library's loop against the same network in plain TensorFlow.js
 * operations on one batch that stays the same. Both run on the wasm backend with the library's
 * gradient kernels, in turn, in this process. The ratio is what the input pipeline (decode,
 * crop, standardise), the Layers API and the loop's bookkeeping cost.
 *
 *     node --import tsx bench/training/index.ts [rounds]
 */
import { cpus } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { cifarCnn, historyOf, imageBatch, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";

const STEPS = 100;
const BATCH = 100;
const rounds = Number(process.argv[2] ?? 5);

await selectBackend();
const data = await loadCifar10();
console.log(data.train.source.description);

const plain = plainNetwork();
const model = cifarCnn();
const quiet = { batchSize: BATCH, validateEvery: 1e9, onProgress: () => {} };
await train(model, data, { ...quiet, iterations: 20 });
await plain(20);

const ours: number[] = [];
const theirs: number[] = [];
const decoding: number[] = [];
for (let round = 1; round <= rounds; round++) {
  theirs.push(await timed(() => plain(STEPS)));
  const iterations = historyOf(model).trainLoss.length + STEPS;
  const resume = historyOf(model);
  ours.push(await timed(() => train(model, data, { ...quiet, iterations, resume })));
  decoding.push(await timed(() => decode(round)));
}
const ratios = ours.map((time, i) => time / theirs[i]);
const format = (x: number) => x.toFixed(2);
console.log(
  `${cpus()[0].model}, Node ${process.version}, medians of ${rounds} rounds of ${STEPS} steps`,
);
console.log(`
| training step, batch ${BATCH} | ms |
| --- | ---: |
| plain tfjs operations, one fixed batch | ${format(median(theirs))} |
| train(): input pipeline, model, loop | ${format(median(ours))} |
| of which decoding and standardising | ${format(median(decoding))} |
| ratio, round by round | ${format(median(ratios))} |`);
console.log(`\npeak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

/** The batches of one round, from images that training has not just touched. */
async function decode(round: number): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    const first = ((round * STEPS + step) * BATCH) % (data.train.labels.length - BATCH);
    const { images, labels } = imageBatch(
      data.train,
      Array.from({ length: BATCH }, (_, i) => first + i),
    );
    tf.dispose([images, labels]);
  }
}

/** Milliseconds a step. */
async function timed(steps: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await steps();
  return (performance.now() - start) / STEPS;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The assignment's network written out, and a loop of gradient steps on one random batch. */
function plainNetwork(): (steps: number) => Promise<void> {
  const weights = (shape: number[]) => tf.variable(tf.randomNormal(shape, 0, 0.05));
  const w1 = weights([5, 5, 3, 16]) as tf.Variable<tf.Rank.R4>;
  const w2 = weights([5, 5, 16, 16]) as tf.Variable<tf.Rank.R4>;
  const w3 = weights([5, 5, 16, 32]) as tf.Variable<tf.Rank.R4>;
  const w4 = weights([32, 10]) as tf.Variable<tf.Rank.R2>;
  const [b1, b2, b3, b4] = [16, 16, 32, 10].map((n) => tf.variable(tf.zeros([n])));
  const x = tf.randomNormal<tf.Rank.R4>([BATCH, 24, 24, 3]);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: BATCH }, (_, i) => i % 10),
      "int32",
    ),
    10,
  );
  const optimizer = tf.train.sgd(0.05);
  const loss = () => {
    const h1 = tf.conv2d(x, w1, 2, "valid").add(b1).relu<tf.Tensor4D>();
    const h2 = tf.conv2d(h1, w2, 1, "valid").add(b2).relu<tf.Tensor4D>();
    const h3 = tf.conv2d(h2, w3, 1, "valid").add(b3).relu();
    const logits = h3.sum<tf.Tensor2D>([1, 2]).matMul(w4).add(b4);
    return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
  };
  return async (steps) => {
    for (let i = 0; i < steps; i++) {
      const value = optimizer.minimize(loss, true);
      await value?.data();
      value?.dispose();
    }
  };
}
