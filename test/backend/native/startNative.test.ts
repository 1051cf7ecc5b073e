import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { computesOnGpu } from "../../../lib/backend/computesOnGpu.ts";
import { registerAveragePoolingGradient } from "../../../lib/backend/gradients/averagePooling.ts";
import { findNative, startNative } from "../../../lib/backend/native/startNative.ts";
import { expectClose } from "../closeTo.ts";
import { GRADIENTS, normal, OPERATIONS } from "./nativeGradients.ts";

describe("startNative, with a stand-in for TensorFlow's C library", () => {
  let run: string[];
  let backend: tf.KernelBackend & { isUsingGpuDevice: boolean; runStep?: unknown };

  before(async function () {
    if (findNative() || tf.findBackendFactory("tensorflow")) {
      console.log("      skipped: tfjs-node itself is set up, and graphSteps.test.ts runs on it");
      this.skip();
    }
    tf.enableProdMode(); // no banner
    await tf.setBackend("cpu");
  });
  after(async () => {
    if (!backend) return;
    await tf.setBackend("cpu");
    tf.removeBackend("tensorflow");
    for (const { kernelName } of tf.getKernelsForBackend("tensorflow")) {
      tf.unregisterKernel(kernelName, "tensorflow");
    }
  });

  it("says where nothing is set up", async () => {
    expect(await startNative(false, {}).then(String, String)).to.equal(
      "Unusable: not set up (npm run setup:native)",
    );
  });

  it("tells CPU and GPU apart, and refuses the one for the other", async () => {
    const { constructor: Cpu } = tf.backend();
    tf.registerBackend("tensorflow", async () => Promise.reject(new Error("no memory")));
    expect(await startNative(false, {}).then(String, String)).to.equal(
      "Unusable: TensorFlow did not start",
    );
    tf.removeBackend("tensorflow");
    tf.registerBackend("tensorflow", () => {
      type Call = [name: string, attributes: unknown, inputs: tf.Tensor[]];
      const execute = (...[name, , inputs]: Call) => {
        run.push(name);
        return tf.tidy(() => OPERATIONS[name](...inputs));
      };
      return Object.assign(Reflect.construct(Cpu, []), {
        isUsingGpuDevice: false,
        binding: { TF_Version: "2.9.1" },
        executeSingleOutput: (...call: Parameters<typeof execute>) => execute(...call)[0],
        executeMultipleOutputs(...[name, attributes, inputs, count]: [...Call, number]) {
          const outputs = execute(name, attributes, inputs);
          expect(attributes).to.deep.include({
            ...{ name: "is_training", type: undefined, value: false },
          });
          expect(count, "TensorFlow checks how many there are").to.equal(outputs.length);
          return outputs;
        },
      });
    });
    for (const kernel of tf.getKernelsForBackend("cpu")) {
      tf.registerKernel({
        ...kernel,
        backendName: "tensorflow",
        kernelFunc(call) {
          const { dilations = 1 } = (call.attrs ?? {}) as { dilations?: number | number[] };
          if (kernel.kernelName === tf.DepthwiseConv2dNative && `${dilations}` !== "1,1") {
            throw new Error(`TensorFlow refuses the dilations ${dilations}`);
          }
          return kernel.kernelFunc(call);
        },
      });
    }
    backend = tf.findBackend("tensorflow") as typeof backend;
    expect(await startNative(true, {}).then(String, String)).to.equal(
      "Unusable: TensorFlow finds no GPU",
    );
    expect(await startNative(false, {})).to.deep.equal({
      device: "CPU, TensorFlow 2.9.1",
      gpu: false,
    });
    expect(computesOnGpu()).to.equal(false);
    backend.isUsingGpuDevice = true;
    expect(await startNative(true, {})).to.deep.equal({
      device: "GPU, TensorFlow 2.9.1",
      gpu: true,
    });
    expect(computesOnGpu()).to.equal(true);
    expect(backend.runStep, "graphs are for the CPU").to.equal(undefined);
  });

  for (const [what, [gradient, operations]] of Object.entries(GRADIENTS)) {
    it(`has the gradient ${what} as TensorFlow.js has it`, async () => {
      const results: Record<string, number[][]> = {};
      for (const name of ["cpu", "tensorflow"]) {
        await tf.setBackend(name);
        run = [];
        results[name] = tf.tidy(() => gradient().map((slope) => [...slope.dataSync()]));
      }
      expect(run).to.deep.equal(operations);
      expectClose(results.tensorflow.flat(), results.cpu.flat());
    });
  }

  it("leaves the edges of average pooling to TensorFlow, which sees to them itself", async () => {
    registerAveragePoolingGradient();
    const slopes: number[][] = [];
    const kernel = tf.getKernel(tf.AvgPoolGrad, "tensorflow");
    tf.unregisterKernel(tf.AvgPoolGrad, "tensorflow");
    tf.registerKernel({
      ...kernel,
      kernelFunc(call) {
        const { dy } = call.inputs as { dy: tf.TensorInfo };
        slopes.push([...(backend.readSync(dy.dataId) as Float32Array)]);
        return kernel.kernelFunc(call);
      },
    });
    await tf.setBackend("tensorflow");
    const pool = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 2, "same");
    tf.tidy(() => tf.grad(pool)(tf.ones([1, 3, 3, 1])));
    expect(slopes).to.deep.equal([[1, 1, 1, 1]]);
  });

  it("replaces gradients and kernels once, however often it starts", async () => {
    const replaced = () => [
      ...[tf.Relu, tf.Mean, tf.Add, tf.FusedBatchNorm].map(tf.getGradient),
      tf.getKernel(tf.DepthwiseConv2dNative, "tensorflow").kernelFunc,
    ];
    const before = replaced();
    await startNative(true, {});
    for (const [i, each] of replaced().entries()) expect(each).to.equal(before[i]);
  });

  for (const dilations of [
    [2, 3],
    [2, 1],
    [1, 3],
  ] as const) {
    it(`convolves depthwise with dilation ${dilations}, which TensorFlow refuses, by a filter with zeros`, async () => {
      const convolve = () =>
        tf.tidy(() => {
          const [x, filter] = [normal([1, 7, 7, 2], 1), normal([2, 3, 2, 2], 2)];
          return tf
            .depthwiseConv2d(
              ...([x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same", "NHWC" as const] as const),
              [...dilations],
            )
            .dataSync();
        });
      await tf.setBackend("cpu");
      const expected = convolve();
      await tf.setBackend("tensorflow");
      expectClose(convolve(), expected);
    });
  }
});
