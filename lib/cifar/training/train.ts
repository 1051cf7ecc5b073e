import type * as tf from "@tensorflow/tfjs";
import { checkDevice, deviceLoss } from "../../backend/webgpu/deviceLoss.ts";
import { liveProgress } from "../../plot/liveProgress.ts";
import { checkModel, checkTrainable, inputSize, unseenPart } from "../network/checkModel.ts";
import { checkTrainingData } from "./checkTrainingData.ts";
import { type History, historyOf, isTrained } from "./history.ts";
import { refuseCpuBackend } from "./refuseCpuBackend.ts";
import { copyWeights, setWeights } from "./trainingState.ts";
import type { TrainingData, TrainOptions } from "./trainOptions.ts";
import { trainRun } from "./trainRun.ts";

/**
 * Trains with stochastic gradient descent, as the assignment's loop does: batches in random
 * order, every image once an epoch; the loss of each; validation accuracy now and then. The model
 * gives logits, one a class, and sees as much of the middle of each image as its input is large.
 * Regularizers of its layers count in the loss, their constraints hold after each step.
 *
 * An interrupt (the notebook's stop button, Ctrl-C, `signal`) ends the run within one iteration;
 * the model keeps its weights and `historyOf(model)` what was measured. With `patience` the run
 * ends early, and the model has the weights of its best measurement then. With `checkpoint` it
 * survives its process: the same call goes on from the latest checkpoint, on the wasm backend to
 * the same bits; and it survives its GPU: where that is lost, the call itself goes on from there, on
 * a new device or else on the next backend that works, with a history of its own.
 *
 * @throws TypeError when a dataset is not made of bytes
 * @throws RangeError when an option, a dataset or the model does not fit, or `checkpoint` names the
 *   directory of another run
 * @throws Error when a checkpoint cannot be written; model and history are kept
 * @throws Error when another run, of this process or another, uses the directory `checkpoint`
 * @throws Error when the GPU was lost and there is no `checkpoint`, or was lost again before the
 *   run came further; the model's weights are gone
 * @throws Error on the pure-JavaScript "cpu" backend, which is hundreds of times too slow
 */
export async function train(
  model: tf.LayersModel,
  data: TrainingData,
  { onProgress = liveProgress(), log = console.log, ...others }: TrainOptions = {},
): Promise<History> {
  await refuseCpuBackend("train");
  checkDevice();
  checkTrainingData("train", data);
  checkModel("train", model, data.train.classes.length, log);
  checkTrainable("train", model);
  for (const dataset of [data.train, data.validation]) inputSize("train", model, dataset);
  const unseen = unseenPart(inputSize("train", model, data.train), data.train);
  if (unseen) log(`train: ${unseen}`);
  const options = { ...others, onProgress, log };
  const { checkpoint } = options;
  if (checkpoint === undefined) return trainOnAnyDevice(model, data, options);
  const { withRunLock } = await import("#folder");
  return withRunLock(checkpoint, () => trainOnAnyDevice(model, data, options));
}

/** Goes on after a GPU was lost, where there are checkpoints. */
async function trainOnAnyDevice(
  model: tf.LayersModel,
  data: TrainingData,
  given: Parameters<typeof trainRun>[2],
): Promise<History> {
  let options = given;
  const weights = options.checkpoint === undefined ? [] : await copyWeights(model);
  for (let reached = Number.NEGATIVE_INFINITY; ; ) {
    try {
      return await trainRun(model, data, options);
    } catch (error) {
      const lost = await deviceLoss();
      if (!lost) throw error;
      const losses = isTrained(model) ? historyOf(model).trainLoss.length : 0;
      const known = `train: after iteration ${losses} ${lost.message}`;
      if (options.checkpoint === undefined) throw new Error(`${known}; ${ADVICE}`, { cause: lost });
      if (losses <= reached) throw new Error(`${known}, as before; ${AGAIN}`, { cause: lost });
      reached = losses;
    }
    const { replaceLostDevice } = await import("../../backend/startFirst.ts"); // as selectBackend does
    await replaceLostDevice(options.log);
    setWeights(model, weights); // until those of the latest checkpoint take their place
    options = { ...options, resume: undefined }; // the directory has all of it
  }
}

const ADVICE =
  "call selectBackend() for another device and train a new model; with `checkpoint`, the name of " +
  "a directory, a run goes on by itself";

const AGAIN =
  'the checkpoints are kept: call selectBackend({ backend: "wasm" }), and train a new model with ' +
  "the same `checkpoint` to go on from the latest one";
