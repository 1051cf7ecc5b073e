import type { LayersModel } from "@tensorflow/tfjs";
import { sha256 } from "#hash";
import { fingerprint } from "../../input/fingerprint.ts";
import { CROP } from "../../input/imageBatch.ts";
import { inputSize } from "../../network/checkModel.ts";
import { everyLayer } from "../../network/everyLayer.ts";
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
  const weights = sha256();
  for (const values of await copyWeights(model)) weights.add(values);
  return {
    ...settings,
    schedule: String(schedule),
    ...(schedule !== "constant" && { iterations }),
    "training images": short(await fingerprint(data.train)),
    "validation images": short(await fingerprint(data.validation)),
    ...layersIdentity(model, data),
    network: model.weights.map(({ originalName, shape }) => `${originalName} [${shape}]`).join(),
    [INITIAL_WEIGHTS]: short(weights.hex()),
  };
}

/** What the loss depends on besides weights; nothing for networks without any of it. */
function layersIdentity(model: LayersModel, data: TrainingData): RunIdentity {
  const [rows, cols] = inputSize("train", model, data.train);
  const penalties = everyLayer(model).flatMap((layer, i) =>
    Object.entries(layer.getConfig())
      .filter(([name, value]) => value && /Regularizer$|Constraint$/.test(name))
      .map(([name, value]) => `${i} ${name} ${JSON.stringify(value)}`),
  );
  return {
    ...((rows !== CROP || cols !== CROP) && { "image size": `${rows}×${cols}` }),
    ...(penalties.length > 0 && { "regularizers and constraints": penalties.join() }),
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
    if (plain(stored[name]) === plain(given[name]) || (name === INITIAL_WEIGHTS && begun)) continue;
    throw new RangeError(
      `train: "${directory}" holds a run whose ${name} is ${stored[name] ?? "none"}, this one's is ` +
        `${given[name] ?? "none"}; name another directory, or delete that one`,
    );
  }
}

/** Without the numbers that TensorFlow.js gives layers without names, another one each time. */
function plain(value: RunIdentity[string]): RunIdentity[string] {
  return typeof value === "string" ? value.replace(/(_[A-Z]\w*?)\d+(?=\/)/g, "$1") : value;
}

/** Enough of a sum to tell runs apart, and short enough to show. */
function short(sum: string): string {
  return sum.slice(0, 16);
}
