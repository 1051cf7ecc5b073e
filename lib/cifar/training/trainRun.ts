import type * as tf from "@tensorflow/tfjs";
import { computesOnGpu } from "../../backend/computesOnGpu.ts";
import { deviceLoss } from "../../backend/webgpu/deviceLoss.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { earlyStopping } from "./earlyStopping.ts";
import { type History, isTrained, recordHistory } from "./history.ts";
import { interruptSignal } from "./interruptSignal.ts";
import { lossReader } from "./lossReader.ts";
import { makeOptimizer, USUAL_RATE } from "./optimizer.ts";
import {
  copyState,
  copyWeights,
  endStates,
  restoreState,
  setWeights,
  type TrainingState,
} from "./trainingState.ts";
import { trainingSteps } from "./trainingSteps.ts";
import {
  checkWholeNumbers,
  type Settings,
  settingsOf,
  type TrainingData,
  type TrainOptions,
} from "./trainOptions.ts";

/**
 * Trains on the backend in use, from the beginning, `resume` or the latest checkpoint to the end.
 *
 * @throws Error when the GPU was lost, and any of what `train` throws
 */
export async function trainRun(
  model: tf.LayersModel,
  data: TrainingData,
  {
    resume,
    checkpoint,
    checkpointEvery = 100,
    fetchEvery = computesOnGpu() ? 20 : 1,
    signal,
    onProgress,
    log,
    ...options
  }: TrainOptions & Required<Pick<TrainOptions, "onProgress" | "log">>,
): Promise<History> {
  const settings = settingsOf(options);
  const { iterations, batchSize, validateEvery, patience } = settings;
  checkWholeNumbers({ checkpointEvery, fetchEvery });
  const optimizer = makeOptimizer(settings.optimizer, settings.momentum);
  const step = trainingSteps(model, optimizer, data.train, settings);
  const run =
    checkpoint === undefined
      ? undefined
      : await import("./checkpoint/openRun.ts").then(({ openRun }) =>
          openRun(checkpoint, { model, data, settings, begun: isTrained(model), resume, log }),
        );
  const stored = resume ? { history: resume, state: endStates.get(resume) } : run?.latest;
  let best = patience === undefined ? undefined : stored?.state?.best;
  if (patience !== undefined && stored?.history.best && !best) {
    throw new RangeError(
      `train: patience is ${patience}, but the run to resume has not kept the weights of its best ` +
        `measurement at iteration ${stored.history.best.iteration}; give patience from its beginning`,
    );
  }
  const first = stored?.history.trainLoss.length ?? 0;
  const kept = run?.latest?.history.trainLoss.length ?? 0;
  if (stored?.state) await restoreState({ model, optimizer }, stored.state, first);
  const history = recordHistory(model, stored?.history);
  const { trainLoss, validationAccuracy } = history;
  const losses = lossReader(history, fetchEvery);
  let iteration = first;

  const interrupt = interruptSignal(signal);
  const start = performance.now() - 1000 * history.seconds;
  const report = (stopped?: string) => {
    history.seconds = (performance.now() - start) / 1000;
    const perIteration = history.seconds / Math.max(1, iteration);
    const left = iterationsLeft(history, iteration, settings);
    onProgress({
      iteration,
      iterations,
      loss: trainLoss.at(-1)?.value,
      imagesPerSecond: batchSize / perIteration,
      secondsLeft: left.atLeast * perIteration,
      secondsAtMost: left.atMost * perIteration,
      trainLoss,
      validationAccuracy,
      stopped,
    });
  };
  /** Measures, and keeps the weights where early stopping may want them back. */
  const measure = async () => {
    const { accuracy } = await evaluate(model, data.validation, { signal: interrupt.signal });
    const measurement = { iteration, value: accuracy };
    validationAccuracy.push(measurement);
    if (history.best && accuracy <= history.best.value) return;
    history.best = measurement;
    if (patience !== undefined) best = await copyWeights(model);
  };

  let state: TrainingState;
  let reason = INTERRUPTED;
  try {
    while (!interrupt.signal.aborted) {
      const validates = iteration > 0 && iteration % validateEvery === 0;
      const writes = iteration > kept && (iteration % checkpointEvery === 0 || iteration === first);
      if (validates || writes || iteration >= iterations) await losses.all();
      if (validates && validationAccuracy.at(-1)?.iteration !== iteration) await measure();
      const end = endOf(history, settings);
      if (end) {
        reason = end;
        break;
      }
      if (writes) await run?.write(history, await copyState({ model, optimizer }, best));
      await losses.add(step(iteration));
      iteration++;
      report();
    }
  } catch (error) {
    if (!interrupt.signal.aborted) {
      reason = String((await deviceLoss()) ?? error);
      throw error;
    }
  } finally {
    interrupt.release();
    try {
      await losses.all();
      state = await copyState({ model, optimizer }, best);
      endStates.set(history, state);
    } finally {
      history.stopped = { iteration: trainLoss.length, reason };
      optimizer.dispose();
      report(reason);
    }
  }
  if (best && reason !== INTERRUPTED) setWeights(model, best);
  if (!hasDiverged(history)) await run?.write(history, state);
  return history;
}

const INTERRUPTED = "interrupted";

function hasDiverged({ trainLoss }: History): boolean {
  return trainLoss.length > 0 && !Number.isFinite(trainLoss[trainLoss.length - 1].value);
}

/** How long a run goes on: until its patience ends, if no measurement is a gain, or its iterations. */
function iterationsLeft(history: History, iteration: number, settings: Settings) {
  const { iterations, validateEvery, patience, minDelta } = settings;
  const atMost = iterations - iteration;
  if (patience === undefined) return { atLeast: atMost, atMost };
  const { waited } = earlyStopping(history.validationAccuracy, { patience, minDelta });
  const next = (validateEvery - (iteration % validateEvery)) % validateEvery;
  const measurements = Math.max(0, patience - waited - 1);
  return { atLeast: Math.min(atMost, next + measurements * validateEvery), atMost };
}

/** Why a run with this history is over; undefined while it goes on. */
function endOf(history: History, settings: Settings): string | undefined {
  const { iterations, learningRate, optimizer, patience, minDelta } = settings;
  if (hasDiverged(history)) {
    const loss = history.trainLoss.at(-1)?.value;
    const tenth = Number((learningRate / 10).toPrecision(1));
    const rate = Math.min(tenth, USUAL_RATE[optimizer]);
    return `diverged: the loss is ${loss} at the learning rate ${learningRate}; try ${rate} or less`;
  }
  if (patience !== undefined) {
    const { stop } = earlyStopping(history.validationAccuracy, { patience, minDelta });
    if (stop) return stop;
  }
  return history.trainLoss.length >= iterations ? "all iterations done" : undefined;
}
