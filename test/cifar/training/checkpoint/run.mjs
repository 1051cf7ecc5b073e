/**
 * Trains a tiny network for the tests that kill it: `node run.mjs ITERATIONS [DIRECTORY]`. Prints
 * each iteration with its loss, at the end a sum over all weights.
 */
import { createHash } from "node:crypto";
import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { seededRandom } from "lib/data";

const [iterations, checkpoint] = process.argv.slice(2);

/** @type {(n: number, seed: number) => import("lib/data").Dataset} */
const noise = (n, seed) => {
  const random = seededRandom(seed);
  const images = Uint8Array.from({ length: n * 26 * 26 }, () => 256 * random());
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const source = { synthetic: true, description: "noise" };
  return { images, labels, classes: ["even", "odd"], shape: [26, 26, 1], source };
};

await selectBackend({ threads: 1, log() {} });
const options = { filters: [2, 2], kernelSize: 3, batchNorm: true, classes: 2, channels: 1 };
const model = cifarCnn(options);
await train(
  model,
  { train: noise(60, 1), validation: noise(20, 2) },
  {
    iterations: Number(iterations),
    batchSize: 10,
    learningRate: 0.01,
    optimizer: "adam",
    weightDecay: 0.01,
    augment: true,
    validateEvery: 10,
    patience: 1e6,
    checkpoint,
    checkpointEvery: 3,
    log: () => {},
    onProgress({ iteration, loss }) {
      console.log(iteration, loss);
    },
  },
);
const sum = createHash("sha256");
for (const weight of model.getWeights()) sum.update(weight.dataSync());
console.log(`weights ${sum.digest("hex")}`);
