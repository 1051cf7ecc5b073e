import stored from "./courseRun.json" with { type: "json" };
import { earlyStopping } from "./earlyStopping.ts";
import type { History } from "./history.ts";

/** A run of `coursePreset` on CIFAR-10, as it was measured. */
export interface CourseRun {
  /** Processor, how many processes wanted its cores in the last 15 minutes, and program. */
  readonly machine: string;
  /** What computed, as `selectBackend` names it. */
  readonly device: string;
  readonly seed: number;
  readonly testAccuracy: number;
  /** Losses to three decimals. */
  readonly history: History;
}

const { trainLoss, validationAccuracy, seconds, ...run } = stored;

/** The latest run that `bench/course` has stored. */
export const courseRun: CourseRun = {
  ...run,
  history: {
    trainLoss: trainLoss.map((value, i) => ({ iteration: i + 1, value })),
    validationAccuracy,
    best: earlyStopping(validationAccuracy, { patience: Number.POSITIVE_INFINITY }).best,
    seconds,
    stopped: { iteration: trainLoss.length, reason: "all iterations done" },
  },
};
