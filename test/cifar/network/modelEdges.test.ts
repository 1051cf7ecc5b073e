import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  checkModel,
  checkTrainable,
  inputSize,
  unseenPart,
} from "../../../lib/cifar/network/checkModel.ts";
import { blobs } from "../blobs.ts";

const { activation, conv2d, dense, flatten, globalAveragePooling2d } = tf.layers;
const sequential = (...layers: tf.layers.Layer[]) => tf.sequential({ name: "net", layers });

/** A model of images of such a size, where null stands for any. */
const seeing = (rows: number | null, cols: number | null) =>
  sequential(
    conv2d({ inputShape: [rows, cols, 3], filters: 2, kernelSize: 1, name: "first" }),
    globalAveragePooling2d({ dataFormat: "channelsLast" }),
  );

const withUnits = (units: number) => sequential(dense({ inputShape: [3], units, name: "out" }));

/** The message of what is thrown, and "" where nothing is. */
function refusal(run: () => unknown): string {
  try {
    run();
    return "";
  } catch (error) {
    expect(error).to.be.instanceOf(RangeError);
    return (error as RangeError).message;
  }
}

function twoInputs(): tf.LayersModel {
  const inputs = ["a", "b"].map((name) => tf.input({ shape: [2], name }));
  const outputs = tf.layers.add().apply(inputs) as tf.SymbolicTensor;
  return tf.model({ inputs, outputs, name: "net" });
}

describe("a model at the edge of what fits", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const maps = () =>
    sequential(flatten({ inputShape: [2, 2, 3] }), tf.layers.repeatVector({ n: 4, name: "last" }));
  const outputs: [model: tf.LayersModel, classes: number | undefined, said: string][] = [
    [withUnits(2), 2, ""],
    [withUnits(2), undefined, ""],
    [
      withUnits(1),
      undefined,
      'f: layer "out" gives 1 logit for each image, a classifier gives 2 or more, one for each class',
    ],
    [
      withUnits(1),
      1,
      'f: layer "out" gives 1 logit for each image, a classifier gives 2 or more, one for each class',
    ],
    [
      withUnits(3),
      2,
      'f: layer "out" gives 3 logits for each image, the data have 2 classes; give it 2 units, ' +
        "cifarCnn({ classes: 2 }) does",
    ],
    [
      maps(),
      2,
      'f: layer "last" gives [N,4,12], the last layer is to give logits [N,2]; end with ' +
        "tf.layers.flatten() and tf.layers.dense({ units: 2 })",
    ],
    [
      maps(),
      undefined,
      'f: layer "last" gives [N,4,12], the last layer is to give logits [N,classes]; end with ' +
        "tf.layers.flatten() and tf.layers.dense({ units: … })",
    ],
    [
      sequential(activation({ activation: "relu", inputShape: [null], name: "any" })),
      2,
      'f: layer "any" gives [N,N], the last layer is to give logits [N,2]; end with ' +
        "tf.layers.flatten() and tf.layers.dense({ units: 2 })",
    ],
    [
      twoInputs(),
      2,
      'f: model "net" has 2 inputs ("a", "b"), it takes 1: images [N,rows,cols,channels] in, ' +
        "logits [N,classes] out",
    ],
  ];
  for (const [model, classes, said] of outputs) {
    it(`classifies, or is told why not: ${said || `${classes} classes`}`, () => {
      const warned: string[] = [];
      const check = () => checkModel("f", model, classes, (line) => warned.push(line));
      expect(refusal(check)).to.equal(said);
      if (!said) expect(check()).to.equal(2);
      expect(warned).to.deep.equal([]);
    });
  }

  it("is warned of in words that say what to do", () => {
    const warned: string[] = [];
    const softmax = dense({ inputShape: [3], units: 2, activation: "softmax", name: "out" });
    checkModel("f", sequential(softmax), 2, (line) => warned.push(line));
    expect(warned).to.deep.equal([
      'f: layer "out" ends with softmax, but the loss takes logits and applies softmax itself: the ' +
        "model learns slowly, and its losses and confidences are those of softmax twice; leave the " +
        'activation out ("linear")',
    ]);
  });

  it("can be trained where it has one weight that is not frozen", () => {
    const single = () =>
      sequential(dense({ inputShape: [3], units: 2, useBias: false, name: "o" }));
    expect(refusal(() => checkTrainable("f", single()))).to.equal("");
    const frozen = single();
    frozen.trainable = false;
    expect(refusal(() => checkTrainable("f", frozen))).to.equal(
      'f: 0 of the 1 weights of model "net" can be trained, its layers "o" are frozen; set ' +
        "trainable = true on the model and a layer",
    );
    const without = sequential(activation({ activation: "relu", inputShape: [2] }));
    expect(refusal(() => checkTrainable("f", without))).to.equal(
      'f: none of the 1 layers of model "net" has weights to train; add tf.layers.dense or ' +
        "tf.layers.conv2d",
    );
  });

  it("sees of the images as much as its input has, and all where it takes any", () => {
    const images = blobs(1, 1, [10, 7]);
    const size = (rows: number | null, cols: number | null) =>
      inputSize("f", seeing(rows, cols), images);
    expect(size(null, null)).to.deep.equal([10, 7]);
    expect(size(4, null)).to.deep.equal([4, 7]);
    expect(size(null, 3)).to.deep.equal([10, 3]);
    expect(size(10, 7)).to.deep.equal([10, 7]);
    for (const [rows, cols] of [
      [11, 7],
      [10, 8],
    ]) {
      expect(refusal(() => size(rows, cols))).to.equal(
        `f: layer "first" takes [N,${rows},${cols},3], the data have images [10,7,3]; give the first ` +
          "layer inputShape [10,7,3], as cifarCnn({ size: [10,7] }) does",
      );
    }
    expect(refusal(() => inputSize("f", withUnits(2), images))).to.equal(
      'f: layer "out" takes [N,3], the data have images [10,7,3]; begin with a layer of inputShape ' +
        "[10,7,3], tf.layers.flatten for one",
    );
  });

  it("sees too little below half of the pixels", () => {
    const told = (rows: number, cols: number) => unseenPart([24, 24], blobs(1, 1, [rows, cols]));
    expect(told(32, 36)).to.equal(undefined);
    expect(told(36, 32)).to.equal(undefined);
    expect(told(32, 37)).to.equal(
      "the network sees the middle 24×24 pixels of images of 32×37; cifarCnn({ size: [32,37] }), or " +
        "inputShape [32,37,3], sees all",
    );
  });
});
