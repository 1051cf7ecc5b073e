import { expect } from "chai";
import { CheckReport, tensor } from "lib/ops";
import { compare, indexOf } from "../../lib/ops/checks/comparison.ts";

const row = (...numbers: number[]) => tensor(numbers, [1, numbers.length]);

describe("the comparison of two tensors", () => {
  it("finds the largest difference, the first of equal ones, and its place", () => {
    const { difference, at, yours, reference } = compare(
      "x",
      row(1, 5, 3, 0),
      row(1, 2, 6, 0),
      0.1,
    );
    expect({ difference, at, yours, reference }).deep.equal({
      ...{ difference: 3, at: [0, 1], yours: 5, reference: 2 },
    });
  });

  it("allows a part of the largest reference, and of 1 where all are smaller", () => {
    for (const [reference, found, bound, equal] of [
      [[4, -8], [4, -7], 1, true],
      [[4, -8], [4, -6.9], 1, false],
      [[0.5, 0.1], [0.5, 0.225], 0.125, true],
      [[0.5, 0.1], [0.5, 0.23], 0.125, false],
    ] as const) {
      expect(compare("x", row(...found), row(...reference), 0.125)).deep.include({ bound, equal });
    }
  });

  it("stops at a number that is none", () => {
    const compared = compare("x", row(1, Number.NaN, 9), row(1, 2, 3), 1);
    expect(compared).deep.include({ at: [0, 1], yours: Number.NaN, equal: false });
  });

  it("knows the index of a place", () => {
    expect([0, 1, 5, 6, 23].map((place) => indexOf(place, [2, 4, 3]))).deep.equal([
      ...[
        [0, 0, 0],
        [0, 0, 1],
        [0, 1, 2],
        [0, 2, 0],
        [1, 3, 2],
      ],
    ]);
  });
});

describe("the points of a report", () => {
  const quantities = ["forward", "gradient wrt inputs", "gradient wrt weights"];
  const report = (...right: boolean[]) =>
    new CheckReport(
      "Op",
      right.map((isRight, i) => compare(quantities[i], row(1), row(isRight ? 1 : 2), 0.1)),
    );

  it("are the share of what is right, none of a wrong forward pass, if that counts", () => {
    expect(report(true, true, true).points(6)).equal(6);
    expect(report(true, false, true).points(6)).equal(4);
    expect(report(false, true, true).points(6)).equal(0);
    expect(report(false, true, false).points(6, quantities.slice(1))).equal(3);
    expect(report().points(6)).equal(0);
    expect(report(true).points(6, ["another"])).equal(0);
  });

  it("and its verdict are of all quantities, of which there is one at least", () => {
    expect(report(true, true).passed).equal(true);
    expect(report(true, false).passed).equal(false);
    expect(report().passed).equal(false);
    expect(report(true, true).verdict).equal("Op: all equal");
    expect(report(false, true, false).verdict).equal("Op: wrong in forward, gradient wrt weights");
    expect(() => report(true, false).assert()).throw("✗ wrong");
    report(true, true).assert();
  });

  it("come with a message each", () => {
    const messages = (...comparisons: ConstructorParameters<typeof CheckReport>[1]) =>
      new CheckReport("Op", comparisons).results.map(({ message }) => message);
    expect(messages(compare("x", row(1, 2.5), row(1, 2.25), 1))).deep.equal([
      "equal to within 2.5e-1",
    ]);
    expect(messages(compare("x", row(1, 2.5), row(1, 2.25), 1e-3))).deep.equal([
      "yours is 2.50000 at [0,1], the reference is 2.25000",
    ]);
    expect(messages(compare("x", row(1), row(1, 2), 1))).deep.equal([
      "The shape is wrong: yours is [1,1], the reference is [1,2].",
    ]);
    expect(messages(compare("x", row(Number.NaN), row(1), 1))).deep.equal(["not comparable"]);
  });
});
