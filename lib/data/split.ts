import type { Dataset, Splits } from "./dataset.ts";
import { randomPermutation, seededRandom } from "./random.ts";
import { sharedBytes } from "./sharedBytes.ts";

/** Number of images in each part. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Memory for records: the i-th to be read becomes image `slots[i]`. */
export interface RecordTarget {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly slots: Uint32Array;
}

/** Memory for a whole dataset, and the splits that look into it. */
export interface SplitMemory {
  readonly training: RecordTarget;
  readonly test: RecordTarget;
  readonly splits: Splits;
}

/**
 * Allocates a dataset once, the images in memory that worker threads can share where there is any, and decides which
 * training record goes where: a seeded permutation of all of them, whose first `sizes.train` slots
 * are the training part and whose rest is the validation part. Test records keep their order.
 */
export function allocateSplits(
  about: Pick<Dataset, "classes" | "shape" | "source">,
  sizes: SplitSizes,
  seed: number,
): SplitMemory {
  const { shape } = about;
  const pixels = shape[0] * shape[1] * shape[2];
  const recordTarget = (slots: Uint32Array): RecordTarget => ({
    images: sharedBytes(slots.length * pixels),
    labels: new Uint8Array(slots.length),
    slots,
  });
  const training = recordTarget(
    randomPermutation(sizes.train + sizes.validation, seededRandom(seed)),
  );
  const test = recordTarget(Uint32Array.from({ length: sizes.test }, (_, i) => i));
  const part = ({ images, labels }: RecordTarget, start: number, end: number) => ({
    images: images.subarray(start * pixels, end * pixels),
    labels: labels.subarray(start, end),
    ...about,
  });
  return {
    training,
    test,
    splits: {
      train: part(training, 0, sizes.train),
      validation: part(training, sizes.train, sizes.train + sizes.validation),
      test: part(test, 0, sizes.test),
    },
  };
}
