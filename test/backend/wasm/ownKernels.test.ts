import { Worker } from "node:worker_threads";
import { expect } from "chai";

type Counts = Readonly<Record<string, number>>;

/** Kernels that the project has of its own, and what is to call them. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  step: [
    ...["FusedConv2D", "Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
    ...["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput"],
    "DepthwiseConv2dNativeBackpropFilter",
    ...["MaxPool", "MaxPoolGrad", "AvgPool", "AvgPoolGrad", "Mean"],
    ...["TrainingBatchNorm", "TrainingBatchNormGradient"],
    ...["ReluGradient", "RepeatRows", "Identity"],
  ],
  prediction: ["FusedConv2D", "FusedBatchNorm", "MaxPool", "AvgPool", "Mean"],
  "batch normalisation": ["FusedBatchNorm", "DeviationSums"],
  bias: ["Add"],
  sum: ["Sum", "RepeatRows"],
  mean: ["Mean", "RepeatRows"],
  "depthwise convolution": ["FusedDepthwiseConv2D"],
  tile: ["Tile"],
  cast: ["Cast"],
};

describe("the project's own kernels of WebAssembly", () => {
  let counts: Readonly<Record<string, { called: Counts; theirs: Counts }>>;
  before(async () => {
    const worker = new Worker(new URL("./kernelCalls.mjs", import.meta.url), { execArgv: [] });
    counts = await new Promise((resolve, reject) =>
      worker.on("message", resolve).on("error", reject),
    );
    await worker.terminate();
  });

  for (const [what, kernels] of Object.entries(OWN)) {
    for (const kernel of kernels) {
      it(`${kernel} of a ${what} computes, and TensorFlow.js's own does not`, () => {
        expect(counts[what].called[kernel] ?? 0).to.be.above(0);
        expect(counts[what].theirs[kernel] ?? 0).to.equal(0);
      });
    }
  }
});
