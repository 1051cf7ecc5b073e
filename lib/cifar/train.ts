import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { liveProgress } from "../plot/liveProgress.ts";
import { earlyStopping } from "./earlyStopping.ts";
import { evaluate } from "./evaluate.ts";
import { type History, recordHistory } from "./history.ts";
import { interruptSignal } from "./interrupt.ts";
import { makeOptimizer } from "./optimizer.ts";
import { copyWeights, keepState, restoreState, setWeights, stateOf } from "./trainingState.ts";
import { trainingSteps } from "./trainingSteps.ts";
import { type Settings, settingsOf, type TrainOptions } from "./trainOptions.ts";

/**
 * Trains with stochastic gradient descent, as the assignment's loop does: batches in random
 * order, every image once an epoch; the loss of each; validation accuracy now and then.
 *
 * An interrupt (the notebook's stop button, Ctrl-C, `signal`) ends the run within one iteration;
 * the model keeps its weights and `historyOf(model)` what was measured. With `patience` the run
 * ends early, and the model has the weights of its best measurement then.
 *
 * @throws RangeError when an option or the dataset does not fit
 * @throws Error on the pure-JavaScript "cpu" backend, which is hundreds of times too slow
 */
export async function train(
  model: tf.LayersModel,
  data: { train: Dataset; validation: Dataset },
  { resume, signal, onProgress = liveProgress(), ...options }: TrainOptions = {},
): Promise<History> {
  await refuseCpuBackend();
  const settings = settingsOf(options);
  const { iterations, batchSize, validateEvery, patience } = settings;
  const optimizer = makeOptimizer(settings.optimizer, settings.momentum);
  const step = trainingSteps(model, optimizer, data.train, settings);
  const history = recordHistory(model, resume);
  const { trainLoss, validationAccuracy } = history;
  const state = stateOf(history);
  let best = state?.best;
  if (patience !== undefined && history.best && !best) {
    throw new RangeError(
      `train: patience is ${patience}, but the run to resume has not kept the weights of its ` +
        `best measurement at iteration ${history.best.iteration}; give patience from its beginning`,
    );
  }
  if (state) await restoreState(state, trainLoss.length, { model, optimizer });

  const interrupt = interruptSignal(signal);
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
  /** Measures, and keeps the weights where early stopping may want them back. */
  const measure = async (iteration: number) => {
    const { accuracy } = await evaluate(model, data.validation, { signal: interrupt.signal });
    const measurement = { iteration, value: accuracy };
    validationAccuracy.push(measurement);
    if (history.best && accuracy <= history.best.value) return;
    history.best = measurement;
    if (patience !== undefined) best = await copyWeights(model);
  };

  let reason = "interrupted";
  try {
    while (!interrupt.signal.aborted) {
      const iteration = trainLoss.length;
      const measured = validationAccuracy.at(-1)?.iteration === iteration;
      if (iteration > 0 && iteration % validateEvery === 0 && !measured) await measure(iteration);
      const ended = endOf(history, settings);
      if (ended) {
        reason = ended;
        break;
      }
      const value = await step(iteration);
      trainLoss.push({ iteration: iteration + 1, value });
      report();
    }
  } catch (error) {
    if (!interrupt.signal.aborted) {
      reason = String(error);
      throw error;
    }
  } finally {
    history.stopped = { iteration: trainLoss.length, reason };
    await keepState(history, { model, optimizer, best });
    if (best && !interrupt.signal.aborted) setWeights(model, best);
    interrupt.release();
    optimizer.dispose();
    report(reason);
  }
  return history;
}

/** Why a run with this history is over; undefined while it goes on. */
function endOf(history: History, settings: Settings): string | undefined {
  const { iterations, learningRate, patience, minDelta } = settings;
  const loss = history.trainLoss.at(-1)?.value ?? 0;
  if (!Number.isFinite(loss))
    return `diverged: the loss is ${loss}; try a learning rate below ${learningRate}`;
  if (patience !== undefined) {
    const { stop } = earlyStopping(history.validationAccuracy, { patience, minDelta });
    if (stop) return stop;
  }
  return history.trainLoss.length >= iterations ? "all iterations done" : undefined;
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
