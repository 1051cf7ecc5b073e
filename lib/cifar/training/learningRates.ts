import * as tf from "@tensorflow/tfjs";
import { batchOrder } from "../input/batchOrder.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { checkModel, checkTrainable, inputSize } from "../network/checkModel.ts";
import { checkTrainingData } from "./checkTrainingData.ts";
import { refuseCpuBackend } from "./refuseCpuBackend.ts";
import { copyWeights, setWeights } from "./trainingState.ts";
import { checkWholeNumbers, type TrainingData } from "./trainOptions.ts";
import { trainStep } from "./trainStep.ts";

/** What a batch lost before the step that was taken with this learning rate. */
export interface RateTried {
  readonly learningRate: number;
  /** Mean cross-entropy of the batch and what regularizers add. */
  readonly loss: number;
}

/** Which learning rates to try. */
export interface RateRange {
  /** The least rate, above 0; 0.0001 unless given. */
  readonly from?: number;
  /** The largest, above `from`; 1 unless given. */
  readonly to?: number;
  /** How many, 2 or more; 100 unless given. */
  readonly steps?: number;
  /** Images a step, 100 unless given. */
  readonly batchSize?: number;
  /** Of the order of the images. */
  readonly seed?: number;
}

/**
 * The learning-rate range test (Smith, 2017): one step of gradient descent with each rate, on another
 * batch each, the rates growing by one factor from step to step,
 *
 *     rate_i = from · (to / from)^(i / (steps − 1))      i = 0 … steps − 1
 *
 * Where the loss falls, rates are large enough to learn with; where it rises, too large. The test
 * ends there: at a loss that is not finite, or twice the loss of the first batch. The model
 * has the weights from before the test again.
 *
 * @throws RangeError when the rates do not grow from above 0, there are fewer than 2 of them, or data
 *   and model do not fit
 */
export async function learningRates(
  model: tf.LayersModel,
  data: TrainingData,
  { from = 1e-4, to = 1, steps = 100, batchSize = 100, seed = 1 }: RateRange = {},
): Promise<RateTried[]> {
  await refuseCpuBackend("learningRates");
  checkTrainingData("learningRates", data);
  checkModel("learningRates", model, data.train.classes.length, console.log);
  checkTrainable("learningRates", model);
  checkWholeNumbers({ steps, batchSize });
  if (!(from > 0 && to > from && to < Number.POSITIVE_INFINITY) || steps < 2) {
    throw new RangeError(
      `learningRates: ${steps} rates from ${from} to ${to}; it takes 2 or more that grow from above 0`,
    );
  }
  const crop = inputSize("learningRates", model, data.train);
  const batchOf = batchOrder(data.train.labels.length, batchSize, seed);
  const before = await copyWeights(model);
  const tried: RateTried[] = [];
  try {
    for (let i = 0; i < steps; i++) {
      const learningRate = from * (to / from) ** (i / (steps - 1));
      const loss = await step(learningRate, () =>
        imageBatch(data.train, batchOf(i), undefined, crop),
      );
      if (Number.isFinite(loss)) tried.push({ learningRate, loss });
      if (!(loss <= 2 * tried[0]?.loss)) break;
    }
  } finally {
    setWeights(model, before);
  }
  return tried;

  async function step(learningRate: number, batch: () => ReturnType<typeof imageBatch>) {
    const optimizer = tf.train.sgd(learningRate);
    const loss = tf.tidy(() => trainStep(model, optimizer, batch()));
    const [value] = await loss.data();
    tf.dispose(loss);
    optimizer.dispose();
    return value;
  }
}
