import * as tf from "@tensorflow/tfjs";
import {
  type Build,
  conv,
  first,
  head,
  IMAGE,
  L,
  logits,
  relu,
  sequential,
  through,
} from "./parts.ts";

type Symbolic = tf.SymbolicTensor;

/** A network whose images are the input of `body`. */
const graph =
  (body: (x: Symbolic) => Symbolic): Build =>
  () => {
    const inputs = tf.input({ shape: [...IMAGE] });
    return tf.model({ inputs, outputs: body(inputs) });
  };

/** Two convolutions of the images, brought together. */
const merged = (merge: () => tf.layers.Layer): Build =>
  graph((x) => {
    const branches = [first(relu), first({ activation: "sigmoid" })].map((layer) =>
      through(x, layer),
    );
    return through(merge().apply(branches) as Symbolic, ...head());
  });

const regularized =
  (options: object): Build =>
  () =>
    sequential(first({ ...relu, ...options }), ...head());

/** Networks of several inputs to a layer, of several layers, and with what layers are given. */
export const NETWORKS: Readonly<Record<string, Build>> = {
  concatenate: merged(() => L.concatenate()),
  "concatenate axis 1": merged(() => L.concatenate({ axis: 1 })),
  add: merged(() => L.add()),
  multiply: merged(() => L.multiply()),
  average: merged(() => L.average()),
  maximum: merged(() => L.maximum()),
  minimum: merged(() => L.minimum()),
  dot: graph((x) => {
    const flat = through(x, L.flatten());
    const sides = [L.dense({ units: 8 }), L.dense({ units: 8 })].map((layer) =>
      through(flat, layer),
    );
    const dot = L.dot({ axes: 1 }).apply(sides) as Symbolic;
    return through(L.concatenate().apply([dot, sides[0]]) as Symbolic, logits());
  }),
  "residual block": graph((x) => {
    let y = through(x, first({ padding: "same", filters: 8 }), L.batchNormalization(), L.reLU());
    for (let i = 0; i < 2; i++) {
      const block = () => [
        conv({ filters: 8, padding: "same", useBias: false }),
        L.batchNormalization(),
      ];
      const z = through(y, ...block(), L.reLU(), ...block());
      y = through(L.add().apply([y, z]) as Symbolic, L.reLU());
    }
    return through(y, ...head());
  }),
  inception: graph((x) => {
    const y = through(x, first({ padding: "same", filters: 8, ...relu }));
    const branches = [1, 3, 5].map((kernelSize) => conv({ kernelSize, padding: "same", ...relu }));
    const pool = L.maxPooling2d({ poolSize: 3, strides: 1, padding: "same" });
    const ends = [...branches, pool].map((layer) => through(y, layer));
    return through(L.concatenate().apply(ends) as Symbolic, ...head());
  }),
  "squeeze and excite": graph((x) => {
    const y = through(x, first({ filters: 8, ...relu }));
    const scale = through(
      y,
      L.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      L.dense({ units: 4, ...relu }),
      L.dense({ units: 8, activation: "sigmoid" }),
      L.reshape({ targetShape: [1, 1, 8] }),
    );
    return through(L.multiply().apply([y, scale]) as Symbolic, ...head());
  }),
  "mobilenet block": () => {
    const after = () => [L.batchNormalization(), L.reLU({ maxValue: 6 })];
    return sequential(
      first({ filters: 8, padding: "same", useBias: false }),
      ...after(),
      L.depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false }),
      ...after(),
      conv({ kernelSize: 1, filters: 12, useBias: false }),
      L.batchNormalization(),
      ...head(),
    );
  },
  "vgg small": () =>
    sequential(
      first({ strides: 1, padding: "same", ...relu }),
      conv({ padding: "same", ...relu }),
      L.maxPooling2d({ poolSize: 2 }),
      L.dropout({ rate: 0.25, seed: 3 }),
      conv({ filters: 12, padding: "same", ...relu }),
      L.maxPooling2d({ poolSize: 2 }),
      L.flatten(),
      L.dense({ units: 16, ...relu }),
      L.dropout({ rate: 0.5, seed: 4 }),
      logits(),
    ),
  "l2 regularizer": regularized({ kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) }),
  "l1l2 regularizer": regularized({
    kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }),
  }),
  "bias regularizer": regularized({ biasRegularizer: "l1l2" }),
  "maxNorm constraint": regularized({
    kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.5, axis: 0 }),
  }),
  "unitNorm constraint": () =>
    sequential(
      L.flatten({ inputShape: [...IMAGE] }),
      L.dense({ units: 12, kernelConstraint: "unitNorm" }),
      logits(),
    ),
  "nonNeg constraint": regularized({ kernelConstraint: "nonNeg" }),
  "minMaxNorm constraint": regularized({
    kernelConstraint: tf.constraints.minMaxNorm({ minValue: 0.1, maxValue: 0.5 }),
  }),
  "frozen first layer": () => {
    const model = sequential(first(relu), conv(relu), ...head());
    model.layers[0].trainable = false;
    return model;
  },
  "nested sequential": () => sequential(sequential(first(relu), conv(relu)), ...head()),
  "shared layer": graph((x) => {
    const shared = first(relu);
    const twice = [x, through(x, L.rescaling({ scale: 2, offset: 0 }))].map((y) =>
      through(y, shared),
    );
    return through(L.add().apply(twice) as Symbolic, ...head());
  }),
};
