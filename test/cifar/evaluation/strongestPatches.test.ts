import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { activationsOf, cifarCnn, strongestPatches } from "lib/cifar";
import { imageAt, subset } from "lib/data";
import { blobs } from "../blobs.ts";

const dataset = blobs(7, 1);
const model = () => cifarCnn({ filters: [2, 3, 4], kernelSize: 3, classes: 2 });

describe("strongestPatches", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("finds the strongest responses of each filter, as activationsOf has them, each image once", async () => {
    const network = model();
    const { filters } = await strongestPatches(network, "conv2", dataset, 3);
    const strongest: number[][] = filters.map(() => []);
    for (let image = 0; image < 7; image++) {
      const { values } = await activationsOf(network, "conv2", dataset, image);
      for (let f = 0; f < 3; f++) {
        strongest[f].push(Math.max(...values.filter((_, i) => i % 3 === f)));
      }
    }
    filters.forEach((patches, f) => {
      const expected = strongest[f].filter((value) => value > 0).sort((a, b) => b - a);
      expect(patches.map(({ response }) => response)).to.deep.equal(expected.slice(0, 3));
      expect(new Set(patches.map(({ image }) => image)).size).to.equal(patches.length);
    });
    expect(filters.flat()).to.have.length.above(3);
  });

  it("finds them among any number of images, of equal responses in the first", async () => {
    const network = model();
    const indices = Uint32Array.from({ length: 256 }, (_, i) => (i < 252 ? i % 2 : i - 250));
    const { filters } = await strongestPatches(network, "conv2", subset(dataset, indices), 256);
    for (let f = 0; f < 3; f++) {
      for (const [i, { image, response }] of filters[f].entries()) {
        const before = filters[f][i - 1] ?? { image: -1, response: Number.POSITIVE_INFINITY };
        const isLess = response < before.response;
        expect(isLess || (response === before.response && image > before.image)).to.equal(true);
      }
    }
    const images = new Set(filters.flat().map(({ image }) => image));
    expect([...images].filter((image) => image >= 250)).to.not.deep.equal([]);
  });

  it("cuts out what the response depends on, and nothing else", async () => {
    const network = model();
    const { filters, shape } = await strongestPatches(network, "conv2", dataset, 1);
    expect(shape).to.deep.equal([7, 7, 3]); // 1 + 2 · 1 + 2 · 2
    const f = filters.findIndex((patches) => patches.length > 0);
    const [{ image, top, left, pixels }] = filters[f];
    const source = imageAt(dataset, image);
    for (const [y, x] of [
      [0, 0],
      [6, 6],
      [3, 2],
    ]) {
      expect([...pixels.subarray((y * 7 + x) * 3, (y * 7 + x) * 3 + 3)]).to.deep.equal([
        ...source.subarray(((top + y) * 32 + left + x) * 3, ((top + y) * 32 + left + x) * 3 + 3),
      ]);
    }
    expect([top, left].every((at) => at >= 4 && at + 7 <= 28)).to.equal(true); // within the crop
  });

  for (const padding of ["valid", "same"] as const) {
    it(`tells where in the images it found them, with padding ${padding}`, async () => {
      const images = blobs(4, 1, [22, 28]);
      const layer = { filters: 3, kernelSize: [3, 5], strides: [1, 2], inputShape: [10, 17, 3] };
      const conv = tf.layers.conv2d({ ...layer, padding, name: "conv", biasInitializer: "ones" });
      const network = tf.sequential({ layers: [conv] });
      network.setWeights(
        network.getWeights().map((w, i) => tf.randomNormal(w.shape, 0, 0.01, "float32", i + 1)), // 0 is no seed
      );
      // The middle of the images begins at 6, 5; "same" adds 1 row and 2 columns before it.
      const [top, left] = padding === "valid" ? [6, 5] : [5, 3];
      const { filters, shape } = await strongestPatches(network, "conv", images);
      expect(shape).to.deep.equal([3, 5, 3]);
      const places: number[][] = [];
      for (let image = 0; image < 4; image++) {
        const { values, shape } = await activationsOf(network, "conv", images, image);
        for (let f = 0; f < 3; f++) {
          const own = [...values.filter((_, i) => i % 3 === f)];
          const at = own.indexOf(Math.max(...own));
          const [y, x] = [Math.floor(at / shape[1]), at % shape[1]];
          places.push([f, image, top + y, left + 2 * x]);
        }
      }
      const found = filters.flatMap((patches, f) =>
        patches.map((p) => [f, p.image, p.top, p.left]),
      );
      const inOrder = (some: number[][]) => some.map(String).toSorted();
      expect(inOrder(found)).to.deep.equal(inOrder(places));
      expect(filters.flat().every(({ response }) => response < 1)).to.equal(true);
    });
  }

  it("finds five of each filter unless told how many", async () => {
    const bias = tf.layers.conv2d({
      ...{ filters: 2, kernelSize: 1, inputShape: [2, 2, 3], name: "bias" },
      ...{ kernelInitializer: "zeros", biasInitializer: "ones" },
    });
    const network = tf.sequential({ layers: [bias] });
    const { filters } = await strongestPatches(network, "bias", dataset);
    const images = filters.map((patches) => patches.map(({ image }) => image));
    expect(images).to.deep.equal(Array(2).fill([0, 1, 2, 3, 4])); // the first of equal ones
  });

  it("finds the same by a network that takes images of any size", async () => {
    const kernelInitializer = tf.initializers.glorotNormal({ seed: 1 });
    const found = (inputShape: (number | null)[]) => {
      const layer = { filters: 2, kernelSize: 3, kernelInitializer, name: "conv", inputShape };
      const network = tf.sequential({ layers: [tf.layers.conv2d(layer)] });
      return strongestPatches(network, "conv", dataset);
    };
    expect(await found([null, null, 3])).to.deep.equal(await found([32, 32, 3]));
  });

  it("leaves black what lies outside of the image", async () => {
    const convolution = { filters: 8, kernelSize: 9, padding: "same" } as const;
    const kernelInitializer = tf.initializers.glorotNormal({ seed: 1 });
    const layer = { ...convolution, kernelInitializer, inputShape: [32, 32, 3], name: "padded" };
    const network = tf.sequential({ layers: [tf.layers.conv2d(layer)] });
    const { filters, shape } = await strongestPatches(network, "padded", dataset, 7);
    const [height, width] = shape;
    const outside = new Set<string>();
    for (const { image, top, left, pixels } of filters.flat()) {
      const source = imageAt(dataset, image);
      const expected = Array.from(pixels, (_, i) => {
        const [y, x] = [top + Math.floor(i / 3 / width), left + (Math.floor(i / 3) % width)];
        return y < 0 || y > 31 || x < 0 || x > 31 ? 0 : source[(y * 32 + x) * 3 + (i % 3)];
      });
      expect([...pixels]).to.deep.equal(expected);
      for (const [side, isOutside] of Object.entries({
        top: top < 0,
        left: left < 0,
        bottom: top + height > 32,
        right: left + width > 32,
      })) {
        if (isOutside) outside.add(side);
      }
    }
    expect(outside).to.have.keys("top", "left", "bottom", "right");
  });

  it("has no patch for a filter that never responds, and leaves no tensor behind", async () => {
    const network = model();
    const [kernel, bias] = network.getLayer("conv3").getWeights();
    network.getLayer("conv3").setWeights([kernel, tf.fill(bias.shape, -100)]);
    await strongestPatches(network, "conv3", dataset);
    const before = tf.memory().numTensors;
    const { filters } = await strongestPatches(network, "conv3", dataset);
    expect(filters).to.deep.equal([[], [], [], []]);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("refuses a layer without places, and no patches", async () => {
    const failure = (layer: string, count?: number) =>
      strongestPatches(model(), layer, dataset, count).then(String, String);
    expect(await failure("logits")).to.include('layer "mean" is a GlobalAveragePooling2D');
    for (const count of [0, 1.5, Number.NaN]) {
      expect(await failure("conv1", count)).to.include(
        `count is ${count}, it takes a whole number from 1`,
      );
    }
  });
});
