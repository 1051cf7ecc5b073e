import { expect } from "chai";
import fc from "fast-check";
import { nearestNeighbors, type Point } from "lib/knn";
import { brute, problems, seven } from "./brute.ts";

describe("nearestNeighbors", () => {
  it("gives indices, nearest first", () => {
    expect(nearestNeighbors(seven, [0, 0], 3)).deep.equal([4, 5, 0]);
    expect(nearestNeighbors(seven, [3, 2.9], 1)).deep.equal([3]);
  });

  it("takes the lower index first at equal distances", () => {
    const trainingSet = {
      points: [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, 1],
      ] as Point[],
      labels: ["a", "b", "c", "d"],
    };
    expect(nearestNeighbors(trainingSet, [0, 0], 4)).deep.equal([0, 1, 2, 3]);
    expect(nearestNeighbors(trainingSet, [0, 2], 2)).deep.equal([1, 3]);
  });

  it("agrees with sorting every distance", () => {
    const query = fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(0.5));
    fc.assert(
      fc.property(problems, query, ({ trainingSet, k }, at) => {
        const found = nearestNeighbors(trainingSet, at, k);
        expect(found.toSorted((a, b) => a - b)).deep.equal(brute(trainingSet, k, at).neighbors);
      }),
    );
  });

  it("names the wrong argument", () => {
    const wrong = (points: Point[], labels: string[], query: Point, k: number) => () =>
      nearestNeighbors({ points, labels }, query, k);
    expect(wrong([], [], [0, 0], 1)).throw(RangeError, /the training set is empty/);
    expect(wrong([[0, 0]], ["a", "b"], [0, 0], 1)).throw(RangeError, /1 points have 2 labels/);
    expect(wrong([[0, 0]], ["a"], [0, 0], 2)).throw(RangeError, /k is 2.* has 1 points/);
    expect(wrong([[0, 0]], ["a"], [0, 0], 0)).throw(RangeError, /k is 0/);
    expect(wrong([[0, 0]], ["a"], [0, 0], 0.5)).throw(RangeError, /k is 0.5/);
    expect(wrong([[0, NaN]], ["a"], [0, 0], 1)).throw(TypeError, /points\[0\] is \[0, NaN\]/);
    expect(wrong([[0, 0]], ["a"], [Infinity, 0], 1)).throw(TypeError, /query is \[Infinity, 0\]/);
    expect(wrong([[0, 0]], ["a"], JSON.parse("[1, 2, 3]"), 1)).throw(TypeError, /\[1, 2, 3\]/);
    expect(wrong([JSON.parse("7")], ["a"], [0, 0], 1)).throw(TypeError, /points\[0\] is 7/);
  });
});
