import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { seededRandom } from "lib/data";
import { CELL, cellsOf } from "../../lib/knn/cells.ts";
import { imageLoops } from "../../lib/knn/imageLoops.ts";
import type { LoadedImages } from "../../lib/knn/images.ts";
import { l2Bounds } from "../../lib/knn/l2Bounds.ts";

const shape = [32, 32, 3] as const;
const SIZE = 32 * 32 * 3;
const COUNT = 40;

/** Images as far from grey as can be, each a few bytes different from the first. */
function alike(seed: number): LoadedImages {
  const random = seededRandom(seed);
  const first = Uint8Array.from({ length: SIZE }, () => (random() < 0.5 ? 0 : 255));
  const images = new Uint8Array(COUNT * SIZE);
  for (let i = 0; i < COUNT; i++) {
    images.set(first, i * SIZE);
    for (let j = 0; j < i % 4; j++) images[i * SIZE + Math.floor(random() * SIZE)] ^= 1;
  }
  return { images, shape };
}

function distance({ images }: LoadedImages, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < SIZE; k++) sum += (images[i * SIZE + k] - images[j * SIZE + k]) ** 2;
  return sum;
}

describe("l2Bounds", () => {
  before(async () => {
    tf.enableProdMode(); // no banner
    await tf.setBackend("cpu");
  });

  it("are never above the distances, where these are small beside the bytes", async () => {
    for (const seed of [1, 2, 3]) {
      const images = alike(seed);
      const sums = imageLoops.cellSums(images);
      const bounds = await l2Bounds(sums, sums, cellsOf(shape));
      expect(bounds).length(COUNT * COUNT);
      let above = Number.NEGATIVE_INFINITY;
      for (const [at, bound] of bounds.entries()) {
        above = Math.max(above, bound - distance(images, Math.floor(at / COUNT), at % COUNT));
      }
      expect(above, `seed ${seed}`).at.most(0);
    }
  });

  it("are read before their tensor is given up, however long that takes, as of a GPU", async () => {
    const { data } = tf.Tensor.prototype;
    try {
      Object.assign(tf.Tensor.prototype, {
        async data(this: tf.Tensor) {
          await new Promise((resolve) => setTimeout(resolve));
          return data.call(this);
        },
      });
      const sums = imageLoops.cellSums(alike(1));
      expect(await l2Bounds(sums, sums, cellsOf(shape))).length(COUNT * COUNT);
    } finally {
      tf.Tensor.prototype.data = data;
    }
  });

  it("are the distances, to a thousandth, where every cell is of one colour", async () => {
    const random = seededRandom(4);
    const cells = cellsOf(shape);
    const colors = Array.from({ length: COUNT * cells.bytes.length }, () => 256 * random());
    const images = Uint8Array.from({ length: COUNT * SIZE }, (_, i) => {
      const row = Math.floor(i / cells.of.length);
      return colors[Math.floor(row / CELL) * cells.perRow + cells.of[i % cells.of.length]];
    });
    const sums = imageLoops.cellSums({ images, shape });
    const bounds = await l2Bounds(sums, sums, cells);
    for (let j = 1; j < COUNT; j++) {
      const right = distance({ images, shape }, 0, j);
      expect(bounds[j]).within(0.999 * right, right);
    }
  });
});
