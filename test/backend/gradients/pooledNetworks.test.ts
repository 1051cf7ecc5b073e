import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

const { layers } = tf;

/** What may stand between a convolution and pooling: all but ReLU leaves negative numbers. */
const BETWEEN: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  nothing: () => [],
  tanh: () => [layers.activation({ activation: "tanh" })],
  ELU: () => [layers.elu()],
  "leaky ReLU": () => [layers.leakyReLU()],
  swish: () => [layers.activation({ activation: "swish" })],
  ReLU: () => [layers.reLU()],
  "batch normalisation": () => [layers.batchNormalization()],
  "batch normalisation without scale": () => [layers.batchNormalization({ scale: false })],
  "batch normalisation over rows": () => [layers.batchNormalization({ axis: 1 })],
  "layer normalisation": () => [layers.layerNormalization()],
  "a dilated convolution": () => [
    layers.conv2d({ filters: 4, kernelSize: 2, dilationRate: 2, kernelInitializer: glorot(3) }),
  ],
  "a separable convolution": () => [
    layers.separableConv2d({
      ...{ filters: 4, kernelSize: 3, depthMultiplier: 2 },
      depthwiseInitializer: glorot(4),
      pointwiseInitializer: glorot(5),
    }),
  ],
};

const POOLS: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  "the maximum": () => [layers.maxPooling2d({ poolSize: 2 })],
  "the maximum of overlapping windows": () => [
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
  ],
  "the mean at an edge": () => [
    layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
  ],
};

function glorot(seed: number) {
  return tf.initializers.glorotUniform({ seed });
}

describe("the gradient of a network", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const [pooled, pool] of Object.entries(POOLS)) {
    for (const [name, between] of Object.entries(BETWEEN)) {
      it(`is its central difference for convolution, ${name}, ${pooled}`, () => {
        const first = { filters: 6, kernelSize: 3, kernelInitializer: glorot(1) };
        const model = tf.sequential({
          layers: [
            layers.conv2d({ inputShape: [12, 12, 3], ...first }),
            ...[...between(), ...pool(), layers.flatten()],
            layers.dense({ units: 4, kernelInitializer: glorot(2) }),
          ],
        });
        const images = tf.randomNormal([8, 12, 12, 3], 0, 1, "float32", 7);
        const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3], "int32"), 4);
        const loss = () => {
          const logits = model.apply(images, { training: true }) as tf.Tensor2D;
          return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
        };
        const kernel = model.trainableWeights[0].read() as tf.Variable;
        const direction = tf.randomNormal(kernel.shape, 0, 0.1, "float32", 9);
        const slope = tf.variableGrads(loss, [kernel]).grads[kernel.name].mul(direction).sum();
        const start = kernel.clone();
        const h = 1 / 1024;
        const at = (distance: number) => {
          kernel.assign(start.add(direction.mul(distance)));
          return loss().dataSync()[0];
        };
        const expected = (at(h) - at(-h)) / (2 * h);
        // Pooling and ReLU have kinks, which a few of many windows come upon within h.
        expect(slope.dataSync()[0]).to.be.closeTo(expected, 0.005 + 0.05 * Math.abs(expected));
        model.dispose();
      });
    }
  }
});
