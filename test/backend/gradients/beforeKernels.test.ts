import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { beforeKernel, prepareKernels } from "../../../lib/backend/gradients/beforeKernels.ts";

const KERNEL = "SeenInATest";
const BACKENDS = ["cpu", "wasm", "webgl", "webgpu", "tensorflow"];

describe("what sees a kernel's inputs", () => {
  let seen: unknown[][];
  const x: tf.TensorInfo = { dataId: {}, shape: [1], dtype: "float32" };
  const attrs = { axis: 1 };
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => {
    seen = [];
  });
  afterEach(() => {
    for (const backendName of BACKENDS) {
      if (tf.getKernel(KERNEL, backendName)) tf.unregisterKernel(KERNEL, backendName);
    }
    beforeKernel(KERNEL, () => undefined);
  });

  const register = (backendName: string, output: tf.TensorInfo | tf.TensorInfo[] = x) => {
    const kernelFunc: tf.KernelFunc = ({ inputs }) => {
      seen.push(["computed", inputs]);
      return output;
    };
    tf.registerKernel({ kernelName: KERNEL, backendName, kernelFunc });
  };
  const call = (backendName: string) =>
    tf.getKernel(KERNEL, backendName).kernelFunc({ inputs: { x }, attrs, backend: {} });

  it("sees them before, and the output after, on every backend, once however often it is prepared", () => {
    beforeKernel(KERNEL, (inputs, attributes) => {
      seen.push(["before", { ...inputs }, attributes]);
      inputs.more = x;
      return (output) => seen.push(["after", output]);
    });
    for (const backend of BACKENDS) {
      register(backend);
      for (let i = 0; i < 2; i++) prepareKernels();
      expect(call(backend)).to.equal(x);
      expect(seen, backend).to.deep.equal([
        ["before", { x }, attrs],
        ["computed", { x, more: x }],
        ["after", x],
      ]);
      seen = [];
    }
  });

  it("does not see the output where there are several, nor where it does not ask", () => {
    beforeKernel(KERNEL, () => (output) => seen.push(["after", output]));
    register("wasm", [x, x]);
    prepareKernels();
    expect(call("wasm")).to.deep.equal([x, x]);
    expect(seen).to.have.length(1);
    beforeKernel(KERNEL, () => undefined);
    register("cpu");
    prepareKernels();
    expect(call("cpu")).to.equal(x);
    expect(seen).to.have.length(2);
  });
});
