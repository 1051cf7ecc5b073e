import type { Dataset } from "../../data/dataset.ts";
import { imageAt } from "../../data/imageAt.ts";
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
  const chosen = indices ? subset(dataset, indices) : dataset;
  const { labels, shape } = chosen;
  const [rows, cols, channels] = shape;
  if (rows < height || cols < width) {
    throw new RangeError(
      `centralCrop: images of ${rows}×${cols} pixels are smaller than the ${height}×${width} crop`,
    );
  }
  const [top, left] = [(rows - height) >> 1, (cols - width) >> 1];
  const middle = new Uint8Array(labels.length * height * width * channels);
  for (let i = 0, to = 0; i < labels.length; i++) {
    const image = imageAt(chosen, i);
    for (let y = top; y < top + height; y++, to += width * channels) {
      const from = (y * cols + left) * channels;
      middle.set(image.subarray(from, from + width * channels), to);
    }
  }
  return { ...chosen, images: middle, shape: [height, width, channels] };
}
