import { createHash } from "node:crypto";
import type { LayersModel } from "@tensorflow/tfjs";
import { fingerprint } from "../fingerprint.ts";
import { copyWeights } from "../trainingState.ts";
import type { Settings, TrainingData } from "../trainOptions.ts";

/** What determines the numbers of a run, by name, as plain values to compare. */
export type RunIdentity = Readonly<Record<string, string | number | boolean>>;

/** The identity of a run that begins with the model as it is. */
export async function runIdentity(
  model: LayersModel,
  data: TrainingData,
  { patience, minDelta, iterations, schedule, ...settings }: Settings,
): Promise<RunIdentity> {
  const weights = createHash("sha256");
  for (const values of await copyWeights(model)) weights.update(values);
  return {
    ...settings,
    schedule: String(schedule),
    ...(schedule !== "constant" && { iterations }),
    "training images": short(await fingerprint(data.train)),
    "validation images": short(await fingerprint(data.validation)),
    network: model.weights.map(({ originalName, shape }) => `${originalName} [${shape}]`).join(),
    [INITIAL_WEIGHTS]: short(weights.digest("hex")),
  };
}

const INITIAL_WEIGHTS = "initial weights";

/**
 * Makes sure that a run goes on with what it began with.
 *
 * @param begun whether the model is one that training has changed already
 * @throws RangeError naming the first difference
 */
export function expectSameRun(
  directory: string,
  stored: RunIdentity,
  given: RunIdentity,
  begun: boolean,
): void {
  for (const name of new Set([...Object.keys(stored), ...Object.keys(given)])) {
    if (stored[name] === given[name] || (name === INITIAL_WEIGHTS && begun)) continue;
    throw new RangeError(
      `train: "${directory}" holds a run whose ${name} is ${stored[name]}, this one's is ` +
        `${given[name]}; name another directory, or delete that one`,
    );
  }
}

/** Enough of a sum to tell runs apart, and short enough to show. */
function short(sum: string): string {
  return sum.slice(0, 16);
}
