import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { imageArithmetic } from "../../lib/knn/imageArithmetic.ts";
import { imageLoops } from "../../lib/knn/imageLoops.ts";

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
        const run = ({ cellSums, l1Bounds, distancesFrom }: typeof vectors) => {
          const sums = [queries, training].map(cellSums);
          const distances = (["L1", "L2"] as const).map((metric) => {
            const distance = distancesFrom(queries, metric)(training);
            return [0, 1].map((q) => [0, 1, 2].map((n) => distance(q, n, Infinity)));
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

  it("answers a number beyond the reach where the distance is beyond it", () => {
    const image = (value: number) => ({
      images: new Uint8Array(3072).fill(value),
      shape: [32, 32, 3] as const,
    });
    for (const { distancesFrom } of [imageArithmetic(), imageLoops]) {
      const distance = distancesFrom(image(13), "L1")(image(10));
      expect(distance(0, 0, 9216)).equal(9216);
      expect(distance(0, 0, 9215))
        .above(9215)
        .most(9216);
      expect(distance(0, 0, 100))
        .above(100)
        .below(9216);
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
