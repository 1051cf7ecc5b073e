import * as tf from "@tensorflow/tfjs";
import { computesOnGpu } from "../../backend/computesOnGpu.ts";
import { runStep } from "../../backend/step.ts";
import { crossEntropy } from "../evaluation/evaluate.ts";
import type { Batch } from "../input/imageBatch.ts";
import { checkModel, checkTrainable } from "../network/checkModel.ts";
import { everyLayer } from "../network/everyLayer.ts";
import { explained } from "./explained.ts";
import { settingsWithin } from "./settingsWithin.ts";

/**
 * One step of gradient descent on the batch's mean cross-entropy, of logits, and what the
 * regularizers of the layers add to it. Constraints are applied after the step, as in Keras;
 * TensorFlow.js's own `fit` forgets them.
 *
 * On tfjs-node the steps of an optimizer become one graph after the first ten, as those of a
 * `tf.function` in Python. A step whose layers or optimizer have other settings than those before
 * gets a graph of its own; what a layer takes from elsewhere in JavaScript stays as it was when the
 * graph was made: `selectBackend({ graph: false })` makes none.
 *
 * @returns the loss before the step, a scalar to dispose of
 * @throws RangeError when the model does not classify, has nothing to train, or has another number
 *   of outputs than there are classes
 * @throws Error naming the layer that the backend in use cannot train
 */
export function trainStep(model: tf.LayersModel, optimizer: tf.Optimizer, batch: Batch): tf.Scalar {
  const { images, labels } = batch;
  check(model, batch);
  const layers = everyLayer(model);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const loss = () => {
    const logits = model.apply(images, { training: true }) as tf.Tensor2D;
    return penalties(layers).reduce<tf.Scalar>(
      (sum, penalty) => sum.add(penalty),
      crossEntropy(logits, labels),
    );
  };
  return explained(model, images, () =>
    runStep(optimizer, {
      inputs: [images, labels],
      given: () => [
        model,
        ...weights,
        ...settingsWithin(layers, IN_LAYERS),
        ...settingsWithin([optimizer], IN_OPTIMIZERS),
      ],
      run: () => {
        const value = optimizer.minimize(loss, true, weights) as tf.Scalar;
        constrain(model);
        return value;
      },
    }),
  );
}

/** What leads from layer to layer. */
const IN_LAYERS = new Set(["inboundNodes", "outboundNodes"]);

/** What each step is given, and the number of steps. */
const IN_OPTIMIZERS = new Set(["learningRate", "c", "iterations_"]);

/** What the layers' regularizers add to the loss, each weight's once. */
function penalties(layers: readonly tf.layers.Layer[]): tf.Scalar[] {
  return [...new Set(layers.flatMap((layer) => layer.losses))].map((penalty) => penalty());
}

/** Brings the weights back to where the layers' constraints allow them to be. */
function constrain(model: tf.LayersModel): void {
  for (const weight of model.trainableWeights) {
    const { constraint } = weight as { constraint?: Constraint | null };
    if (constraint) {
      tf.tidy(() => (weight.read() as tf.Variable).assign(constraint.apply(weight.read())));
    }
  }
}

/** As tf.constraints makes them. */
interface Constraint {
  apply(weight: tf.Tensor): tf.Tensor;
}

/** Outputs of models that were looked at, and the number of their classes. */
const known = new WeakMap<tf.SymbolicTensor, number>();

function check(model: tf.LayersModel, { images, labels, classes }: Batch): void {
  const [output] = model.outputs;
  const looked = known.get(output);
  checkTrainable("trainStep", model);
  const isLike = looked !== undefined && (classes ?? looked) === looked;
  const outputs = isLike ? looked : checkModel("trainStep", model, classes, console.warn);
  known.set(output, outputs);
  const [{ shape: takes }] = model.inputs;
  const fits =
    images.rank === takes.length &&
    takes.every((n, i) => (n ?? images.shape[i]) === images.shape[i]);
  if (!fits) {
    throw new RangeError(
      `trainStep: the batch has images [${images.shape}], model "${model.name}" takes ` +
        `[${takes.map((size) => size ?? "N")}]; crop them, or give the first layer another inputShape`,
    );
  }
  if (classes !== undefined || computesOnGpu()) return;
  for (const [i, label] of labels.dataSync().entries()) {
    if (label >= 0 && label < outputs) continue;
    throw new RangeError(
      `trainStep: label ${i} of the batch is ${label}, layer "${output.sourceLayer.name}" gives ` +
        `${outputs} logits, for the labels 0 to ${outputs - 1}`,
    );
  }
}
