import { expect } from "chai";
import {
  classify,
  classifyImages,
  nearestFeatures,
  nearestImages,
  nearestNeighbors,
  voronoiRegions,
} from "lib/knn";

const set = {
  points: [
    [0, 0],
    [1, 0],
    [0, 2],
  ] as [number, number][],
  labels: ["a", "b", "b"],
};
const images = { images: Uint8Array.of(1, 2, 3), shape: [1, 1, 1] as [number, number, number] };
const features = { values: Float32Array.of(1, 2, 3), size: 1 };
const neighbors = [{ indices: Int32Array.of(2, 0, 1), distances: new Float64Array(3) }];

/** What finds the k nearest of three. */
const searches: Record<string, (k: number) => unknown> = {
  nearestNeighbors: (k) => nearestNeighbors(set, [1, 1], k),
  classify: (k) => classify(set, [1, 1], k),
  nearestImages: (k) => nearestImages(images, images, k),
  nearestFeatures: (k) => nearestFeatures(features, features, k),
  classifyImages: (k) => classifyImages(neighbors, [0, 1, 1], k),
  voronoiRegions: (k) => voronoiRegions(set, k, [-1, -1, 2, 3]),
};

describe("the k of the nearest", () => {
  for (const [name, search] of Object.entries(searches)) {
    it(`is a whole number from 1 to all that there are: ${name}`, async () => {
      for (const k of [1, 3]) await search(k);
      for (const k of [0, -1, 1.5, 4, Number.NaN]) {
        const refusal = await Promise.resolve()
          .then(() => search(k))
          .then(() => "nothing", String);
        expect(refusal).match(
          RegExp(`^RangeError: \\w+: k is ${k}, .*choose a whole number from 1 to 3$`),
        );
      }
    });
  }
});
