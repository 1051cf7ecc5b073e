import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { windowLoops } from "../../lib/ops/windowLoops.ts";
import { windowProducts } from "../../lib/ops/windowProducts.ts";

describe("windowProducts", () => {
  it("runs in WebAssembly here", () => {
    expect(windowProducts).not.equal(windowLoops);
  });

  it("gives to the last bit what plain loops give, whatever the sizes", () => {
    const size = fc.integer({ min: 1, max: 13 });
    fc.assert(
      fc.property(size, size, size, fc.nat(), (I, K, J, seed) => {
        const random = seededRandom(seed);
        const numbers = (count: number) => Float64Array.from({ length: count }, () => random() - 1);
        const whole = (count: number) =>
          Int32Array.from({ length: count }, () => Math.floor(random() * 20));
        const [rows, cols, x] = [whole(I), whole(K), numbers(40)];
        const [a, b] = [numbers(I * J), numbers(K * J)];
        const run = ({ product, addProduct }: typeof windowProducts) => {
          const [out, sum] = [new Float64Array(I * J), x.slice()];
          product(x, rows, cols, b, out);
          addProduct(a, b, rows, cols, sum);
          return { out, sum };
        };
        expect(run(windowProducts)).deep.equal(run(windowLoops));
      }),
      { numRuns: 300 },
    );
  });
});
