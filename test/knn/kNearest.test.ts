import { expect } from "chai";
import fc from "fast-check";
import { KNearest } from "../../lib/knn/kNearest.ts";

describe("a search by bounds", () => {
  const numbers = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 40 });

  it("finds the nearest, asking for each at most once and for none that cannot be one", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 45 }), fc.nat(40), (pairs, k, cut) => {
        const distances = pairs.map(([bound, more]) => bound + more);
        const nearest = new KNearest(k);
        const asked: number[] = [];
        for (const [from, to] of [
          [0, cut],
          [cut, pairs.length],
        ]) {
          const bounds = Float32Array.from(pairs.slice(from, to), ([bound]) => bound);
          nearest.search(from, bounds, (index, reach) => {
            expect(pairs[index][0]).at.most(reach);
            asked.push(index);
            return distances[index];
          });
        }
        const sorted = distances.map((_, i) => i).sort((i, j) => distances[i] - distances[j]);
        const found = Math.min(k, sorted.length);
        expect([...nearest.indices.subarray(0, found)]).deep.equal(sorted.slice(0, found));
        expect(nearest.indices.subarray(found).every((index) => index === -1)).equal(true);
        expect(new Set(asked).size).equal(asked.length);
      }),
    );
  });

  it("begins with the least bounds", () => {
    const asked: number[] = [];
    new KNearest(2).search(0, Float32Array.of(5, 4, 3, 2, 1), (index) => {
      asked.push(index);
      return 2.5;
    });
    expect(asked).deep.equal([4, 3]);
  });
});
