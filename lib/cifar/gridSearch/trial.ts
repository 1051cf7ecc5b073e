import type { History } from "../training/history.ts";
import type { Weights } from "../training/trainingState.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";

/** A combination of hyperparameters, and how its training went. */
export type Trial = FinishedTrial | FailedTrial;

interface TrialBase {
  /** Those that the space names. */
  readonly hyperparameters: TrialHyperparameters;
  /** Why training ended, or what went wrong. */
  readonly reason: string;
  readonly seconds: number;
}

/** A trial whose training ended well. */
export interface FinishedTrial extends TrialBase {
  readonly status: "finished";
  /** The best measurement on the validation set, 0 to 1. */
  readonly validationAccuracy: number;
  /** The iteration of the best measurement. */
  readonly iteration: number;
  readonly history: EndedHistory;
}

/** A trial without a result: its loss became NaN or infinite, or an error ended it. */
export interface FailedTrial extends TrialBase {
  readonly status: "diverged" | "failed";
}

/** The history of a run that has ended, and was measured before. */
export type EndedHistory = History & Required<Pick<History, "best" | "stopped">>;

/** What a worker makes of a trial. */
export type Outcome =
  | {
      readonly status: "finished";
      readonly history: EndedHistory;
      /** At the best measurement. */
      readonly weights: Weights;
    }
  | {
      readonly status: "diverged" | "failed";
      readonly reason: string;
      readonly seconds: number;
    };

/** How far a trial has come. */
export interface TrialUpdate {
  readonly iteration: number;
  readonly iterations: number;
  /** Since the trial began. */
  readonly seconds?: number;
  /** The worker that runs it, as the engine's state names it. */
  readonly worker?: string;
}

/** A trial on its way. */
export interface Entry {
  /** Those that the space names. */
  readonly hyperparameters: TrialHyperparameters;
  /** All that its training is given. */
  readonly settings: TrialHyperparameters;
  /** The last word of its worker. */
  update?: TrialUpdate;
  outcome?: Outcome;
}

/** The entry as a trial; undefined before its end. */
function trialOf({ hyperparameters, outcome }: Entry): Trial | undefined {
  if (outcome?.status !== "finished") return outcome && { hyperparameters, ...outcome };
  const { status, history } = outcome;
  return {
    hyperparameters,
    status,
    reason: history.stopped.reason,
    seconds: history.seconds,
    validationAccuracy: history.best.value,
    iteration: history.best.iteration,
    history,
  };
}

/** The trials that have ended, best first, in the entries' order where two are equal. */
export function rankedTrials(entries: readonly Entry[]): Trial[] {
  const accuracy = (trial: Trial) =>
    trial.status === "finished" ? trial.validationAccuracy : Number.NEGATIVE_INFINITY;
  return entries.flatMap((entry) => trialOf(entry) ?? []).sort((a, b) => accuracy(b) - accuracy(a));
}
