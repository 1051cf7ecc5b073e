import { randomPermutation, seededRandom } from "../../data/random.ts";

/**
 * The images of each batch: every image once an epoch, in an order of its own for each epoch,
 * the last images of an epoch left out where they do not fill a batch. A pure function of the
 * seed, so that a run can be continued.
 *
 * @throws RangeError when the images do not fill one batch
 */
export function batchOrder(
  images: number,
  batchSize: number,
  seed: number,
): (batch: number) => Uint32Array {
  const perEpoch = Math.floor(images / batchSize);
  if (perEpoch === 0) {
    throw new RangeError(
      `train: batchSize is ${batchSize}, the training set has ${images} images; take a smaller batch`,
    );
  }
  let epoch: number | undefined;
  let order: Uint32Array = new Uint32Array();
  return (batch) => {
    const wanted = Math.floor(batch / perEpoch);
    if (wanted !== epoch) {
      epoch = wanted;
      order = randomPermutation(images, seededRandom(`${seed}/${epoch}`));
    }
    const start = (batch % perEpoch) * batchSize;
    return order.subarray(start, start + batchSize);
  };
}
