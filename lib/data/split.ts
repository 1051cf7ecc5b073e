import type { Dataset, Splits } from "./dataset.ts";
import { imageBytes } from "./imageBytes.ts";
import { randomPermutation, seededRandom } from "./random.ts";
import { sharedBytes } from "./sharedBytes.ts";

/** Number of images in each part. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Where records go: the i-th to be read becomes image `slots[i]`. */
export interface RecordTarget<Images = Uint8Array> {
  readonly images: Images;
  readonly labels: Uint8Array;
  readonly slots: Uint32Array;
}

/** Room for a whole dataset, and the splits that look into it. */
export interface SplitMemory<Images = Uint8Array> {
  readonly training: RecordTarget<Images>;
  readonly test: RecordTarget<Images>;
  readonly splits: Splits;
}

/** Gives the images of a part whose i-th record becomes image `slots[i]` their room. */
export type ImagesFor<Images> = (slots: Uint32Array, part: "training" | "test") => Images;

/**
 * Allocates a dataset once and decides which training record goes where: a seeded permutation of
 * all of them, whose first `sizes.train` slots are the training part and whose rest is the
 * validation part. Test records keep their order.
 *
 * @param imagesFor gives the images' room; unless given, memory that worker threads can share where there is any
 */
export function allocateSplits(
  about: Pick<Dataset, "classes" | "shape" | "source">,
  sizes: SplitSizes,
  seed: number,
): SplitMemory;
export function allocateSplits<Images extends Dataset["images"]>(
  about: Pick<Dataset, "classes" | "shape" | "source">,
  sizes: SplitSizes,
  seed: number,
  imagesFor: ImagesFor<Images>,
): SplitMemory<Images>;
export function allocateSplits(
  about: Pick<Dataset, "classes" | "shape" | "source">,
  sizes: SplitSizes,
  seed: number,
  imagesFor: ImagesFor<Dataset["images"]> = (slots) =>
    sharedBytes(slots.length * imageBytes(about.shape)),
): SplitMemory<Dataset["images"]> {
  const pixels = imageBytes(about.shape);
  const recordTarget = (slots: Uint32Array, part: "training" | "test") => ({
    images: imagesFor(slots, part),
    labels: new Uint8Array(slots.length),
    slots,
  });
  const count = sizes.train + sizes.validation;
  const training = recordTarget(randomPermutation(count, seededRandom(seed)), "training");
  const test = recordTarget(
    Uint32Array.from({ length: sizes.test }, (_, i) => i),
    "test",
  );
  const part = (
    { images, labels }: RecordTarget<Dataset["images"]>,
    start: number,
    end: number,
  ): Dataset => ({
    images: images.subarray(start * pixels, end * pixels),
    labels: labels.subarray(start, end),
    ...about,
  });
  return {
    training,
    test,
    splits: {
      train: part(training, 0, sizes.train),
      validation: part(training, sizes.train, count),
      test: part(test, 0, sizes.test),
    },
  };
}
