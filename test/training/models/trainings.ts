import * as tf from "@tensorflow/tfjs";
import { trainStep } from "lib/cifar";
import { randomNormal, seededRandom } from "lib/data";
import { LAYERS } from "./layers.ts";
import { NETWORKS } from "./networks.ts";
import { OPERATIONS } from "./operations.ts";
import { type Build, conv, first, head, IMAGE, L, N, relu, sequential } from "./parts.ts";

/** Trains a model for a few steps on the backend in use; gives losses, and sums of its weights. */
export type Training = () => Promise<number[]>;

const STEPS = 4;
const ALL = N * STEPS;
const labels = Int32Array.from({ length: ALL }, (_, i) => (i * 7 + 3) % 10);

function normals(length: number, seed: string): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => randomNormal(random));
}

const pixels = normals(ALL * IMAGE[0] * IMAGE[1] * IMAGE[2], "pixels");
const allImages = () => tf.tensor4d(pixels, [ALL, ...IMAGE]);
const oneHot = () => tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat());

/** A new model with weights that are the same on every backend. */
function seeded(build: Build): tf.LayersModel {
  const model = build();
  const weights = model.weights.map(({ name, shape }, i) => {
    const size = shape as number[];
    const values = normals(
      size.reduce((a, b) => a * b, 1),
      `weights ${i}`,
    );
    const fan = values.length / (size.at(-1) ?? 1);
    const isScale = /gamma|moving_variance/.test(name);
    const value = (x: number) =>
      isScale ? 1 + 0.2 * Math.tanh(x) : x * (fan > 1 ? fan ** -0.5 : 0.1);
    return tf.tensor(values.map(value), size);
  });
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

function sums(model: tf.LayersModel): number[] {
  return model.getWeights().flatMap((weight) => {
    const values = [...weight.dataSync()];
    return [0, 1].map((power) => values.reduce((sum, x) => sum + x * Math.abs(x) ** power, 0));
  });
}

/** Steps of an optimizer by `step`, which gives the loss of batch i. */
function bySteps(
  build: Build,
  makeOptimizer: () => tf.Optimizer,
  step: (model: tf.LayersModel, optimizer: tf.Optimizer, batch: Batch) => tf.Scalar,
): Training {
  return async () => {
    const [model, optimizer] = [seeded(build), makeOptimizer()];
    const losses = Array.from({ length: STEPS }, (_, i) =>
      tf.tidy(() => {
        const [from, to] = [i * N, (i + 1) * N];
        const images = allImages().slice([from, 0, 0, 0], [N, -1, -1, -1]) as tf.Tensor4D;
        const batch = { images, labels: tf.tensor1d(labels.subarray(from, to), "int32") };
        return step(model, optimizer, batch).dataSync()[0];
      }),
    );
    return ended(model, optimizer, losses);
  };
}

type Batch = Parameters<typeof trainStep>[2];

/** `fit` of TensorFlow.js with this loss, after `activation`, and what it validates and evaluates. */
function byFit(
  build: Build,
  optimizer: () => tf.Optimizer | string,
  loss: string,
  activation?: string,
): Training {
  return async () => {
    const body = seeded(build);
    const last = activation ? [L.activation({ activation: activation as "softmax" })] : [];
    const model = activation ? tf.sequential({ layers: [body, ...last] }) : body;
    const isSparse = loss.startsWith("sparse");
    const [images, targets] = [allImages(), isSparse ? tf.tensor1d(labels, "int32") : oneHot()];
    model.compile({ optimizer: optimizer(), loss, metrics: ["accuracy"] });
    const losses: number[] = [];
    const { history } = await model.fit(images, targets, {
      epochs: 1,
      batchSize: N,
      shuffle: false,
      validationSplit: 0.25,
      verbose: 0,
      yieldEvery: "never",
      callbacks: { onBatchEnd: async (_, logs) => void losses.push(logs?.loss ?? Number.NaN) },
    });
    const evaluated = [model.evaluate(images, targets, { batchSize: N })].flat();
    losses.push(...(history.val_loss as number[]), ...evaluated.map((each) => each.dataSync()[0]));
    tf.dispose([images, targets, evaluated]);
    return ended(model, model.optimizer, losses);
  };
}

function ended(model: tf.LayersModel, optimizer: tf.Optimizer, losses: number[]): number[] {
  const result = [...losses, ...sums(model)];
  model.dispose();
  optimizer.dispose();
  return result;
}

const base: Build = () =>
  sequential(
    first({ strides: 1, ...relu }),
    L.maxPooling2d({ poolSize: 2 }),
    conv({ useBias: false }),
    L.batchNormalization(),
    L.reLU(),
    ...head(),
  );
const sgd = () => tf.train.sgd(0.05);

/** TensorFlow.js's optimizers. */
const OPTIMIZERS: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd,
  momentum: () => tf.train.momentum(0.02, 0.9),
  nesterov: () => tf.train.momentum(0.02, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.005),
  "rmsprop centered": () => tf.train.rmsprop(0.002, 0.9, 0.9, 1e-7, true),
  adam: () => tf.train.adam(0.005),
  adamax: () => tf.train.adamax(0.005),
  adagrad: () => tf.train.adagrad(0.02),
  adadelta: () => tf.train.adadelta(0.5),
};

/** Losses of `fit`, by their names. */
const LOSSES = [
  "categoricalCrossentropy binaryCrossentropy meanSquaredError meanAbsoluteError hinge squaredHinge",
  "meanAbsolutePercentageError meanSquaredLogarithmicError categoricalHinge logcosh poisson",
  "kullbackLeiblerDivergence cosineProximity sparseCategoricalCrossentropy",
].flatMap((line) => line.split(" "));

type Loss = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor;

/** Losses of `tf.losses`, of one-hot targets and logits. */
const TF_LOSSES: Readonly<Record<string, Loss>> = {
  softmaxCrossEntropy: tf.losses.softmaxCrossEntropy,
  sigmoidCrossEntropy: tf.losses.sigmoidCrossEntropy,
  meanSquaredError: tf.losses.meanSquaredError,
  huberLoss: tf.losses.huberLoss,
  hingeLoss: tf.losses.hingeLoss,
  absoluteDifference: tf.losses.absoluteDifference,
  logLoss: (targets, outputs) => tf.losses.logLoss(targets, outputs.softmax()),
  cosineDistance: (targets, outputs) => tf.losses.cosineDistance(targets, outputs.softmax(), 1),
};

function byLoss(loss: Loss): Training {
  return bySteps(base, sgd, (model, optimizer, { images, labels }) => {
    const value = () => {
      const outputs = model.apply(images, { training: true }) as tf.Tensor;
      return loss(tf.oneHot(labels, 10).toFloat(), outputs).asScalar();
    };
    return optimizer.minimize(value, true) as tf.Scalar;
  });
}

/** How many models there are. */
export const MODELS: Readonly<Record<string, Build>> = { ...LAYERS, ...NETWORKS, ...OPERATIONS };

const entriesOf = <T>(
  record: Readonly<Record<string, T>>,
  of: (name: string, value: T) => [string, Training][],
) => Object.entries(record).flatMap(([name, value]) => of(name, value));

/** Every training by its name. */
export const TRAININGS: Readonly<Record<string, Training>> = Object.fromEntries([
  ...entriesOf(MODELS, (name, build) => [
    [`${name}, trainStep`, bySteps(build, sgd, trainStep)],
    [`${name}, fit`, byFit(build, sgd, "meanSquaredError")],
  ]),
  ...entriesOf(OPTIMIZERS, (name, make) => [
    [`optimizer ${name}, trainStep`, bySteps(base, make, trainStep)],
    [`optimizer ${name}, fit`, byFit(base, make, "categoricalCrossentropy", "softmax")],
  ]),
  ...LOSSES.map((name): [string, Training] => [`loss ${name}`, byFit(base, sgd, name, "softmax")]),
  ...entriesOf(TF_LOSSES, (name, loss) => [[`tf.losses.${name}`, byLoss(loss)]]),
]);
