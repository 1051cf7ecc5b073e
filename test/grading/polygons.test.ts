import { expect } from "chai";
import type { Polygon } from "lib/knn";
import { compareCells, nameOf } from "../../lib/grading/points.ts";

const square: Polygon = [[0, 0], [2, 0], [2, 2], [0, 2]]; // biome-ignore format: corners
const none: Polygon = [[0, 0], [1, 1]]; // biome-ignore format: corners

describe("a polygon that a student's function returns", () => {
  for (const [what, yours, right, wrong] of [
    ["is right wherever its corners begin", [...square.slice(1), square[0]], square, undefined],
    ["is right to a billionth", square.map(([x, y]) => [x + 1e-11, y]), square, undefined],
    ["may be anything without an area where there is no cell", none, [], undefined],
    ["is no text", "square", square, /^it returns no polygon: a list of corners \[x, y\]\.$/],
    ["has two numbers a corner", [[0, 0, 0]], square, /^it returns no polygon/],
    ["has finite numbers", [[0, Number.NaN]], square, /^it returns no polygon/],
    ["is not clockwise", square.toReversed(), square, /^its corners run clockwise: keep them/],
    [
      "has the area of the cell",
      square.slice(1),
      square,
      /^its area is 2\.00 in place of 4\.00\.$/,
    ],
    ["has an area", [], square, /^its area is 0\.00 in place of 4\.00\.$/],
    [
      "has the corners of the cell",
      square.map(([x, y]) => [x + 1, y]),
      square,
      /^its corners are others than those of the cell\.$/,
    ],
    [
      "has all corners of the cell",
      square,
      [...square.slice(0, 3), [1, 2], [0, 2]],
      /^its corners are others/,
    ],
  ] as const) {
    it(what, () => {
      const found = compareCells(yours, right as Polygon);
      if (wrong) expect(found).to.match(wrong);
      else expect(found).to.equal(undefined);
    });
  }

  it("is named with two decimals at most", () => {
    expect(nameOf([1.2345, -0.5])).to.equal("(1.23, -0.5)");
  });
});
