import { expect } from "chai";
import fc from "fast-check";
import { channelRows, type Tensor, tensor } from "lib/ops";
import { flatten } from "../../lib/ops/flatten.ts";

/** All numbers of a tensor, the last axis fastest. */
function numbersOf(t: Tensor): number[] {
  const numbers: number[] = [];
  const visit = (index: number[]) => {
    if (index.length === t.shape.length) numbers.push(t.get(...index));
    else for (let i = 0; i < t.shape[index.length]; i++) visit([...index, i]);
  };
  visit([]);
  return numbers;
}

const counted = (shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Array.from({ length: size }, (_, i) => i),
    shape,
  );
};

describe("flatten", () => {
  it("gives the numbers of any view in row-major order: turned, cut, reversed", () => {
    const views = fc
      .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
          first: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
          steps: fc.tuple(...shape.map(() => fc.constantFrom(-1, 1))),
        }),
      );
    fc.assert(
      fc.property(views, ({ shape, order, first, steps }) => {
        const view = counted(shape)
          .lo(...first)
          .step(...steps)
          .transpose(...order);
        expect([...flatten(view)]).deep.equal(numbersOf(view));
      }),
      { numRuns: 200 },
    );
  });

  it("copies nothing where a tensor holds exactly its numbers", () => {
    const t = counted([2, 3]);
    expect(flatten(t)).equal(t.data);
    expect(flatten(t.hi(1, 3))).not.equal(t.data);
  });
});

describe("channelRows", () => {
  it("gives one channel of a feature map, row by row, the first unless told which", () => {
    const map = counted([2, 3, 2]);
    expect(channelRows(map)).deep.equal([
      [0, 2, 4],
      [6, 8, 10],
    ]);
    expect(channelRows(map, 1)).deep.equal([
      [1, 3, 5],
      [7, 9, 11],
    ]);
  });
});
