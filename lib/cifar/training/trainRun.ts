import type * as tf from "@tensorflow/tfjs";
import { computesOnGpu } from "../../backend/computesOnGpu.ts";
import { deviceLoss } from "../../backend/webgpu/deviceLoss.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { StoredRun } from "./checkpoint/openRun.ts";
import { type History, isTrained, recordHistory } from "./history.ts";
import { interruptSignal } from "./interruptSignal.ts";
import { type LossReader, lossReader } from "./lossReader.ts";
import { makeOptimizer, type ScheduledOptimizer } from "./optimizer.ts";
import { endOf, hasDiverged, INTERRUPTED, iterationsLeft } from "./runEnd.ts";
import {
  copyState,
  copyWeights,
  endStates,
  restoreState,
  setWeights,
  type Weights,
} from "./trainingState.ts";
import { trainingSteps } from "./trainingSteps.ts";
import {
  checkWholeNumbers,
  type Settings,
  settingsOf,
  type TrainingData,
  type TrainOptions,
} from "./trainOptions.ts";

type Options = TrainOptions & Required<Pick<TrainOptions, "onProgress" | "log">>;

/** A run under way. */
interface Run {
  readonly model: tf.LayersModel;
  readonly data: TrainingData;
  readonly settings: Settings;
  readonly optimizer: ScheduledOptimizer;
  /** Trains one step and gives its loss. */
  readonly step: ReturnType<typeof trainingSteps>;
  readonly losses: LossReader;
  readonly history: History;
  /** Its checkpoints, if it keeps any. */
  readonly checkpoints: StoredRun | undefined;
  /** The iteration that it begins or goes on with. */
  readonly first: number;
  iteration: number;
  /** The weights of the best measurement, where early stopping may want them back. */
  best: Weights | undefined;
}

/**
 * Trains on the backend in use, from the beginning, `resume` or the latest checkpoint to the end.
 *
 * @throws Error when the GPU was lost, and any of what `train` throws
 */
export async function trainRun(
  model: tf.LayersModel,
  data: TrainingData,
  { checkpointEvery = 100, ...options }: Options,
): Promise<History> {
  checkWholeNumbers({ checkpointEvery });
  const run = await begin(model, data, options);
  const report = reporter(run, options);
  const interrupt = interruptSignal(options.signal);
  let reason = INTERRUPTED;
  try {
    reason = await loop(run, { checkpointEvery, signal: interrupt.signal, report });
  } catch (error) {
    if (!interrupt.signal.aborted) {
      reason = String((await deviceLoss()) ?? error);
      throw error;
    }
  } finally {
    interrupt.release();
    await finish(run, reason).finally(() => report(reason));
  }
  if (run.best && reason !== INTERRUPTED) setWeights(model, run.best);
  const state = endStates.get(run.history);
  if (state && !hasDiverged(run.history)) await run.checkpoints?.write(run.history, state);
  return run.history;
}

/** Opens the checkpoints, and restores what the run goes on from. */
async function begin(
  model: tf.LayersModel,
  data: TrainingData,
  {
    resume,
    checkpoint,
    fetchEvery = computesOnGpu() ? 20 : 1,
    log,
    ...options
  }: Omit<Options, "checkpointEvery">,
): Promise<Run> {
  const settings = settingsOf(options);
  const { patience } = settings;
  checkWholeNumbers({ fetchEvery });
  const optimizer = makeOptimizer(settings.optimizer, settings.momentum);
  const step = trainingSteps(model, optimizer, data.train, settings);
  const begun = isTrained(model);
  const checkpoints =
    checkpoint === undefined
      ? undefined
      : await import("./checkpoint/openRun.ts").then(({ openRun }) =>
          openRun(checkpoint, { model, data, settings, begun, resume, log }),
        );
  const stored = resume ? { history: resume, state: endStates.get(resume) } : checkpoints?.latest;
  const best = patience === undefined ? undefined : stored?.state?.best;
  if (patience !== undefined && stored?.history.best && !best) {
    throw new RangeError(
      `train: patience is ${patience}, but the run to resume has not kept the weights of its best ` +
        `measurement at iteration ${stored.history.best.iteration}; give patience from its beginning`,
    );
  }
  const first = stored?.history.trainLoss.length ?? 0;
  if (stored?.state) await restoreState({ model, optimizer }, stored.state, first);
  const history = recordHistory(model, stored?.history);
  const losses = lossReader(history, fetchEvery);
  const run = { model, data, settings, optimizer, step, losses, history, checkpoints, first, best };
  return { ...run, iteration: first };
}

/**
 * Trains, measures and writes checkpoints until the run's end or an interrupt.
 *
 * @returns why it is over
 */
async function loop(
  run: Run,
  {
    checkpointEvery,
    signal,
    report,
  }: { checkpointEvery: number; signal: AbortSignal; report(): void },
): Promise<string> {
  const { settings, history, losses, checkpoints, first } = run;
  const { iterations, validateEvery } = settings;
  const kept = checkpoints?.latest?.history.trainLoss.length ?? 0;
  while (!signal.aborted) {
    const { iteration } = run;
    const measures = iteration > 0 && iteration % validateEvery === 0;
    const writes = iteration > kept && (iteration % checkpointEvery === 0 || iteration === first);
    if (measures || writes || iteration >= iterations) await losses.all();
    if (measures && history.validationAccuracy.at(-1)?.iteration !== iteration) {
      await measure(run, signal);
    }
    const end = endOf(history, settings);
    if (end) return end;
    if (writes) await checkpoints?.write(history, await copyState(run, run.best));
    await losses.add(run.step(iteration));
    run.iteration++;
    report();
  }
  return INTERRUPTED;
}

/** Notes where the run has ended, and keeps its state for a run that goes on from it. */
async function finish({ optimizer, ...run }: Run, reason: string): Promise<void> {
  const { model, losses, history, best } = run;
  try {
    await losses.all();
    endStates.set(history, await copyState({ model, optimizer }, best));
  } finally {
    history.stopped = { iteration: history.trainLoss.length, reason };
    optimizer.dispose();
  }
}

/** Measures, and keeps the weights where early stopping may want them back. */
async function measure(run: Run, signal: AbortSignal): Promise<void> {
  const { model, data, settings, history, iteration } = run;
  const { accuracy } = await evaluate(model, data.validation, { signal });
  const measurement = { iteration, value: accuracy };
  history.validationAccuracy.push(measurement);
  if (history.best && accuracy <= history.best.value) return;
  history.best = measurement;
  if (settings.patience !== undefined) run.best = await copyWeights(model);
}

/** Tells of a run's progress, and at its end why it is over. */
function reporter(run: Run, { onProgress }: Pick<Options, "onProgress">) {
  const { history, settings } = run;
  const { trainLoss, validationAccuracy } = history;
  const start = performance.now() - 1000 * history.seconds;
  return (stopped?: string) => {
    const { iteration } = run;
    history.seconds = (performance.now() - start) / 1000;
    const perIteration = history.seconds / Math.max(1, iteration);
    const left = iterationsLeft(history, iteration, settings);
    onProgress({
      iteration,
      iterations: settings.iterations,
      loss: trainLoss.at(-1)?.value,
      imagesPerSecond: settings.batchSize / perIteration,
      secondsLeft: left.atLeast * perIteration,
      secondsAtMost: left.atMost * perIteration,
      trainLoss,
      validationAccuracy,
      stopped,
    });
  };
}
