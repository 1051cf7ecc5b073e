import * as tf from "@tensorflow/tfjs";
import { breathe } from "#breathe";
import { checkDataset } from "../../data/checkDataset.ts";
import type { Dataset } from "../../data/index.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { checkModel, inputSize } from "../network/checkModel.ts";
import { crossEntropy } from "./evaluate.ts";

const BATCH = 100;

/**
 * The images after one step that raises the model's loss (fast gradient sign; Goodfellow, Shlens and Szegedy,
 * 2015): each byte of the part that the model sees goes up or down by `greyLevels`, as the loss L tells,
 *
 *     image ← clip(image + greyLevels · sign(∂L/∂image), 0, 255)
 *
 * and the standardisation counts in the gradient: with x the standardised image, g = ∂L/∂x and means over its values,
 *
 *     ∂L/∂image ∝ g − mean(g) − x · mean(g · x)
 *
 * A dataset with the same labels; the given one stays as it is.
 *
 * @throws RangeError when `greyLevels` is no whole number from 0 to 255, or data and model do not fit
 */
export async function adversarialStep(
  model: tf.LayersModel,
  dataset: Dataset,
  greyLevels: number,
): Promise<Dataset> {
  checkDataset("adversarialStep: the dataset", dataset);
  checkModel("adversarialStep", model, dataset.classes.length, console.log);
  if (!Number.isInteger(greyLevels) || greyLevels < 0 || greyLevels > 255) {
    throw new RangeError(
      `adversarialStep: greyLevels is ${greyLevels}, it takes a whole number from 0 to 255`,
    );
  }
  const crop = inputSize("adversarialStep", model, dataset);
  const [rows, cols, channels] = dataset.shape;
  const [top, left] = [(rows - crop[0]) >> 1, (cols - crop[1]) >> 1];
  const images = new Uint8ClampedArray(dataset.images.slice().buffer);
  for (let start = 0; start < dataset.labels.length; start += BATCH) {
    const size = Math.min(BATCH, dataset.labels.length - start);
    const signs = await signsOf(
      model,
      imageBatch(
        dataset,
        Uint32Array.from({ length: size }, (_, i) => start + i),
        undefined,
        crop,
      ),
    );
    const width = crop[1] * channels;
    for (let row = 0; row < size * crop[0]; row++) {
      const [i, y] = [Math.floor(row / crop[0]), row % crop[0]];
      const to = (((start + i) * rows + top + y) * cols + left) * channels;
      for (let j = 0; j < width; j++) images[to + j] += greyLevels * signs[row * width + j];
    }
    await breathe();
  }
  return { ...dataset, images: new Uint8Array(images.buffer) };
}

/** sign(∂L/∂image), −1, 0 or 1, of each value of a batch, which it disposes of. */
async function signsOf(
  model: tf.LayersModel,
  { images, labels }: { readonly images: tf.Tensor4D; readonly labels: tf.Tensor1D },
): Promise<ArrayLike<number>> {
  const signs = tf.tidy(() => {
    const loss = (x: tf.Tensor) => crossEntropy(model.apply(x) as tf.Tensor2D, labels);
    const g = tf.grad(loss)(images);
    const along = images.mul(g.mul(images).mean([1, 2, 3], true));
    return g
      .sub(g.mean([1, 2, 3], true))
      .sub(along)
      .sign();
  });
  const values = await signs.data();
  tf.dispose([signs, images, labels]);
  return values;
}
