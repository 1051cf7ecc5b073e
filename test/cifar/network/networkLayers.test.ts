import { createHash } from "node:crypto";
import type * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn } from "lib/cifar";

/** The name of each layer, and what it is made with. */
function layersOf({ layers }: tf.LayersModel): string[] {
  const shown = ["filters", "kernelSize", "strides", "padding", "poolSize", "units"];
  return layers.map((layer) => {
    const config = layer.getConfig();
    const { name, activation, useBias, momentum, scale } = config;
    const sizes = shown.flatMap((key) => (key in config ? [`${config[key]}`] : []));
    const more = { activation, useBias, momentum, scale };
    const said = Object.entries(more).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key} ${value}`],
    );
    return [name, ...sizes, ...said].join(" ");
  });
}

/** SHA-256 of the weights that a network starts with. */
function start(model: tf.LayersModel): string {
  const hash = createHash("sha256");
  for (const weight of model.getWeights()) {
    hash.update(new Uint8Array(weight.dataSync().slice().buffer));
  }
  return hash.digest("hex").slice(0, 16);
}

const networks: [what: string, make: () => tf.LayersModel, layers: string[], start: string][] = [
  [
    "the assignment's",
    () => cifarCnn(),
    [
      "conv1 16 5,5 2,2 valid activation relu useBias true",
      "conv2 16 5,5 1,1 valid activation relu useBias true",
      "conv3 32 5,5 1,1 valid activation relu useBias true",
      "mean",
      "sum scale 4",
      "logits 10 activation linear useBias true",
    ],
    "2cd0de97d36c4b29",
  ],
  [
    "one with batch normalisation",
    () => cifarCnn({ batchNorm: true, layers: 2, filters: 4, seed: 3 }),
    [
      "conv1 4 5,5 2,2 valid activation linear useBias false",
      "norm1 momentum 0.9 scale true",
      "relu1 activation relu",
      "conv2 4 5,5 1,1 valid activation linear useBias false",
      "norm2 momentum 0.9 scale true",
      "relu2 activation relu",
      "mean",
      "sum scale 36",
      "logits 10 activation linear useBias true",
    ],
    "f08c4554bd2996ad",
  ],
  [
    "the course's",
    () => cifarCnn({ preset: "course", seed: 2 }),
    [
      "conv1 32 5,5 2,2 same activation linear useBias false",
      "norm1 momentum 0.9 scale true",
      "relu1 activation relu",
      "conv2 64 3,3 1,1 same activation linear useBias false",
      "norm2 momentum 0.9 scale true",
      "relu2 activation relu",
      "pool 2,2 valid 2,2",
      "conv3 128 3,3 1,1 same activation linear useBias false",
      "norm3 momentum 0.9 scale true",
      "relu3 activation relu",
      "mean",
      "logits 10 activation linear useBias true",
    ],
    "273a945ef4d5338d",
  ],
];

describe("a network", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [what, make, layers, sum] of networks) {
    it(`is ${what} by its layers, and starts with the same weights every time`, () => {
      const model = make();
      expect(layersOf(model)).to.deep.equal(layers);
      expect(start(model)).to.equal(sum);
    });
  }
});
