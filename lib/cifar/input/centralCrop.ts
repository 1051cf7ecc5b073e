import type { Dataset } from "../../data/dataset.ts";
import { subset } from "../../data/subset.ts";
import { CROP, type ImageSize } from "./imageBatch.ts";

/**
 * Images as the network sees them, in bytes: the middle of each, 24×24 unless `size` is given, of the images with
 * these indices, all unless given.
 *
 * @throws RangeError when an index names no image, or the images are smaller than the crop
 */
export function centralCrop(
  dataset: Dataset,
  indices?: ArrayLike<number>,
  [height, width]: ImageSize = [CROP, CROP],
): Dataset {
  const { images, labels, shape, ...rest } = indices ? subset(dataset, indices) : dataset;
  const [rows, cols, channels] = shape;
  if (rows < height || cols < width) {
    throw new RangeError(
      `centralCrop: images of ${rows}×${cols} pixels are smaller than the ${height}×${width} crop`,
    );
  }
  const [top, left] = [(rows - height) >> 1, (cols - width) >> 1];
  const middle = new Uint8Array(labels.length * height * width * channels);
  for (let row = 0; row < labels.length * height; row++) {
    const [i, y] = [Math.floor(row / height), row % height];
    const from = ((i * rows + top + y) * cols + left) * channels;
    middle.set(images.subarray(from, from + width * channels), row * width * channels);
  }
  return { ...rest, images: middle, labels, shape: [height, width, channels] };
}
