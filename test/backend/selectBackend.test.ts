import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

describe("selectBackend", () => {
  it("starts WebAssembly and says in one line what runs where and why", async () => {
    const lines: string[] = [];
    const backend = await selectBackend({ log: (line) => lines.push(line) });
    expect(tf.getBackend()).to.equal("wasm");
    expect(backend.name).to.equal("wasm");
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(
      /^TensorFlow\.js 4\.22\.0 on wasm \(\d CPU threads?.*, with SIMD\): .+\.$/,
    );
  });
});
