import { expect } from "chai";
import { cores, threadLimit } from "../../lib/backend/coresInBrowser.ts";

const NAMES = ["navigator", "crossOriginIsolated"] as const;

describe("the cores that a page may use", () => {
  const own = NAMES.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  afterEach(() => {
    for (const [i, name] of NAMES.entries()) {
      const descriptor = own[i];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  });

  for (const [crossOriginIsolated, hardwareConcurrency, expected] of [
    [true, 8, 8],
    [true, undefined, 1],
    [false, 8, 2],
    [false, 1, 1],
  ] as const) {
    const memory = crossOriginIsolated ? "shared" : "separate";
    it(`are ${expected} with ${memory} memory where the browser tells ${hardwareConcurrency}`, () => {
      const given = { navigator: { hardwareConcurrency }, crossOriginIsolated };
      for (const name of NAMES) {
        Object.defineProperty(globalThis, name, { value: given[name], configurable: true });
      }
      expect(cores()).to.equal(expected);
    });
  }

  it("are not capped beyond that", () => {
    expect(threadLimit()).to.equal(Number.POSITIVE_INFINITY);
  });
});
