import * as tf from "@tensorflow/tfjs";
import { breathe } from "#breathe";
import { checkDataset } from "../../data/checkDataset.ts";
import { type Dataset, imageAt } from "../../data/index.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { inputSize } from "../network/checkModel.ts";
import { receptiveField } from "../network/receptiveField.ts";

/** Where in an image a filter responds most. */
export interface Patch {
  /** Its number in the dataset. */
  readonly image: number;
  /** The first row and column of the patch in that image; below 0 where the layers pad. */
  readonly top: number;
  readonly left: number;
  readonly response: number;
  /** 0–255, [rows, cols, channels] of `shape`; 0 outside the image. */
  readonly pixels: Uint8Array;
}

/** The patches of each filter of a layer. */
export interface StrongestPatches {
  /** [rows, cols, channels] of every patch: all that one value of the layer depends on. */
  readonly shape: readonly [number, number, number];
  /** For each filter up to `count` patches of different images, the strongest first; none for a silent one. */
  readonly filters: readonly (readonly Patch[])[];
}

const BATCH = 250;

/**
 * What the filters of a layer look for: the patches, of different images of the dataset, to which each responds
 * most, as Zeiler and Fergus (2014) show them. A filter whose responses are all 0 or less has none.
 *
 * @throws RangeError when `layer` is none of rows and columns, `count` is no whole number from 1, or data and
 *   model do not fit
 */
export async function strongestPatches(
  model: tf.LayersModel,
  layer: string,
  dataset: Dataset,
  count = 5,
): Promise<StrongestPatches> {
  checkDataset("strongestPatches: the dataset", dataset);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`strongestPatches: count is ${count}, it takes a whole number from 1`);
  }
  const field = receptiveField(model, layer);
  const crop = inputSize("strongestPatches", model, dataset);
  const [rows, cols, channels] = dataset.shape;
  const part = tf.model({ inputs: model.inputs, outputs: model.getLayer(layer).output });
  const filters = Number(part.outputs[0].shape[3]);
  const all = range(0, filters);
  const found: Omit<Patch, "pixels">[][] = [];
  for (let start = 0; start < dataset.labels.length; start += BATCH) {
    const indices = range(start, Math.min(start + BATCH, dataset.labels.length));
    const [places, responses, width] = tf.tidy(() => {
      const { images } = imageBatch(dataset, indices, undefined, crop);
      const output = part.predictOnBatch(images) as tf.Tensor4D;
      const [n, height, width] = output.shape;
      const flat = output.reshape([n, height * width, filters]);
      return [flat.argMax(1), flat.max(1), width] as const;
    });
    const [at, most] = [await places.data(), await responses.data()];
    tf.dispose([places, responses]);
    for (const [i, image] of indices.entries()) {
      for (const f of all) {
        const response = most[i * filters + f];
        if (!(response > 0)) continue;
        const [y, x] = [Math.floor(at[i * filters + f] / width), at[i * filters + f] % width];
        const top = ((rows - crop[0]) >> 1) + y * field.stride[0] - field.before[0];
        const left = ((cols - crop[1]) >> 1) + x * field.stride[1] - field.before[1];
        found[f] ??= [];
        found[f].push({ image, top, left, response });
      }
    }
    await breathe();
  }
  const shape = [field.size[0], field.size[1], channels] as const;
  const strongest = (f: number) =>
    (found[f] ?? [])
      .sort((a, b) => b.response - a.response)
      .slice(0, count)
      .map((patch) => ({ ...patch, pixels: cut(dataset, patch, shape) }));
  return { shape, filters: all.map(strongest) };
}

function cut(
  dataset: Dataset,
  { image, top, left }: Omit<Patch, "pixels">,
  [height, width, channels]: readonly [number, number, number],
): Uint8Array {
  const [, cols] = dataset.shape;
  const source = imageAt(dataset, image);
  const pixels = new Uint8Array(height * width * channels);
  for (let y = Math.max(0, -top); y < height; y++) {
    const [first, end] = [Math.max(0, -left), Math.min(width, cols - left)];
    const from = ((top + y) * cols + left + first) * channels;
    const row = source.subarray(from, from + (end - first) * channels); // below the image none
    pixels.set(row, (y * width + first) * channels);
  }
  return pixels;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
