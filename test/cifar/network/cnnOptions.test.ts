import type * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { type CnnOptions, cifarCnn } from "lib/cifar";

const shapesOf = ({ inputs, outputs, layers }: tf.LayersModel) => [
  inputs[0].shape.slice(1),
  ...layers.filter(({ name }) => /^conv/.test(name)).map(({ outputShape }) => outputShape.slice(1)),
  outputs[0].shape.slice(1),
];

describe("the options of cifarCnn", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const edges: [what: string, options: CnnOptions, shapes: number[][]][] = [
    [
      "one pixel, one filter, one class",
      { size: 1, kernelSize: 1, filters: 1, classes: 1, channels: 1 },
      [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1]],
    ],
    [
      "images of which one pixel is left",
      { size: 21 },
      [[21, 21, 3], [9, 9, 16], [5, 5, 16], [1, 1, 32], [10]],
    ],
    [
      "one convolution as large as the images",
      { size: [7, 9], layers: 1, kernelSize: 7 },
      [[7, 9, 3], [1, 2, 32], [10]],
    ],
    ["as many filters as layers", { layers: 1, filters: [2] }, [[24, 24, 3], [10, 10, 2], [10]]],
  ];
  for (const [what, options, shapes] of edges) {
    it(`reach to ${what}`, () => {
      expect(shapesOf(cifarCnn(options))).to.deep.equal(shapes);
    });
  }

  const refused: [options: object, said: string][] = [
    ...[0, -1, 2.5, 6, Number.NaN].map((kernelSize): [object, string] => [
      { kernelSize },
      `kernelSize is ${kernelSize}; 3 convolutions without padding of 24×24 pixels take a whole ` +
        "number from 1 to 5",
    ]),
    [
      { size: [20, 24] },
      "kernelSize is 5; 3 convolutions without padding of 20×24 pixels take a whole number from 1 to 4",
    ],
    ...[0, -1, 1.5].map((filters): [object, string] => [
      { filters: [8, filters] },
      `filters is [8,${filters}], it takes whole numbers from 1`,
    ]),
    [
      { filters: [] },
      "layers is undefined, but filters [] has 0 numbers; give one number a layer, at least one",
    ],
    [
      { layers: 0 },
      "layers is 0, but filters [] has 0 numbers; give one number a layer, at least one",
    ],
    ...["classes", "channels"].flatMap((name) =>
      [0, 1.5].map((count): [object, string] => [
        { [name]: count },
        `${name} is ${count}, it takes a whole number from 1`,
      ]),
    ),
    ...[0, [24, 0], [24, 2.5], [24]].map((size): [object, string] => [
      { size },
      `size is ${JSON.stringify(size)}, it takes a whole number from 1, or [rows, cols]`,
    ]),
    ...Object.entries({ layers: 3, filters: 8, kernelSize: 5, batchNorm: false }).map(
      ([name, value]): [object, string] => [
        { preset: "course", [name]: value },
        `${name} is ${value}, but preset "course" has sizes of its own; leave out one`,
      ],
    ),
    [{ preset: "toString" }, 'preset is "toString", it takes "course"'],
  ];
  for (const [options, said] of refused) {
    it(`are refused where ${said}`, () => {
      expect(() => cifarCnn(options)).to.throw(RangeError, `cifarCnn: ${said}`);
    });
  }
});
