import { expect } from "chai";
import fc from "fast-check";
import { type FeatureMetric, type Features, nearestFeatures } from "lib/knn";

const features = (size: number, ...values: number[]): Features => ({
  values: Float32Array.from(values),
  size,
});

const rowsOf = ({ values, size }: Features) =>
  Array.from({ length: values.length / size }, (_, i) => [
    ...values.subarray(i * size, (i + 1) * size),
  ]);

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

const METRICS: Record<FeatureMetric, (a: number[], b: number[]) => number> = {
  L2: (a, b) => Math.hypot(...a.map((x, i) => x - b[i])),
  cosine: (a, b) => {
    const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
    return lengths === 0 ? 1 : 1 - dot(a, b) / lengths;
  },
};

describe("nearestFeatures", () => {
  it("gives indices and distances, nearest first, by length or by direction", () => {
    const training = features(2, 3, 4, 10, 0, 0, 1);
    const [byL2] = nearestFeatures(training, features(2, 1, 0), 2);
    expect([...byL2.indices]).deep.equal([2, 0]);
    expect([...byL2.distances]).deep.equal([Math.SQRT2, Math.sqrt(20)]);
    const [byCosine] = nearestFeatures(training, features(2, 1, 0), 3, "cosine");
    expect([...byCosine.indices]).deep.equal([1, 0, 2]);
    expect([...byCosine.distances]).deep.equal([0, 1 - 0.6, 1]);
  });

  it("takes the lower index at equal distance, and a row of zeros for far from all", () => {
    const [{ indices }] = nearestFeatures(features(1, 2, -2, 2, 1), features(1, 0), 4);
    expect([...indices]).deep.equal([3, 0, 1, 2]);
    const [two] = nearestFeatures(features(1, 2, -2, 2, 1), features(1, 0), 2);
    expect([...two.indices]).deep.equal([3, 0]);
    const [same] = nearestFeatures(features(3, 1, 1, 1), features(3, 1, 1, 1), 1, "cosine");
    expect([...same.distances]).deep.equal([0]); // rounding would leave -2e-16
    const zeros = nearestFeatures(features(2, 0, 0, 5, 5), features(2, 0, 0), 2, "cosine");
    expect([...zeros[0].distances]).deep.equal([1, 1]);
  });

  it("agrees with sorting every distance, whatever sizes and numbers", () => {
    const number = fc.integer({ min: -9, max: 9 }).map((x) => x / 8);
    const problem = fc
      .tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom<FeatureMetric>("L2", "cosine"),
      )
      .chain(([size, count, metric]) =>
        fc.record({
          training: fc.array(number, { minLength: size * count, maxLength: size * count }),
          queries: fc.array(number, { minLength: 3 * size, maxLength: 3 * size }),
          k: fc.integer({ min: 1, max: count }),
          size: fc.constant(size),
          metric: fc.constant(metric),
        }),
      );
    fc.assert(
      fc.property(problem, ({ training, queries, k, size, metric }) => {
        const [given, asked] = [features(size, ...training), features(size, ...queries)];
        const found = nearestFeatures(given, asked, k, metric);
        expect(found).length(3);
        for (const [q, query] of rowsOf(asked).entries()) {
          const { indices, distances } = found[q];
          const all = rowsOf(given).map((row) => METRICS[metric](row, query));
          const sorted = all.toSorted((a, b) => a - b).slice(0, k);
          expect(new Set(indices).size).equal(k);
          for (let i = 0; i < k; i++) {
            expect(distances[i]).closeTo(sorted[i], 1e-12);
            expect(all[indices[i]]).closeTo(sorted[i], 1e-12);
          }
        }
      }),
    );
  });

  it("names what does not fit", () => {
    const two = features(2, 1, 2, 3, 4);
    const find =
      (...args: Parameters<typeof nearestFeatures>) =>
      () =>
        nearestFeatures(...args);
    expect(find(two, features(1, 1), 1)).throw(RangeError, "rows have 2 numbers, queries 1");
    expect(find(two, features(2, 1, 2, 3), 1)).throw(RangeError, "3 numbers of queries are not");
    expect(find(two, features(2, 1, NaN), 1)).throw(RangeError, "number 1 of queries row 0 is NaN");
    expect(find(two, features(2, NaN, 1), 1)).throw(RangeError, "number 0 of queries row 0 is NaN");
    expect(find(two, features(2, 1, 2, 3, NaN), 1)).throw(
      RangeError,
      "number 1 of queries row 1 is NaN; a distance takes finite numbers",
    );
    for (const size of [0, -1, 1.5]) {
      const none = features(size, 1, 2, 3);
      expect(find(none, none, 1)).throw(
        RangeError,
        `3 numbers of training are not a whole number of rows of ${size}`,
      );
    }
    for (const k of [0, 1.5, 3, NaN]) {
      expect(find(two, two, k)).throw(RangeError, `k is ${k}, there are 2 training rows`);
    }
    expect(find(two, two, 1, JSON.parse('"L1"'))).throw(RangeError, "the metric is L1");
  });
});
