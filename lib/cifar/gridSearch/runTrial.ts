import * as tf from "@tensorflow/tfjs";
import { type BackendName, selectBackend } from "../../backend/index.ts";
import { cifarCnn } from "../network/cifarCnn.ts";
import { train } from "../training/train.ts";
import { copyWeights } from "../training/trainingState.ts";
import type { TrainingData } from "../training/trainOptions.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { Outcome, TrialUpdate } from "./trial.ts";

/**
 * Trains one network on a backend of its own, which is given up afterwards: whatever ran before
 * in the same thread, the outcome is the same, and no memory is kept.
 */
export async function runTrial(
  hyperparameters: TrialHyperparameters,
  { backend, ...data }: TrainingData & { readonly backend: BackendName },
  onUpdate: (update: TrialUpdate) => void,
): Promise<Outcome> {
  const start = performance.now();
  const failure = (status: "diverged" | "failed", reason: string): Outcome => ({
    status,
    reason,
    seconds: (performance.now() - start) / 1000,
  });
  try {
    await selectBackend({ backend, threads: 1, log() {} });
    const { classes, shape } = data.train;
    const model = cifarCnn({ ...hyperparameters, classes: classes.length, channels: shape[2] });
    const history = await train(model, data, {
      ...hyperparameters,
      onProgress: onUpdate,
      log() {},
    });
    const { best, stopped = { iteration: 0, reason: "not begun" }, trainLoss } = history;
    const { reason } = stopped;
    if (!Number.isFinite(trainLoss.at(-1)?.value)) return failure("diverged", reason);
    if (!best) return failure("failed", `${reason} before the first measurement`);
    const weights = await copyWeights(model);
    return { status: "finished", history: { ...history, best, stopped }, weights };
  } catch (error) {
    return failure("failed", error instanceof Error ? error.message : String(error));
  } finally {
    tf.engine().reset();
  }
}
