import { expect } from "chai";
import fc from "fast-check";
import { classify, type Point } from "lib/knn";
import { brute, problems, seven } from "./brute.ts";

describe("classify", () => {
  it("gives the majority of the k nearest labels", () => {
    // Nearest to (-2.8, -1.6) are points 2 (-), 1 (+) and 5 (+).
    expect(classify(seven, [-2.8, -1.6], 1)).equal("-");
    expect(classify(seven, [-2.8, -1.6], 3)).equal("+");
  });

  it("gives a tied vote to the nearer class", () => {
    const trainingSet = {
      points: [
        [0, 0],
        [3, 0],
        [4, 0],
        [9, 0],
      ] as Point[],
      labels: [..."abba"],
    };
    expect(classify(trainingSet, [1, 0], 2)).equal("a");
    expect(classify(trainingSet, [2, 0], 2)).equal("b");
    expect(classify(trainingSet, [1, 0], 4)).equal("a");
    expect(classify(trainingSet, [2, 0], 4)).equal("b");
  });

  it("gives the lower index its label where two points coincide", () => {
    const points: Point[] = [
      [1, 1],
      [1, 1],
    ];
    expect(classify({ points, labels: ["first", "second"] }, [0, 0], 1)).equal("first");
    expect(classify({ points, labels: ["first", "second"] }, [0, 0], 2)).equal("first");
  });

  it("agrees with counting votes over every distance, for any number of classes", () => {
    const query = fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(0.5));
    fc.assert(
      fc.property(problems, query, ({ trainingSet, k }, at) => {
        expect(classify(trainingSet, at, k)).equal(brute(trainingSet, k, at).label);
      }),
    );
  });
});
