import { expect } from "chai";
import { describe as describeArray, summary } from "../../kernel/cells/values/describe.ts";
import { excerpt, leftOut } from "../../kernel/cells/values/excerpt.ts";
import { formatNumber, formatNumbers } from "../../kernel/cells/values/formatNumbers.ts";
import { cut, inspectValue } from "../../kernel/cells/values/inspectValue.ts";
import { type Numeric, sizeOf } from "../../kernel/cells/values/numeric.ts";

/** An array that holds the places of its values, or what is given for them. */
const array = (shape: number[], at: Numeric["at"] = (i) => i): Numeric => ({
  ...{ kind: "Tensor", shape, dtype: "float32", at, all: "for an x, print(x)" },
});

describe("the excerpt of an array", () => {
  for (const [shape, left] of [
    [[], 0],
    [[100], 0],
    [[101], 85],
    [[200], 184],
    [[201], 185],
    [[2, 100], 0],
    [[1, 101], 93],
    [[20, 10], 0],
    [[21, 10], 130],
    [[17, 12], 108],
    [[17, 13], 157],
    [[3, 4, 17], 132],
    [[9, 5, 5], 145],
    [[4, 5, 5, 16], 1504],
    [[4, 3, 5, 16], 864],
    [[3, 67], 177],
    [[8, 30], 240 - 64],
  ] as const) {
    it(`leaves out ${left} values of [${shape}]`, () => {
      const whole = array([...shape], () => 7);
      expect(leftOut(whole)).to.equal(left);
      expect(excerpt(whole).match(/7/g) ?? []).to.have.length(sizeOf(shape) - left);
    });
  }

  it("has both ends of each axis, in lines of a width", () => {
    expect(excerpt(array([3, 4, 17])).split("\n")[0]).to.equal(
      "[[[  0,   1,   2, …,  14,  15,  16],",
    );
    const lengths = (shape: number[], value: number) =>
      excerpt(array(shape, () => value))
        .split("\n")
        .map((line) => line.match(/\d+/g)?.length);
    expect(lengths([100], 255)).to.deep.equal([24, 24, 24, 24, 4]);
    expect(lengths([2, 100], 1)).to.deep.equal([39, 39, 22, 39, 39, 22]);
    expect(excerpt(array([1], () => "x".repeat(200)))).to.equal(`["${"x".repeat(200)}"]`);
  });

  it("is nested as the axes are, with an empty line between what is nested twice", () => {
    expect(excerpt(array([2, 2, 1]))).to.equal("[[[0],\n  [1]],\n\n [[2],\n  [3]]]");
    expect(excerpt(array([1, 2, 1, 2]))).to.equal("[[[[0, 1]],\n\n  [[2, 3]]]]");
    expect(excerpt(array([2, 0]))).to.equal("[[],\n []]");
    expect(excerpt(array([9, 5, 5]))).to.include("]],\n\n …,\n\n [[");
  });

  it("aligns numbers, and writes what is none as in code", () => {
    expect(excerpt(array([3], (i) => [1, -20, 3][i]))).to.equal("[  1, -20,   3]");
    expect(excerpt(array([2], (i) => ["a", true][i]))).to.equal('["a", true]');
    expect(excerpt(array([], () => 0.5))).to.equal("0.5");
  });
});

describe("numbers in text", () => {
  for (const [numbers, texts] of [
    [[], []],
    [
      [1, -2, 1e14],
      ["1", "-2", "100000000000000"],
    ],
    [[Number.NaN], ["NaN"]],
    [
      [0.5, 1],
      ["0.5", "1.0"],
    ],
    [
      [0.1, 0.25, -3],
      ["0.10", "0.25", "-3.00"],
    ],
    [
      [1.23456, 1],
      ["1.2346", "1.0000"],
    ],
    [[1.00001], ["1.0"]],
    [
      [1.5, Number.NaN, -Infinity],
      ["1.5", "NaN", "-Infinity"],
    ],
    [
      [999999.5, 1],
      ["999999.5", "1.0"],
    ],
    [
      [1e6, 0.5],
      ["1.000e+6", "5.000e-1"],
    ],
    [
      [-1e6, 0.5, 0],
      ["-1.000e+6", "5.000e-1", "0"],
    ],
    [
      [0.0001, 0],
      ["0.0001", "0.0000"],
    ],
    [
      [-0.00009, 0, Number.NaN],
      ["-9.000e-5", "0", "NaN"],
    ],
    [[1e15], ["1.000e+15"]],
    [
      [0.00005, 1],
      ["5.000e-5", "1.000e+0"],
    ],
  ] as const) {
    it(`are ${JSON.stringify(texts)} together`, () => {
      expect(formatNumbers(numbers)).to.deep.equal(texts);
    });
  }

  it("are as short alone", () => {
    for (const [number, text] of [
      [5, "5"],
      [-0.5, "-0.5"],
      [1e14, "100000000000000"],
      [1e15 - 1, "999999999999999"],
      [1e15, "1.000e+15"],
      [1000000.5, "1.000e+6"],
      [-1000000.5, "-1.000e+6"],
      [99999.5, "100000"],
      [999999.5, "1000000"],
      [0.0001, "0.0001"],
      [-0.00009, "-9.000e-5"],
      [Math.PI, "3.1416"],
      [Number.NaN, "NaN"],
      [Infinity, "Infinity"],
    ] as const) {
      expect(formatNumber(number)).to.equal(text);
    }
  });
});

describe("an array in words", () => {
  it("has a range where it has numbers, and not too many", () => {
    const head = (shape: number[], at?: Numeric["at"]) => describeArray(array(shape, at)).head;
    expect(head([2], (i) => 3 * i)).to.equal("Tensor [2] float32: min 0, mean 1.5, max 3");
    expect(head([3], (i) => [2, 1, 3][i])).to.equal("Tensor [3] float32: min 1, mean 2, max 3");
    expect(head([1])).to.equal("Tensor [1] float32");
    expect(head([3], (i) => (i < 2 ? Number.NaN : 5))).to.equal("Tensor [3] float32: 2 NaN");
    expect(head([2], () => "a")).to.equal("Tensor [2] float32");
    expect(head([1e6], () => 1)).to.equal("Tensor [1000000] float32: min 1, mean 1, max 1");
    expect(head([1e6 + 1], () => 1)).to.equal("Tensor [1000001] float32");
  });

  it("says what is left out", () => {
    expect(describeArray(array([100])).note).to.equal("");
    expect(describeArray(array([100, 100])).note).to.equal(
      "… 9,936 of 10,000 values are left out; for an x, print(x) prints all.",
    );
  });

  it("is its first values in a line", () => {
    expect(summary(array([2, 1], (i) => [0.123456, "x"][i]))).to.equal(
      'Tensor [2,1] float32: 0.12346, "x"',
    );
    expect(summary(array([3]))).to.equal("Tensor [3] float32: 0, 1, 2");
    expect(summary(array([4]))).to.equal("Tensor [4] float32: 0, 1, 2, …");
    expect(summary({ ...array([1]), kind: "Int8Array", dtype: "int8" })).to.equal(
      "Int8Array [1]: 0",
    );
  });
});

describe("a long text", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join("\n");

  it("is whole up to 60 lines of 2000 characters", () => {
    const whole = Array(60).fill("x".repeat(2000)).join("\n");
    expect(cut(whole, "print")).to.equal(whole);
    expect(cut(lines(61), "print")).to.equal(
      `${lines(60)}\n… 1 lines are left out; print prints all.`,
    );
    expect(cut(lines(1061), "print")).to.match(/\n… 1,001 lines are left out; /);
    expect(cut(`a\n${"x".repeat(3001)}`, "print")).to.equal(
      `a\n${"x".repeat(2000)}\n… 1,001 characters are left out; print prints all.`,
    );
  });
});

describe("arrays in other values", () => {
  const one = () => new Uint8Array([1]);
  const line = "Uint8Array [1]: 1";

  it("are a line each, three levels deep", () => {
    expect(inspectValue({ a: { b: { c: one() } }, d: 1 })).to.include(`c: ${line}`);
    expect(inspectValue([[one()], 2])).to.equal(`[ [ ${line} ], 2 ]`);
    expect(
      inspectValue(
        new Map<string, unknown>([
          ["a", [one()]],
          ["b", 2],
        ]),
      ),
    ).to.equal(`Map(2) { 'a' => [ ${line} ], 'b' => 2 }`);
  });

  it("are as they are in long arrays and maps, and in what shows itself", () => {
    const many = (length: number) => Array.from({ length }, (_, i) => (i === 0 ? one() : i));
    const pairs = (size: number) => new Map(many(size).map((value, i) => [i, value]));
    const whole = "Uint8Array(1) [ 1 ]";
    expect(inspectValue(many(100))).to.include(line);
    expect(inspectValue(many(101))).to.include(whole);
    expect(inspectValue(pairs(100))).to.include(line);
    expect(inspectValue(pairs(101))).to.include(whole);
    const own = { data: one(), [Symbol.for("nodejs.util.inspect.custom")]: () => "itself" };
    expect(inspectValue({ own })).to.equal("{ own: itself }");
    expect(inspectValue(Object.assign(new Error("x"), { data: one() }))).to.include(whole);
  });

  it("leave getters, hidden properties and prototypes alone", () => {
    class Layer {
      readonly weights = one();
    }
    const layer = Object.defineProperties(new Layer(), {
      shown: { get: () => expect.fail("a getter was called"), enumerable: true },
      hidden: { value: one(), enumerable: false },
    });
    expect(inspectValue(layer)).to.equal(`Layer { weights: ${line}, shown: [Getter] }`);
    const others = { BYTES_PER_ELEMENT: 1, view: new DataView(new ArrayBuffer(1)) };
    expect(inspectValue(others)).to.match(/^\{\s+BYTES_PER_ELEMENT: 1,\s+view: DataView \{/);
    expect(inspectValue([1, [2, { a: null }]])).to.equal("[ 1, [ 2, { a: null } ] ]");
  });
});
