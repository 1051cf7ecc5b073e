import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/index.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { inputSize } from "./checkModel.ts";
import { layerNamed } from "./layerNamed.ts";

/** What one layer gives for one image. */
export interface Activations {
  readonly values: Float32Array;
  /** [rows, cols, maps] of the values; [1, 1, units] after a layer without rows and columns. */
  readonly shape: readonly [number, number, number];
}

/**
 * What the layer named `layer` gives when the model sees one image of the dataset.
 *
 * @throws RangeError when the model has no such layer or the dataset no such image
 */
export async function activationsOf(
  model: tf.LayersModel,
  layer: string,
  dataset: Dataset,
  image: number,
): Promise<Activations> {
  const { output: layerOutput } = layerNamed("activationsOf", model, layer);
  if (!(image in dataset.labels)) {
    throw new RangeError(
      `activationsOf: there is no image ${image}, the dataset has 0 … ${dataset.labels.length - 1}`,
    );
  }
  const crop = inputSize("activationsOf", model, dataset);
  const output = tf.tidy(() => {
    const part = tf.model({ inputs: model.inputs, outputs: layerOutput });
    return part.predict(imageBatch(dataset, [image], undefined, crop).images) as tf.Tensor;
  });
  const values = new Float32Array(await output.data());
  output.dispose();
  const [, rows, cols, maps] = output.shape;
  return { values, shape: maps === undefined ? [1, 1, values.length] : [rows, cols, maps] };
}
