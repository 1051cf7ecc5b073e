import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { type TrainOptions, train } from "lib/cifar";
import type { Dataset } from "lib/data";

/** One image of two pixels, (−1, 1) once it is standardised, of the first of two classes. */
const dataset: Dataset = {
  images: Uint8Array.of(0, 2),
  labels: Uint8Array.of(0),
  classes: ["first", "second"],
  shape: [1, 2, 1],
  source: { synthetic: true, description: "two pixels" },
};
const PIXELS = [-1, 1];

/** Kernel [2,2] and bias [2] to begin with: both logits are 2. */
const START = [1, -2, 2, -1, 1, 1];
const KERNEL = 4;

type Dense = Partial<Parameters<typeof tf.layers.dense>[0]>;

function softmaxRegression(more: Dense = {}, start: readonly number[] = START): tf.LayersModel {
  const layers = [
    tf.layers.flatten({ inputShape: [1, 2, 1] }),
    tf.layers.dense({ units: 2, ...more }),
  ];
  const model = tf.sequential({ layers });
  model.setWeights([tf.tensor2d(start.slice(0, KERNEL), [2, 2]), tf.tensor1d(start.slice(KERNEL))]);
  return model;
}

/** Probability of the second class, and −ln of that of the first with its gradient. */
function crossEntropy([a, b, c, d, e, f]: readonly number[]) {
  const [x, y] = PIXELS;
  const p = 1 / (1 + Math.exp(a * x + c * y + e - (b * x + d * y + f)));
  return { loss: -Math.log(1 - p), gradient: [-x * p, x * p, -y * p, y * p, -p, p] };
}

/** What a setting makes of one weight w whose gradient is g, at learning rate r. */
interface Rule {
  readonly options?: TrainOptions;
  readonly layer?: Dense;
  /** Shares of the learning rate in the two steps. */
  readonly rates?: readonly [number, number];
  /** Share of a kernel that a step takes away, times the learning rate. */
  readonly decay?: number;
  /** What the loss has more for each kernel weight, and its slope. */
  readonly penalty?: { value(w: number): number; slope(w: number): number };
  /** What the learning rate is multiplied by in step t, from 1 on. */
  change?(g: number, kept: Kept, t: number): number;
  /** The kernel after a step. */
  constrain?(kernel: readonly number[]): number[];
}

/** What an optimizer gathers for a weight. */
interface Kept {
  v: number;
  m: number;
}

const velocity = (momentum: number) => (g: number, kept: Kept) => (kept.v = momentum * kept.v + g);
const nesterov = (momentum: number) => (g: number, kept: Kept) =>
  g + momentum * velocity(momentum)(g, kept);
const adam = (g: number, kept: Kept, t: number) => {
  kept.m = 0.9 * kept.m + 0.1 * g;
  kept.v = 0.999 * kept.v + 0.001 * g * g;
  return kept.m / (1 - 0.9 ** t) / (Math.sqrt(kept.v / (1 - 0.999 ** t)) + 1e-7);
};
const l1 = (share: number) => ({
  value: (w: number) => share * Math.abs(w),
  slope: (w: number) => share * Math.sign(w),
});
const l2 = (share: number) => ({
  value: (w: number) => share * w * w,
  slope: (w: number) => 2 * share * w,
});

/** Columns (a,c) and (b,d) of a kernel are at most as long as to begin with. */
const atMost = ([a, b, c, d]: readonly number[]) => {
  const [first, second] = [Math.hypot(a, c), Math.hypot(b, d)];
  const shrink = (w: number, length: number) => w * Math.min(1, Math.sqrt(5) / length);
  return [shrink(a, first), shrink(b, second), shrink(c, first), shrink(d, second)];
};

const RULES: Readonly<Record<string, Rule>> = {
  "no option: plain descent": {},
  momentum: { options: { momentum: 0.5 }, change: velocity(0.5) },
  "optimizer momentum, with 0.9": { options: { optimizer: "momentum" }, change: velocity(0.9) },
  "optimizer nesterov": {
    options: { optimizer: "nesterov", momentum: 0.5 },
    change: nesterov(0.5),
  },
  "optimizer nesterov, with 0.9": { options: { optimizer: "nesterov" }, change: nesterov(0.9) },
  "optimizer adam": { options: { optimizer: "adam" }, change: adam },
  "schedule constant": { options: { schedule: "constant" }, rates: [1, 1] },
  "schedule cosine": { options: { schedule: "cosine" }, rates: [1, 1 / 2] },
  "schedule oneCycle": { options: { schedule: "oneCycle" }, rates: [1 / 10, 2 / 3] },
  "a schedule of one's own": { options: { schedule: (done) => 1 + done }, rates: [1, 3 / 2] },
  weightDecay: { options: { weightDecay: 0.5 }, decay: 0.5 },
  "weightDecay by the rate of the schedule": {
    options: { weightDecay: 0.5, schedule: "cosine" },
    rates: [1, 1 / 2],
    decay: 0.5,
  },
  "weightDecay beside momentum, which does not gather it": {
    options: { weightDecay: 0.5, momentum: 0.5 },
    decay: 0.5,
    change: velocity(0.5),
  },
  "a regularizer l1": {
    layer: { kernelRegularizer: tf.regularizers.l1({ l1: 0.5 }) },
    penalty: l1(0.5),
  },
  "a regularizer l2": {
    layer: { kernelRegularizer: tf.regularizers.l2({ l2: 0.25 }) },
    penalty: l2(0.25),
  },
  "a regularizer of both": {
    layer: { kernelRegularizer: tf.regularizers.l1l2({ l1: 0.5, l2: 0.25 }) },
    penalty: {
      value: (w) => l1(0.5).value(w) + l2(0.25).value(w),
      slope: (w) => l1(0.5).slope(w) + l2(0.25).slope(w),
    },
  },
  "a regularizer beside momentum, which gathers it": {
    options: { momentum: 0.5 },
    layer: { kernelRegularizer: tf.regularizers.l2({ l2: 0.25 }) },
    penalty: l2(0.25),
    change: velocity(0.5),
  },
  "a constraint": {
    layer: { kernelConstraint: tf.constraints.maxNorm({ maxValue: Math.sqrt(5), axis: 0 }) },
    constrain: atMost,
  },
};

const RATE = 0.5;

/** Losses and weights of two steps by the rule. */
function twoSteps({ rates = [1, 1], decay = 0, penalty, change, constrain }: Rule) {
  const kept = START.map((): Kept => ({ v: 0, m: 0 }));
  let weights: readonly number[] = START;
  return rates.map((share, step) => {
    const rate = RATE * share;
    const isKernel = (i: number) => i < KERNEL;
    const decayed = weights.map((w, i) => (isKernel(i) ? w - rate * decay * w : w));
    const { loss, gradient } = crossEntropy(decayed);
    const kernel = penalty ? decayed.slice(0, KERNEL) : [];
    const next = decayed.map((w, i) => {
      const g = gradient[i] + (isKernel(i) ? (penalty?.slope(w) ?? 0) : 0);
      return w - rate * (change?.(g, kept[i], step + 1) ?? g);
    });
    weights = constrain ? [...constrain(next.slice(0, KERNEL)), ...next.slice(KERNEL)] : next;
    return { loss: kernel.reduce((sum, w) => sum + (penalty?.value(w) ?? 0), loss), weights };
  });
}

describe("two steps of a training", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const data = { train: dataset, validation: dataset };
  const quiet: TrainOptions = { batchSize: 1, learningRate: RATE, onProgress() {}, log() {} };

  for (const [what, rule] of Object.entries(RULES)) {
    it(`are those of the formula with ${what}`, async () => {
      const model = softmaxRegression(rule.layer);
      const weights: number[][] = [];
      const { trainLoss } = await train(model, data, {
        ...quiet,
        ...rule.options,
        iterations: 2,
        onProgress: () =>
          void weights.push(model.getWeights().flatMap((weight) => [...weight.dataSync()])),
      });
      for (const [step, expected] of twoSteps(rule).entries()) {
        expect(trainLoss[step].value).to.be.closeTo(expected.loss, 1e-5);
        for (const [i, weight] of expected.weights.entries()) {
          expect(weights[step][i], `weight ${i} after step ${step + 1}`).to.be.closeTo(
            weight,
            1e-5,
          );
        }
      }
    });
  }

  it("mirror the image half of the time, anew in each step, where they augment", async () => {
    const start = [1, 0, 0, 0, 0, 0];
    const losses = async (augment: boolean) => {
      const options = { ...quiet, learningRate: 1e-9, augment, iterations: 20 };
      const { trainLoss } = await train(softmaxRegression({}, start), data, options);
      return new Set(trainLoss.map(({ value }) => value.toFixed(4)));
    };
    const [whole, mirrored] = [Math.log(1 + Math.E), Math.log(1 + 1 / Math.E)].map((loss) =>
      loss.toFixed(4),
    );
    expect([...(await losses(false))]).to.deep.equal([whole]);
    expect([...(await losses(true))]).to.have.members([whole, mirrored]);
  });
});
