import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { computesOnGpu } from "../../lib/backend/computesOnGpu.ts";

describe("a backend that computes on a GPU", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  after(() => tf.setBackend("wasm"));

  it("is none of those that are for the CPU", async () => {
    for (const name of ["wasm", "cpu"]) {
      await tf.setBackend(name);
      expect(computesOnGpu(), name).to.equal(false);
    }
  });

  it("is WebGPU's, and that of WebGL", async () => {
    for (const name of ["webgpu", "webgl"]) {
      tf.registerBackend(name, () => Object.assign(new tf.KernelBackend(), { dispose() {} }));
      try {
        await tf.setBackend(name);
        expect(computesOnGpu(), name).to.equal(true);
      } finally {
        await tf.setBackend("wasm");
        tf.removeBackend(name);
      }
    }
  });
});
