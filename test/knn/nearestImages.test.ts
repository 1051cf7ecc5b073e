import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { classifyImages, type Metric, nearestImages } from "lib/knn";
import type { LoadedImages as Images } from "../../lib/knn/images.ts";

type Shape = Images["shape"];

/** Images whose values are a multiple of `step`: the coarser, the more distances are equal. */
function draw(count: number, shape: Shape, step: number, seed: number): Images {
  const random = seededRandom(seed);
  const images = new Uint8Array(count * shape[0] * shape[1] * shape[2]);
  return { images: images.map(() => Math.floor((random() * 256) / step) * step), shape };
}

/** The k nearest by sorting every distance, in float64. */
function brute(training: Images, query: Uint8Array, k: number, metric: Metric) {
  const size = query.length;
  const distances = Array.from({ length: training.images.length / size }, (_, i) => {
    const differences = query.map((value, j) => Math.abs(value - training.images[i * size + j]));
    return metric === "L1"
      ? differences.reduce((sum, d) => sum + d, 0)
      : Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0));
  });
  const order = distances.map((_, i) => i).sort((i, j) => distances[i] - distances[j] || i - j);
  const indices = order.slice(0, k);
  return { indices, distances: indices.map((i) => distances[i]) };
}

async function expectBrute(training: Images, queries: Images, k: number, metric: Metric) {
  const found = await nearestImages(training, queries, k, metric);
  const size = training.shape[0] * training.shape[1] * training.shape[2];
  expect(found).length(queries.images.length / size);
  found.forEach(({ indices, distances }, q) => {
    const query = queries.images.subarray(q * size, (q + 1) * size);
    expect({ indices: [...indices], distances: [...distances] }).deep.equal(
      brute(training, query, k, metric),
    );
  });
}

describe("nearestImages", () => {
  before(async () => {
    tf.enableProdMode(); // no banner
    await tf.setBackend("cpu");
  });

  it("gives indices and distances, nearest first", async () => {
    const shape: Shape = [1, 2, 1];
    const training = { images: Uint8Array.of(9, 9, 0, 0, 3, 4, 0, 6), shape };
    const queries = { images: Uint8Array.of(0, 0), shape };
    const [byL2] = await nearestImages(training, queries, 3);
    expect([...byL2.indices]).deep.equal([1, 2, 3]);
    expect([...byL2.distances]).deep.equal([0, 5, 6]);
    const [byL1] = await nearestImages(training, queries, 3, "L1");
    expect([...byL1.indices]).deep.equal([1, 3, 2]);
    expect([...byL1.distances]).deep.equal([0, 6, 7]);
  });

  it("agrees exactly with sorting every distance, whatever the shape, ties by the lower index", async () => {
    const problem = fc.record({
      shape: fc.tuple(
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 11 }),
        fc.constantFrom(1, 3),
      ),
      step: fc.constantFrom(1, 100, 255),
      count: fc.integer({ min: 1, max: 40 }),
      k: fc.integer({ min: 1, max: 12 }),
      metric: fc.constantFrom<Metric>("L1", "L2"),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(problem, async ({ shape, step, count, k, metric, seed }) => {
        const training = draw(count, shape, step, seed);
        await expectBrute(training, draw(4, shape, step, seed + 1), Math.min(k, count), metric);
      }),
    );
  });

  it("loses no neighbour to rounding where distances are small beside the values", async () => {
    const shape: Shape = [32, 32, 3];
    const bright = (count: number, seed: number): Images => {
      const { images } = draw(count, shape, 1, seed);
      return { images: images.map((value) => 254 + (value & 1)), shape };
    };
    for (const metric of ["L1", "L2"] as const) {
      await expectBrute(bright(60, 1), bright(3, 2), 5, metric);
    }
  });

  it("joins what it finds block by block, of images as large as a block too", async () => {
    const small: Shape = [32, 32, 1];
    const large: Shape = [1024, 1024, 1]; // a training image is a block, and so are two queries
    const tiled = ({ images }: Images): Images => {
      const tiles = new Uint8Array(images.length * 1024);
      for (let i = 0; i < tiles.length; i += 1024) {
        tiles.set(images.subarray((i >> 20) * 1024, ((i >> 20) + 1) * 1024), i);
      }
      return { images: tiles, shape: large };
    };
    const [training, queries] = [draw(7, small, 128, 3), draw(3, small, 128, 4)];
    for (const [metric, factor] of [
      ["L1", 1024],
      ["L2", 32],
    ] as const) {
      const found = await nearestImages(tiled(training), tiled(queries), 5, metric);
      const expected = await nearestImages(training, queries, 5, metric);
      for (const [i, { indices, distances }] of found.entries()) {
        expect(indices).deep.equal(expected[i].indices);
        expect(distances).deep.equal(expected[i].distances.map((d) => d * factor));
      }
    }
  });

  it("keeps no tensor", async () => {
    const before = tf.memory().numTensors;
    await nearestImages(draw(5, [4, 4, 3], 1, 1), draw(2, [4, 4, 3], 1, 2), 2);
    expect(tf.memory().numTensors).equal(before);
  });

  it("names the wrong argument", async () => {
    const training = draw(5, [4, 4, 3], 1, 1);
    const queries = draw(2, [4, 4, 3], 1, 2);
    const message = (...args: Parameters<typeof nearestImages>) =>
      nearestImages(...args).then(
        () => "no error",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await message(training, draw(2, [4, 4, 1], 1, 2), 1)).match(
      /RangeError: nearestImages: .*\[4,4,3\], queries \[4,4,1\]/,
    );
    expect(await message(training, { ...queries, images: new Uint8Array(50) }, 1)).match(
      /50 bytes/,
    );
    expect(await message(training, queries, 6)).match(/k is 6, there are 5 training images/);
    expect(await message(training, queries, 0)).match(/k is 0/);
    expect(await message(training, queries, 1, JSON.parse('"L3"'))).match(/the metric is L3/);
  });
});

describe("classifyImages", () => {
  const neighbors = [
    { indices: Int32Array.of(3, 1, 0), distances: Float64Array.of(1, 2, 3) },
    { indices: Int32Array.of(0, 1, 2), distances: Float64Array.of(1, 2, 3) },
  ];

  it("gives the majority of the k nearest labels, tied votes to the nearer class", () => {
    const labels = Uint8Array.of(7, 7, 4, 4);
    expect(classifyImages(neighbors, labels, 1)).deep.equal([4, 7]);
    expect(classifyImages(neighbors, labels, 2)).deep.equal([4, 7]);
    expect(classifyImages(neighbors, labels, 3)).deep.equal([7, 7]);
  });

  it("names k when fewer neighbours were found", () => {
    expect(() => classifyImages(neighbors, [0, 0, 0, 0], 4)).throw(
      RangeError,
      /k is 4, 3 neighbours were found/,
    );
  });
});
