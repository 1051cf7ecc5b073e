import { expect } from "chai";
import { inOrder, instantiate } from "../../lib/simd/instantiate.ts";

/** What is added to each byte of a module, to be a character. */
const SHIFT = 17;

/** A module that is written in hexadecimal, as `npm run assemble` writes it. */
function assembly<const F extends Record<string, readonly string[]>>(functions: F, hex: string) {
  const bytes = [...Buffer.from(hex.replaceAll(/\s/g, ""), "hex")];
  return { functions, binary: String.fromCharCode(...bytes.map((byte) => byte + SHIFT)) };
}

const HEADER = "00 61736d 01000000";

/** sub(a, b) = a − b, with a memory of its own of one page. */
const subtraction = assembly(
  { sub: ["a", "b"] },
  `${HEADER} 01 07 01 60 02 7f 7f 01 7f 03 02 01 00 05 03 01 00 01
   07 10 02 06 6d656d6f7279 02 00 03 737562 00 00
   0a 09 01 07 00 20 00 20 01 6b 0b`,
);

/** first() is the first number of a memory that it imports, of one page and two at most. */
const reading = assembly(
  { first: [] },
  `${HEADER} 01 05 01 60 00 01 7f 02 10 01 03 656e76 06 6d656d6f7279 02 03 01 02
   03 02 01 00 07 09 01 05 6669727374 00 00
   0a 09 01 07 00 41 00 28 02 00 0b`,
);

const result = (call: CallableFunction, argument: unknown) =>
  Reflect.apply(call, undefined, [argument]);

describe("a WebAssembly module that is started", () => {
  it("takes arguments by their names, or in order, and has a memory of its own", () => {
    const [one, other] = [instantiate(subtraction), instantiate(subtraction)];
    expect(one && result(one.functions.sub, { b: 2, a: 5 })).to.equal(3);
    expect(one && result(one.ordered.sub, [5, 2])).to.equal(3);
    expect(one?.memory.buffer.byteLength).to.equal(65_536);
    expect(one?.memory).to.not.equal(other?.memory);
  });

  it("works in a memory that is given, shared with other threads or not", () => {
    for (const shared of [true, false, true]) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared });
      new Int32Array(memory.buffer)[0] = 7;
      const started = instantiate(reading, memory);
      expect(started && result(started.functions.first, {}), `shared: ${shared}`).to.equal(7);
    }
  });

  it("is none where it cannot be compiled, or lacks its memory", () => {
    expect(instantiate({ functions: {}, binary: "no module" })).to.equal(undefined);
    expect(instantiate(reading)).to.equal(undefined);
  });

  it("gets the values of arguments in the order of their names", () => {
    expect(inOrder(["a", "b", "c"], { c: 3, a: 1, b: 2 })).to.deep.equal([1, 2, 3]);
  });
});
