import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { type CnnOptions, cifarCnn, coursePreset, layerTable, train } from "lib/cifar";
import { blobs } from "../blobs.ts";

describe("cifarCnn", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

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

  it("varies in layers, filters and kernel size", () => {
    const outputs = (options: CnnOptions) => layerTable(cifarCnn(options)).map((row) => row.output);
    const two = outputs({ layers: 2, kernelSize: 3 });
    expect(two.slice(0, 3)).to.deep.equal(["[N,11,11,16]", "[N,9,9,32]", "[N,32]"]);
    const four = outputs({ filters: [8, 9, 10, 11], kernelSize: 4 });
    expect(four.slice(2, 4)).to.deep.equal(["[N,5,5,10]", "[N,2,2,11]"]);
    expect(outputs({ filters: 8 }).slice(0, 3)).to.deep.equal([
      "[N,10,10,8]",
      "[N,6,6,8]",
      "[N,2,2,8]",
    ]);
  });

  it("normalises over the batch between convolution and ReLU", () => {
    const model = cifarCnn({ batchNorm: true });
    const normed = tf.model({
      inputs: model.inputs,
      outputs: model.getLayer("norm2").output as tf.SymbolicTensor,
    });
    const images = tf.randomNormal([16, 24, 24, 3], 5, 3, "float32", 1);
    const { mean, variance } = tf.moments(
      normed.apply(images, { training: true }) as tf.Tensor,
      [0, 1, 2],
    );
    expect(mean.abs().max().dataSync()[0]).to.be.below(1e-4);
    expect(variance.sub(1).abs().max().dataSync()[0]).to.be.below(0.02);
    expect((model.getLayer("relu2").output as tf.SymbolicTensor).shape).to.deep.equal([
      null,
      6,
      6,
      16,
    ]);
  });

  it("names numbers of layers and filters that do not fit", () => {
    const fail = (options: CnnOptions) => () => cifarCnn(options);
    expect(fail({ layers: 2, filters: [8, 8, 8] })).to.throw(
      RangeError,
      "layers is 2, but filters [8,8,8] has 3 numbers",
    );
    expect(fail({ filters: [8, 0.5] })).to.throw(RangeError, "filters is [8,0.5], it takes whole");
    expect(fail({ filters: [] })).to.throw(RangeError, "give one number a layer, at least one");
  });

  it("names the largest kernel that fits, for any number of layers", () => {
    for (let layers = 1; layers <= 8; layers++) {
      let largest = 1;
      const fits = (kernelSize: number) => {
        const size = Math.floor((24 - kernelSize) / 2) + 1 - (layers - 1) * (kernelSize - 1);
        return kernelSize <= 24 && size >= 1;
      };
      while (fits(largest + 1)) largest++;
      const message = `${layers} convolutions without padding of 24×24 pixels take a whole number from 1 to ${largest}`;
      expect(() => cifarCnn({ layers, kernelSize: largest + 1 })).to.throw(RangeError, message);
    }
  });

  it("names a kernel that does not fit three times into 24 pixels", () => {
    expect(() => cifarCnn({ kernelSize: 6 })).to.throw(RangeError, "kernelSize is 6");
    expect(cifarCnn({ kernelSize: 5 }).outputs[0].shape).to.deep.equal([null, 10]);
  });
});

describe("cifarCnn's other options", () => {
  before(() => selectBackend({ log: () => {} }));

  it("build it for images of any size, whose rows and columns may differ", () => {
    const shapes = ({ inputs, outputs }: tf.LayersModel) =>
      [...inputs, ...outputs].map(({ shape }) => shape);
    const built = [
      cifarCnn({ size: 32 }),
      cifarCnn({ size: [40, 28], channels: 1, classes: 3 }),
      cifarCnn({ size: [9, 70], preset: "course" }),
    ];
    expect(built.map(shapes)).to.deep.equal([
      [
        [null, 32, 32, 3],
        [null, 10],
      ],
      [
        [null, 40, 28, 1],
        [null, 3],
      ],
      [
        [null, 9, 70, 3],
        [null, 10],
      ],
    ]);
    const sum = built[1].getLayer("sum").getConfig();
    expect(sum.scale).to.equal(10 * 4);
    expect(() => cifarCnn({ size: [24, 8], kernelSize: 5 })).to.throw(
      RangeError,
      "3 convolutions without padding of 24×8 pixels take a whole number from 1 to 2",
    );
  });

  it("are refused where they are no counts, sizes or seeds", () => {
    const fail = (options: object) => () => cifarCnn(options);
    for (const seed of [Number.NaN, 1.5, -1, 2 ** 60]) {
      for (const preset of [undefined, "course"]) {
        expect(fail({ seed, preset })).to.throw(
          RangeError,
          `cifarCnn: seed is ${seed}, it takes a whole number from 0`,
        );
      }
    }
    for (const name of ["classes", "channels"]) {
      expect(fail({ [name]: 0 })).to.throw(RangeError, `cifarCnn: ${name} is 0, it takes a whole`);
    }
    for (const size of [0, 2.5, [3], [24, 24, 3], [24, 0], "24"]) {
      expect(fail({ size })).to.throw(RangeError, `cifarCnn: size is ${JSON.stringify(size)}, it`);
    }
  });
});

describe('cifarCnn({ preset: "course" })', () => {
  before(() => selectBackend({ log: () => {} }));

  it("is the network of the course: shapes and parameter counts worked by hand", () => {
    const rows = layerTable(cifarCnn({ preset: "course" }));
    const convolutions = rows.filter(({ kind }) => kind === "Conv2D");
    expect(convolutions.map(({ output, parameters }) => [output, parameters])).to.deep.equal([
      ["[N,12,12,32]", 5 * 5 * 3 * 32],
      ["[N,12,12,64]", 3 * 3 * 32 * 64],
      ["[N,6,6,128]", 3 * 3 * 64 * 128],
    ]);
    expect(rows.at(-1)?.parameters).to.equal(2400 + 18432 + 73728 + 4 * (32 + 64 + 128) + 1290);
  });

  it("takes training as it is", async () => {
    const model = cifarCnn({ preset: "course", classes: 2 });
    const data = { train: blobs(60, 1), validation: blobs(20, 2) };
    const { trainLoss } = await train(model, data, {
      ...coursePreset,
      iterations: 8,
      batchSize: 20,
      onProgress: () => {},
    });
    expect(trainLoss[7].value).to.be.below(trainLoss[0].value / 2);
  });

  it("takes no other sizes, and names a preset that is none", () => {
    expect(() => cifarCnn({ preset: "course", filters: 8 })).to.throw(
      RangeError,
      'filters is 8, but preset "course" has sizes of its own; leave out one',
    );
    const wrong: object = { preset: "race" };
    expect(() => cifarCnn(wrong)).to.throw(RangeError, 'preset is "race", it takes "course"');
  });
});
