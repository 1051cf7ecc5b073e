import { expect } from "chai";
import fc from "fast-check";
import { allocateSplits } from "../../lib/data/split.ts";

const about = {
  classes: ["a"],
  shape: [1, 1, 1] as const,
  source: { synthetic: true, description: "" },
};

/** Writes its own number into every record, and gives the numbers in each part. */
function numbered(sizes: { train: number; validation: number; test: number }, seed: number) {
  const { training, test, splits } = allocateSplits(about, sizes, seed);
  for (const { images, slots } of [training, test]) {
    for (const [i, slot] of slots.entries()) images[slot] = i;
  }
  return [splits.train, splits.validation, splits.test].map(({ images }) => [...images.slice()]);
}

describe("a split", () => {
  const sizes = fc.record({
    train: fc.integer({ min: 0, max: 100 }),
    validation: fc.integer({ min: 0, max: 100 }),
    test: fc.integer({ min: 0, max: 100 }),
  });

  it("puts every training record into one of its two parts, and leaves test records in order", () => {
    fc.assert(
      fc.property(sizes, fc.integer(), (sizes, seed) => {
        const [train, validation, test] = numbered(sizes, seed);
        expect([train.length, validation.length]).to.deep.equal([sizes.train, sizes.validation]);
        const all = Array.from({ length: sizes.train + sizes.validation }, (_, i) => i);
        expect([...train, ...validation].sort((a, b) => a - b)).to.deep.equal(all);
        expect(test).to.deep.equal(Array.from({ length: sizes.test }, (_, i) => i));
        expect(numbered(sizes, seed)).to.deep.equal([train, validation, test]);
      }),
    );
  });

  it("has its images in memory that threads share", () => {
    const { splits } = allocateSplits(about, { train: 1, validation: 1, test: 1 }, 0);
    for (const { images } of Object.values(splits)) {
      expect((images as Uint8Array).buffer).to.be.instanceOf(SharedArrayBuffer);
    }
  });

  it("is another one for another seed", () => {
    const sizes = { train: 90, validation: 10, test: 0 };
    const validations = [0, 1, 2, 3].map((seed) => numbered(sizes, seed)[1].join());
    expect(new Set(validations)).to.have.length(4);
  });
});
