import { expect } from "chai";
import { area, nearerPart, type Polygon } from "lib/knn";

const square: Polygon = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];

describe("area", () => {
  it("is positive for counter-clockwise corners and 0 for no corners", () => {
    expect(area(square)).equal(16);
    expect(area(square.toReversed())).equal(-16);
    expect(area([])).equal(0);
  });
});

describe("nearerPart", () => {
  it("cuts along the perpendicular bisector", () => {
    expect(nearerPart(square, [0, 0], [2, 2])).deep.equal([
      [0, 0],
      [2, 0],
      [0, 2],
    ]);
  });

  it("tells two points apart wherever they lie", () => {
    const left = [
      [0, 0],
      [0, 4],
    ];
    expect(nearerPart(square, [-1, 0], [1, 0])).deep.equal(left);
    const lower = [
      [0, 0],
      [4, 0],
    ];
    expect(nearerPart(square, [0, -1], [0, 1])).deep.equal(lower);
  });

  it("has a corner once that lies on the bisector", () => {
    expect(nearerPart(square, [1, 1], [3, 3])).deep.equal([
      [0, 0],
      [4, 0],
      [0, 4],
    ]);
  });

  it("gives all or nothing where the bisector misses the polygon or the points coincide", () => {
    for (const q of [7, 8, 20]) expect(nearerPart(square, [1, 1], [q, 1])).equal(square);
    expect(nearerPart(square, [20, 1], [1, 1])).deep.equal([]);
    expect(nearerPart(square, [1, 1], [1, 1])).equal(square);
    expect(nearerPart(square, [1, 1], [1, 1], false)).deep.equal([]);
  });
});
