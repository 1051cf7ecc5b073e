import type { Source, Splits } from "./dataset.ts";
import { imageBytes } from "./imageBytes.ts";
import { type Random, seededRandom } from "./random.ts";
import { allocateSplits, type RecordTarget, type SplitSizes } from "./split.ts";

/** Images drawn in code for a machine that cannot get the real ones. */
export interface StandIn {
  readonly classes: readonly string[];
  /** Draws one image of class `label` into `image`, which comes all zero. */
  readonly draw: (image: Uint8Array, label: number, random: Random) => void;
}

/**
 * Draws a whole dataset of images of this shape. The images are the same every time, the seed only
 * splits them.
 *
 * @param source tells the reader that these are not the real images, why, and how to get those.
 */
export function drawStandIn(
  { classes, draw }: StandIn,
  shape: readonly [number, number, number],
  sizes: SplitSizes,
  seed: number,
  source: Source,
): Splits {
  const { training, test, splits } = allocateSplits({ classes, shape, source }, sizes, seed);
  const pixels = imageBytes(shape);
  const drawAll = ({ images, labels, slots }: RecordTarget, random: Random) =>
    slots.forEach((slot, i) => {
      labels[slot] = i % classes.length;
      draw(images.subarray(slot * pixels, (slot + 1) * pixels), labels[slot], random);
    });
  drawAll(training, seededRandom(1));
  drawAll(test, seededRandom(2));
  return splits;
}
