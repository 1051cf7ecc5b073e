import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, layerTable } from "lib/cifar";

describe("cifarCnn", () => {
  before(() => selectBackend(() => {}));

  it("is the assignment's network: shapes and parameter counts worked by hand", () => {
    const rows = layerTable(cifarCnn()).map(({ output, parameters }) => [output, parameters]);
    expect(rows).to.deep.equal([
      ["[N,10,10,16]", 5 * 5 * 3 * 16 + 16],
      ["[N,6,6,16]", 5 * 5 * 16 * 16 + 16],
      ["[N,2,2,32]", 5 * 5 * 16 * 32 + 32],
      ["[N,32]", 0],
      ["[N,32]", 0],
      ["[N,10]", 32 * 10 + 10],
      ["", 20794],
    ]);
  });

  it("sums the last feature maps over rows and columns", () => {
    const model = cifarCnn();
    const features = tf.model({
      inputs: model.inputs,
      outputs: ["conv3", "sum"].map((name) => model.getLayer(name).output as tf.SymbolicTensor),
    });
    const image = tf.randomNormal([2, 24, 24, 3], 0, 1, "float32", 1);
    const [maps, sums] = features.predict(image) as tf.Tensor[];
    expect(maps.sum([1, 2]).sub(sums).abs().max().dataSync()[0]).to.be.below(1e-6);
  });

  it("starts with Glorot's uniform weights and zero biases", () => {
    const [kernel, bias] = cifarCnn().getLayer("conv2").getWeights();
    const limit = Math.sqrt(6 / (5 * 5 * 16 + 5 * 5 * 16));
    const values = kernel.dataSync();
    expect(Math.max(...values)).to.be.within(0.98 * limit, limit);
    expect(Math.min(...values)).to.be.within(-limit, -0.98 * limit);
    expect(bias.abs().max().dataSync()[0]).to.equal(0);
  });

  it("starts the same for the same seed, otherwise for another", () => {
    const first = (seed: number) => [...cifarCnn({ seed }).getWeights()[0].dataSync()];
    expect(first(1)).to.deep.equal(first(1));
    expect(first(1)).to.not.deep.equal(first(2));
  });

  it("names a kernel that does not fit three times into 24 pixels", () => {
    expect(() => cifarCnn({ kernelSize: 6 })).to.throw(RangeError, "kernelSize is 6");
    expect(cifarCnn({ kernelSize: 5 }).outputs[0].shape).to.deep.equal([null, 10]);
  });
});
