import { expect } from "chai";
import { isThicker } from "../../lib/knn/divide.ts";
import type { Point } from "../../lib/knn/trainingSet.ts";

describe("a polygon", () => {
  it("is as thick as twice its area over its perimeter, at any scale", () => {
    for (const scale of [1, 2 ** -70, 2 ** 70]) {
      for (const [width, height] of [
        [1, 1],
        [1, 3],
        [1000, 1],
      ]) {
        const corners = [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ].map(([x, y]): Point => [x * scale, y * scale]);
        const thickness = (scale * (width * height)) / (width + height);
        expect(isThicker(corners, 0.999 * thickness)).equal(true);
        expect(isThicker(corners, 1.001 * thickness)).equal(false);
      }
    }
    expect(isThicker([], 0)).equal(false);
  });
});
