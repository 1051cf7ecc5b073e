import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import type { Neighbors } from "lib/knn";
import { imageArithmetic } from "../../lib/knn/imageArithmetic.ts";
import { imageLoops } from "../../lib/knn/imageLoops.ts";

/** Distances in the order of the images' numbers. */
function inOrder({ indices, distances }: Neighbors): number[] {
  return [...indices.keys()].sort((i, j) => indices[i] - indices[j]).map((i) => distances[i]);
}

describe("imageArithmetic", () => {
  it("gives the same numbers in vectors as in plain loops, whatever the shape", () => {
    const vectors = imageArithmetic();
    expect(vectors).not.equal(imageLoops);
    const shapes = fc.tuple(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(shapes, fc.nat(), fc.boolean(), (shape, seed, extreme) => {
        const random = seededRandom(seed);
        const draw = (count: number) => ({
          images: Uint8Array.from({ length: count * shape[0] * shape[1] * shape[2] }, () =>
            extreme ? 255 * Math.round(random()) : 256 * random(),
          ),
          shape,
        });
        const [training, queries] = [draw(3), draw(2)];
        const run = ({ cellSums, l1Bounds, search }: typeof vectors) => {
          const sums = [queries, training].map(cellSums);
          const distances = (["L1", "L2"] as const).map((metric) => {
            const nearest = search(queries, 3, metric);
            nearest.offer(training, 0, new Float32Array(2 * 3));
            return nearest.found().map(inOrder);
          });
          return { sums, bounds: l1Bounds(sums[0], sums[1]), distances };
        };
        const found = run(vectors);
        expect(found).deep.equal(run(imageLoops));
        found.bounds.forEach((bound, i) => {
          expect(bound).most(found.distances[0][Math.floor(i / 3)][i % 3]);
        });
      }),
    );
  });

  it("takes equal distances by the lower number, and looks at nothing whose bound is beyond reach", () => {
    const shape = [9, 5, 1] as const;
    const images = (...values: number[]) => ({
      images: Uint8Array.from({ length: 45 * values.length }, (_, i) => values[Math.floor(i / 45)]),
      shape,
    });
    for (const { search } of [imageArithmetic(), imageLoops]) {
      for (const [metric, distances] of [
        ["L1", [45, 90, 90]],
        ["L2", [45, 180, 180]],
      ] as const) {
        const nearest = search(images(10), 3, metric);
        nearest.offer(images(12, 20, 12), 4, Float32Array.of(9, 0, 8));
        nearest.offer(images(8, 10, 9), 7, Float32Array.of(0, 1e6, 0));
        const [found] = nearest.found();
        expect([...found.indices]).deep.equal([9, 4, 6]);
        expect([...found.distances]).deep.equal(distances);
      }
    }
  });

  it("runs in plain loops where WebAssembly cannot run", () => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, "WebAssembly");
    if (!descriptor) throw new Error("there is no WebAssembly here to take away");
    Reflect.deleteProperty(globalThis, "WebAssembly");
    try {
      expect(imageArithmetic()).equal(imageLoops);
    } finally {
      Object.defineProperty(globalThis, "WebAssembly", descriptor);
    }
  });
});
