import type { Dataset } from "../../data/dataset.ts";
import { checkSeed } from "../../data/random.ts";
import type { Progress } from "../../plot/liveProgress.ts";
import type { History } from "./history.ts";
import type { OptimizerName } from "./optimizer.ts";
import { SCHEDULES, type Schedule, type ScheduleName } from "./schedule.ts";

/** What determines the numbers of a run, together with model and data. */
export interface Hyperparameters {
  /** Steps in all, those of a continued run counted in. */
  iterations?: number;
  /** Images a step. */
  batchSize?: number;
  /** The highest rate of the run, where a schedule varies it. */
  learningRate?: number;
  /** How the rate changes in the course of the run; "constant" unless given. */
  schedule?: ScheduleName | Schedule;
  /** How a gradient changes the weights: "sgd", or "momentum" where `momentum` is given. */
  optimizer?: OptimizerName;
  /** Share of the velocity that is kept from step to step, 0.9 for the optimisers that have one. */
  momentum?: number;
  /**
   * Share of each kernel that a step takes away, times the learning rate: decoupled weight decay
   * (Loshchilov and Hutter, 2019).
   */
  weightDecay?: number;
  /**
   * Trains on random 24×24 crops, half of them mirrored, instead of the central crop
   * (Krizhevsky et al., 2012); validation and test keep the central one.
   */
  augment?: boolean;
  /** Iterations between two measurements on the whole validation set. */
  validateEvery?: number;
  /**
   * Early stopping: measurements in a row without a new maximum after which the run ends. The
   * model then has the weights of its best measurement, also where all iterations are done first.
   */
  patience?: number;
  /** How far above the last gain a measurement must lie to end the waiting; 0 unless given. */
  minDelta?: number;
  /**
   * Seed of the order of the images and of their crops, a whole number from 0: the same seed gives
   * the same losses.
   */
  seed?: number;
}

/** What to train on, and what to measure on meanwhile. */
export interface TrainingData {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/** How to train. */
export interface TrainOptions extends Hyperparameters {
  /** A history to continue, such as an interrupted run's `historyOf(model)`. */
  resume?: History;
  /**
   * A directory, made if it is not there, that keeps the run's checkpoints: what is needed to go
   * on after the process was killed. It holds one run; training ends at once if that is over.
   */
  checkpoint?: string;
  /** Iterations between two checkpoints, 100 unless given; one more is written at the end. */
  checkpointEvery?: number;
  /**
   * Iterations between two readings of losses: 20 unless given where a GPU computes, which need
   * not wait for them then; 1 elsewhere. History and progress learn of a loss, and the run of its
   * divergence, up to twice as many iterations later, but all are there at a measurement, a
   * checkpoint and the end. The GPU holds as many batches meanwhile.
   */
  fetchEvery?: number;
  /** Ends the run after the current iteration. */
  signal?: AbortSignal;
  /** Called after every iteration; draws the live curves unless replaced. */
  onProgress?: (progress: Progress) => void;
  /** Takes lines about checkpoints: where the run goes on, what is damaged. */
  log?: (line: string) => void;
}

/** All hyperparameters of a run; without `patience` there is no early stopping. */
export type Settings = Readonly<
  Required<Omit<Hyperparameters, "patience">> & Pick<Hyperparameters, "patience">
>;

/**
 * Fills in what the options leave out: the assignment's training.
 *
 * @throws RangeError when an option is out of range
 */
export function settingsOf(options: Hyperparameters): Settings {
  const {
    iterations = 1000,
    batchSize = 100,
    learningRate = 0.05,
    schedule = "constant",
    optimizer = options.momentum === undefined ? "sgd" : "momentum",
    momentum = optimizer === "momentum" || optimizer === "nesterov" ? 0.9 : 0,
    weightDecay = 0,
    augment = false,
    validateEvery = 50,
    patience,
    minDelta = 0,
    seed = 1,
  } = options;
  checkWholeNumbers({
    iterations,
    batchSize,
    validateEvery,
    ...(patience !== undefined && { patience }),
  });
  check("learningRate", learningRate, "a number above 0", learningRate > 0);
  check("momentum", momentum, "a number from 0 to below 1", momentum >= 0 && momentum < 1);
  check("weightDecay", weightDecay, "a number from 0", weightDecay >= 0);
  check("minDelta", minDelta, "a number from 0", minDelta >= 0);
  check("minDelta", minDelta, "nothing without patience", minDelta === 0 || patience !== undefined);
  check("augment", augment, "true or false", typeof augment === "boolean");
  checkSeed("train", seed);
  checkName("optimizer", optimizer, ["sgd", "momentum", "nesterov", "adam"]);
  if (momentum > 0 && (optimizer === "sgd" || optimizer === "adam")) {
    throw new RangeError(
      `train: momentum is ${momentum}, but optimizer "${optimizer}" has none; ` +
        'take "momentum" or "nesterov"',
    );
  }
  if (typeof schedule !== "function") checkName("schedule", schedule, Object.keys(SCHEDULES));
  return {
    iterations,
    batchSize,
    learningRate,
    schedule,
    optimizer,
    momentum,
    weightDecay,
    augment,
    validateEvery,
    patience,
    minDelta,
    seed,
  };
}

/** @throws RangeError naming the first option that is not a whole number from 1 */
export function checkWholeNumbers(options: Record<string, number>): void {
  for (const [name, value] of Object.entries(options)) {
    check(name, value, "a whole number from 1", Number.isInteger(value) && value >= 1);
  }
}

function check(name: string, value: unknown, rule: string, holds: boolean): void {
  if (!holds || value === Number.POSITIVE_INFINITY) {
    throw new RangeError(`train: ${name} is ${value}, it takes ${rule}`);
  }
}

function checkName(option: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) {
    const known = names.map((known) => `"${known}"`).join(", ");
    throw new RangeError(`train: ${option} is "${name}", it takes one of ${known}`);
  }
}
