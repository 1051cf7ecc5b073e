import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { mendWebGpuKernels } from "../../../lib/backend/webgpu/mendKernels.ts";

/** A stand-in for a tensor on the GPU: [2,3] numbers by rows. */
interface Fake extends tf.TensorInfo {
  readonly values: number[];
}
const fake = (values: number[], shape = [2, 3]): Fake => ({
  ...{ values, shape, dtype: "float32", dataId: {} },
});

describe("the mended kernels of WebGPU", () => {
  const disposed: object[] = [];
  const backend = { disposeData: (dataId: object) => disposed.push(dataId) };
  const made: Fake[] = [];
  const make = (values: number[], shape?: number[]) => {
    const out = fake(values, shape);
    made.push(out);
    return out;
  };
  /** Along the last axis; `reverse` is not what the original computes. */
  const scan =
    (combine: (a: number, b: number) => number) => (call: Parameters<tf.KernelFunc>[0]) => {
      const { values } = call.inputs.x as Fake;
      expect(call.attrs).to.deep.include({ axis: 1, exclusive: false, reverse: false });
      const [a, b, c, d, e, f] = values;
      return make([
        ...[a, combine(a, b), combine(combine(a, b), c)],
        ...[d, combine(d, e), combine(combine(d, e), f)],
      ]);
    };
  const kernels: Record<string, tf.KernelFunc> = {
    [tf.Cumsum]: scan((a, b) => a + b),
    [tf.Cumprod]: scan((a, b) => a * b),
    [tf.Reverse]: ({ inputs, attrs }) => {
      expect(attrs).to.deep.equal({ dims: [1] });
      const [a, b, c, d, e, f] = (inputs.x as Fake).values;
      return make([c, b, a, f, e, d]);
    },
    [tf.Prod]: () => make([6, 120], [2]),
  };
  let others: (tf.KernelConfig | undefined)[];
  before(() => {
    others = Object.keys(kernels).map((name) => tf.getKernel(name, "webgpu"));
    for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
      if (tf.getKernel(kernelName, "webgpu")) tf.unregisterKernel(kernelName, "webgpu");
      tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc });
    }
    mendWebGpuKernels();
    mendWebGpuKernels();
  });
  after(() => {
    for (const [i, name] of Object.keys(kernels).entries()) {
      tf.unregisterKernel(name, "webgpu");
      const other = others[i];
      if (other) tf.registerKernel(other);
    }
  });
  beforeEach(() => {
    disposed.length = made.length = 0;
  });

  const compute = (name: string, attrs: object) =>
    tf.getKernel(name, "webgpu").kernelFunc({
      ...{ inputs: { x: fake([1, 2, 3, 4, 5, 6]) }, attrs: attrs as tf.NamedAttrMap, backend },
    }) as Fake;

  it("sum and multiply from the end by what is reversed, and leave nothing of that", () => {
    const attrs = { axis: 1, exclusive: false, reverse: true };
    expect(compute(tf.Cumsum, attrs).values).to.deep.equal([6, 5, 3, 15, 11, 6]);
    expect(disposed).to.deep.equal(made.slice(0, 2).map(({ dataId }) => dataId));
    expect(made).to.have.length(3); // once each, though they were mended twice
    expect(compute(tf.Cumprod, attrs).values).to.deep.equal([6, 6, 3, 120, 30, 6]);
  });

  it("are mended once, however often WebGPU starts", () => {
    const functions = () =>
      Object.keys(kernels).map((name) => tf.getKernel(name, "webgpu").kernelFunc);
    const before = functions();
    mendWebGpuKernels();
    expect(functions()).to.deep.equal(before);
  });

  it("leave those from the beginning as they are", () => {
    const attrs = { axis: 1, exclusive: false, reverse: false };
    expect(compute(tf.Cumsum, attrs).values).to.deep.equal([1, 3, 6, 4, 9, 15]);
    expect([made.length, disposed.length]).to.deep.equal([1, 0]);
  });

  it("keep the axes of products where they are to be kept", () => {
    for (const [axis, keepDims, shape] of [
      [1, true, [2, 1]],
      [-1, true, [2, 1]],
      [[0, 1], true, [1, 1]],
      [1, false, [2]],
    ] as const) {
      expect(compute(tf.Prod, { axis, keepDims }).shape).to.deep.equal(shape);
    }
  });
});
