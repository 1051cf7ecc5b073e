import * as tf from "@tensorflow/tfjs";
import { breathe } from "#breathe";
import type { Dataset } from "../../data/index.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { inputSize } from "./checkModel.ts";
import { layerNamed } from "./layerNamed.ts";

/**
 * What the layer named `layer` makes of every image of the dataset: one row of `size` numbers an image, in
 * their order. `nearestFeatures` finds neighbours among them.
 *
 *     images [N,rows,cols,channels]  →  values [N,size]
 *
 * @param batchSize images at a time
 * @throws RangeError when the model has no such layer, or the images do not fit it
 */
export async function featuresOf(
  model: tf.LayersModel,
  layer: string,
  dataset: Dataset,
  batchSize = 500,
): Promise<{ readonly values: Float32Array; readonly size: number }> {
  const { output } = layerNamed("featuresOf", model, layer);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`featuresOf: batchSize is ${batchSize}, it takes a whole number from 1`);
  }
  const crop = inputSize("featuresOf", model, dataset);
  const n = dataset.labels.length;
  const part = tf.model({ inputs: model.inputs, outputs: output });
  const size = part.outputs[0].shape.reduce<number>((product, d) => product * (d ?? 1), 1); // N is null
  const values = new Float32Array(n * size);
  for (let start = 0; start < n; start += batchSize) {
    const indices = Uint32Array.from(
      { length: Math.min(batchSize, n - start) },
      (_, i) => start + i,
    );
    const batch = tf.tidy(() =>
      part.predictOnBatch(imageBatch(dataset, indices, undefined, crop).images),
    ) as tf.Tensor;
    values.set(await batch.data(), start * size);
    batch.dispose();
    await breathe();
  }
  return { values, size };
}
