import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset.ts";
import type { ImageSize } from "../input/imageBatch.ts";

/** Whose outputs are probabilities, not logits. */
const PROBABILITIES = ["softmax", "sigmoid"];

/** Models whose probabilities were told of. */
const warned = new WeakSet<tf.LayersModel>();

/**
 * Makes sure that a model classifies: one input, one output [N, classes] of logits.
 *
 * @param warn is told once of each model that ends with probabilities
 * @returns the number of classes
 * @throws RangeError naming the layer and both numbers where they do not fit
 */
export function checkModel(
  caller: string,
  model: tf.LayersModel,
  classes: number | undefined,
  warn: (line: string) => void,
): number {
  const { inputs, outputs } = model;
  for (const [what, ends] of Object.entries({ inputs, outputs })) {
    if (ends.length === 1) continue;
    const names = ends.map(({ sourceLayer }) => `"${sourceLayer.name}"`).join(", ");
    throw new RangeError(
      `${caller}: model "${model.name}" has ${ends.length} ${what} (${names}), it takes 1: images ` +
        "[N,rows,cols,channels] in, logits [N,classes] out",
    );
  }
  const { shape, sourceLayer } = outputs[0];
  const { name } = sourceLayer;
  const units = shape[1];
  if (shape.length !== 2 || units === null) {
    throw new RangeError(
      `${caller}: layer "${name}" gives ${text(shape)}, the last layer is to give logits ` +
        `[N,${classes ?? "classes"}]; end with tf.layers.flatten() and tf.layers.dense({ units: ` +
        `${classes ?? "…"} })`,
    );
  }
  if (classes !== undefined && units !== classes) {
    throw new RangeError(
      `${caller}: layer "${name}" gives ${units} logits for each image, the data have ${classes} ` +
        `classes; give it ${classes} units, cifarCnn({ classes: ${classes} }) does`,
    );
  }
  if (units < 2) {
    throw new RangeError(
      `${caller}: layer "${name}" gives ${units} logit for each image, a classifier gives 2 or more, ` +
        "one for each class",
    );
  }
  const activation = activationOf(sourceLayer);
  if (activation !== undefined && PROBABILITIES.includes(activation) && !warned.has(model)) {
    warned.add(model);
    warn(
      `${caller}: layer "${name}" ends with ${activation}, but the loss takes logits and applies ` +
        "softmax itself: the model learns slowly, and its losses and confidences are those of " +
        'softmax twice; leave the activation out ("linear")',
    );
  }
  return units;
}

/**
 * Makes sure that training changes a model.
 *
 * @throws RangeError naming its frozen layers when nothing can be trained
 */
export function checkTrainable(caller: string, model: tf.LayersModel): void {
  if (model.trainableWeights.length > 0) return;
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  const names = layers.map((layer) => `"${layer.name}"`).join(", ");
  throw new RangeError(
    layers.length === 0
      ? `${caller}: none of the ${model.layers.length} layers of model "${model.name}" has weights ` +
          "to train; add tf.layers.dense or tf.layers.conv2d"
      : `${caller}: 0 of the ${model.weights.length} weights of model "${model.name}" can be ` +
          `trained, its layers ${names} are frozen; set trainable = true on the model and a layer`,
  );
}

/**
 * Rows and columns of the images that a model sees of a dataset: as many as its input has, and
 * where it takes any, all.
 *
 * @throws RangeError naming the layer and both shapes where the dataset has no such images
 */
export function inputSize(caller: string, model: tf.LayersModel, { shape }: Dataset): ImageSize {
  const [{ shape: input, sourceLayer }] = model.inputs;
  const layer = model.layers.find((each) => each !== sourceLayer) ?? sourceLayer;
  const [, rows, cols, channels] = input;
  const fits = input.length === 4 && channels === shape[2];
  const size: ImageSize = [rows ?? shape[0], cols ?? shape[1]];
  if (fits && size[0] <= shape[0] && size[1] <= shape[1]) return size;
  const advice = fits
    ? `give the first layer inputShape [${shape}], as cifarCnn({ size: [${shape.slice(0, 2)}] }) does`
    : input.length === 4
      ? `give the first layer inputShape [${shape}]`
      : `begin with a layer of inputShape [${shape}], tf.layers.flatten for one`;
  throw new RangeError(
    `${caller}: layer "${layer.name}" takes ${text(input)}, the data have images [${shape}]; ${advice}`,
  );
}

/** A sentence where a network sees less than half of its images; undefined elsewhere. */
export function unseenPart([rows, cols]: ImageSize, { shape }: Dataset): string | undefined {
  if (rows * cols >= (shape[0] * shape[1]) / 2) return undefined;
  return (
    `the network sees the middle ${rows}×${cols} pixels of images of ${shape[0]}×${shape[1]}; ` +
    `cifarCnn({ size: [${shape.slice(0, 2)}] }), or inputShape [${shape}], sees all`
  );
}

function activationOf(layer: tf.layers.Layer): string | undefined {
  const { outputs } = layer as Partial<tf.LayersModel>;
  if (outputs?.length === 1) return activationOf(outputs[0].sourceLayer);
  if (layer.getClassName() === "Softmax") return "softmax";
  const { activation } = layer.getConfig();
  return typeof activation === "string" ? activation : undefined;
}

function text(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? "N").join(",")}]`;
}
