import * as tf from "@tensorflow/tfjs";
import { type Dataset, randomPermutation, seededRandom } from "../data/index.ts";
import { liveProgress, type Progress } from "../plot/index.ts";
import { evaluate } from "./evaluate.ts";
import { type History, recordHistory } from "./history.ts";
import { imageBatch } from "./imageBatch.ts";
import { interruptSignal } from "./interrupt.ts";
import { trainStep } from "./trainStep.ts";

/** How to train. */
export interface TrainOptions {
  /** Steps in all, those of a resumed history counted in. */
  iterations?: number;
  /** Images a step. */
  batchSize?: number;
  learningRate?: number;
  /** Iterations between two measurements on the whole validation set. */
  validateEvery?: number;
  /** Of the order of the images: the same seed gives the same losses. */
  seed?: number;
  /** A history to continue, such as an interrupted run's `historyOf(model)`. */
  resume?: History;
  /** Ends the run after the current iteration. */
  signal?: AbortSignal;
  /** Called after every iteration; draws the live curves unless replaced. */
  onProgress?: (progress: Progress) => void;
}

/**
 * Trains with stochastic gradient descent, as the assignment's loop does: batches in random
 * order, every image once an epoch; the loss of each; validation accuracy now and then.
 *
 * An interrupt (the notebook's stop button, Ctrl-C, `signal`) ends the run within one iteration;
 * the model keeps its weights and `historyOf(model)` what was measured.
 *
 * @throws RangeError when an option or the dataset does not fit
 * @throws Error on the pure-JavaScript "cpu" backend, which is hundreds of times too slow
 */
export async function train(
  model: tf.LayersModel,
  data: { train: Dataset; validation: Dataset },
  {
    iterations = 1000,
    batchSize = 100,
    learningRate = 0.05,
    validateEvery = 50,
    seed = 1,
    resume,
    signal,
    onProgress = liveProgress(),
  }: TrainOptions = {},
): Promise<History> {
  await refuseCpuBackend();
  checkWholeNumbers({ iterations, batchSize, validateEvery });
  const batchOf = batchOrder(data.train.labels.length, batchSize, seed);
  const optimizer = tf.train.sgd(learningRate);
  const history = recordHistory(model, resume);
  const { trainLoss, validationAccuracy } = history;
  const interrupt = interruptSignal(signal);
  const first = trainLoss.length;
  const start = performance.now() - 1000 * history.seconds;
  const report = (stopped?: string) => {
    const iteration = trainLoss.length;
    history.seconds = (performance.now() - start) / 1000;
    const perIteration = history.seconds / Math.max(1, iteration);
    onProgress({
      iteration,
      iterations,
      loss: trainLoss.at(-1)?.value ?? Number.NaN,
      imagesPerSecond: batchSize / perIteration,
      secondsLeft: (iterations - iteration) * perIteration,
      trainLoss,
      validationAccuracy,
      stopped,
    });
  };
  let reason = "interrupted";
  try {
    for (let iteration = first + 1; iteration <= iterations; iteration++) {
      const value = await step(model, optimizer, data.train, batchOf(iteration - 1));
      trainLoss.push({ iteration, value });
      if (!Number.isFinite(value)) {
        reason = `diverged: the loss is ${value}; try a learning rate below ${learningRate}`;
        break;
      }
      if (iteration % validateEvery === 0) {
        const { accuracy } = await evaluate(model, data.validation, { signal: interrupt.signal });
        validationAccuracy.push({ iteration, value: accuracy });
      }
      if (interrupt.signal.aborted) break;
      if (iteration === iterations) reason = "all iterations done";
      else report();
    }
  } catch (error) {
    if (!interrupt.signal.aborted) {
      reason = String(error);
      throw error;
    }
  } finally {
    history.stopped = { iteration: trainLoss.length, reason };
    interrupt.release();
    optimizer.dispose();
    report(reason);
  }
  return history;
}

/** One training step; yields to the event loop, so that an interrupt is heard. */
async function step(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  dataset: Dataset,
  indices: Uint32Array,
): Promise<number> {
  const loss = tf.tidy(() => trainStep(model, optimizer, imageBatch(dataset, indices)));
  const [value] = await loss.data();
  loss.dispose();
  await tf.nextFrame();
  return value;
}

/** The images of each batch; a pure function of the seed, so that a run can be continued. */
function batchOrder(
  images: number,
  batchSize: number,
  seed: number,
): (batch: number) => Uint32Array {
  const perEpoch = Math.floor(images / batchSize);
  if (perEpoch === 0) {
    throw new RangeError(
      `train: batchSize is ${batchSize}, the training set has ${images} images; take a smaller batch`,
    );
  }
  let epoch = -1;
  let order: Uint32Array = new Uint32Array();
  return (batch) => {
    const wanted = Math.floor(batch / perEpoch);
    if (wanted !== epoch) {
      epoch = wanted;
      order = randomPermutation(images, seededRandom(`${seed}/${epoch}`));
    }
    const start = (batch % perEpoch) * batchSize;
    return order.subarray(start, start + batchSize);
  };
}

async function refuseCpuBackend(): Promise<void> {
  await tf.ready();
  if (tf.getBackend() === "cpu") {
    throw new Error(
      'train: the backend is the pure-JavaScript "cpu", which takes seconds for a step that ' +
        'WebAssembly does in milliseconds; call selectBackend() from "lib/backend" first',
    );
  }
}

function checkWholeNumbers(options: Record<string, number>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`train: ${name} is ${value}, it takes a whole number from 1`);
    }
  }
}
