import { createRequire } from "node:module";
import vm from "node:vm";
import { expect } from "chai";
import ndarray from "ndarray";
import { ndarrayClasses } from "../../../publish/live/ndarrayClasses.ts";

const require = createRequire(import.meta.url);

describe("ndarray in a page, which evaluates no text", () => {
  type NdArray = typeof ndarray;
  let inPage: NdArray;
  before(async () => {
    const file = require.resolve("ndarray");
    const text = await ndarrayClasses(file);
    const module: { exports?: NdArray } = {};
    const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
    vm.compileFunction(text, ["module", "require"], { parsingContext: context })(
      module,
      createRequire(file),
    );
    if (!module.exports) throw new Error("it exports nothing");
    inPage = module.exports;
  });

  it("has arrays of up to eight axes", () => {
    for (let axes = 0; axes <= 8; axes++) {
      const shape = Array.from({ length: axes }, (_, i): number => (i < 3 ? 2 : 1));
      const size = shape.reduce((product, length) => product * length, 1);
      const data = Float64Array.from({ length: size }, (_, i) => i + 1);
      const [own, right] = [inPage(data, shape), ndarray(data, shape)];
      expect([own.size, own.stride, own.dimension]).to.deep.equal([
        ...[right.size, right.stride, right.dimension],
      ]);
      const last = shape.map((length) => length - 1);
      expect(own.get(...last), `${axes} axes`).to.equal(size);
      expect(own.get(...last)).to.equal(right.get(...last));
    }
  });

  it("turns, cuts and changes them", () => {
    const array = inPage(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    expect(array.transpose(1, 0).get(2, 1)).to.equal(6);
    expect(array.pick(1, null).get(0)).to.equal(4);
    expect(array.hi(1, 2).shape).to.deep.equal([1, 2]);
    array.set(0, 0, 9);
    expect(array.data[0]).to.equal(9);
  });

  it("says what it has not", () => {
    const message = "in a page tensors hold float64 numbers and have 8 axes at most, not View";
    expect(() => inPage(new Float64Array(1), Array(9).fill(1))).to.throw(message);
    expect(() => inPage(new Int8Array(1), [1])).to.throw(message);
  });
});
