import { expect } from "chai";
import { backends } from "../../lib/backend/backendsInNode.ts";

describe("the backends of Node.js", () => {
  it("are refused on what is no GPU, but for what is made for CPUs, or asked for", () => {
    const [gpu, cpu] = [
      { device: "x", gpu: true },
      { device: "llvmpipe", gpu: false },
    ];
    const refusals = Object.entries(backends).map(([name, { refuse }]) => [
      name,
      ...[gpu, cpu].flatMap((on) => [false, true].map((forced) => refuse?.(on, forced))),
    ]);
    const none = [undefined, undefined];
    expect(refusals).to.deep.equal([
      ["tfjs-node-gpu", ...none, "TensorFlow finds no GPU", "TensorFlow finds no GPU"],
      ["webgpu", ...none, "there is only a llvmpipe", undefined],
      ["tfjs-node", ...none, ...none],
      ["wasm", ...none, ...none],
    ]);
  });
});
