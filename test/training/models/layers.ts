import type * as tf from "@tensorflow/tfjs";
import {
  type Build,
  conv,
  first,
  flattened,
  head,
  IMAGE,
  L,
  logits,
  N,
  relu,
  rows,
  sequential,
} from "./parts.ts";

/** A convolution, a layer, and what follows. */
const between =
  (...layers: tf.layers.Layer[]): Build =>
  () =>
    sequential(first(relu), ...layers.map(copy), ...head());
/** The same with a convolution after it. */
const amid =
  (layer: tf.layers.Layer): Build =>
  () =>
    sequential(first(), copy(layer), conv(), ...head());
const pooled =
  (pool: tf.layers.Layer): Build =>
  () =>
    sequential(first({ strides: 1, ...relu }), copy(pool), conv(relu), ...head());
const normed =
  (norm: tf.layers.Layer): Build =>
  () =>
    sequential(first({ useBias: false }), copy(norm), L.reLU(), ...head());

/** A new layer of the same kind and options. */
function copy<T extends tf.layers.Layer>(layer: T): T {
  const { name: _, ...config } = layer.getConfig();
  const Kind = layer.constructor as tf.serialization.SerializableConstructor<T>;
  return Kind.fromConfig(Kind, config);
}

const ACTIVATIONS = [
  ..."elu hardSigmoid linear relu relu6 selu sigmoid softmax softplus".split(" "),
  ..."softsign tanh swish mish gelu gelu_new".split(" "),
];

/** Models of the layers of TensorFlow.js, one kind each. */
export const LAYERS: Readonly<Record<string, Build>> = {
  "conv same": () =>
    sequential(first({ padding: "same", ...relu }), conv({ padding: "same" }), ...head()),
  "conv valid stride 3": () => sequential(first({ strides: 3, ...relu }), conv(), ...head()),
  "conv strides [1,2], kernel [2,5]": () =>
    sequential(first({ strides: [1, 2], kernelSize: [2, 5], ...relu }), ...head()),
  "conv 1x1": () =>
    sequential(first({ kernelSize: 1, ...relu }), conv({ kernelSize: 1 }), ...head()),
  "conv 7x7 same stride 4": () =>
    sequential(first({ kernelSize: 7, strides: 4, padding: "same", ...relu }), ...head()),
  "conv dilation 2": () => sequential(first({ strides: 1, dilationRate: 2, ...relu }), ...head()),
  "conv dilation 2 second": () =>
    sequential(first(relu), conv({ dilationRate: 2, padding: "same" }), ...head()),
  "conv no bias": () => sequential(first({ useBias: false }), L.reLU(), ...head()),
  "conv 17 filters": () =>
    sequential(first({ filters: 17, ...relu }), conv({ filters: 33 }), ...head()),
  "conv 1 filter": () =>
    sequential(first({ filters: 1, ...relu }), conv({ filters: 1 }), ...head()),
  "conv channelsFirst": () => flattened(conv({ inputShape: IMAGE, dataFormat: "channelsFirst" })),
  conv1d: () =>
    flattened(
      rows(),
      L.conv1d({ filters: 6, kernelSize: 3, ...relu }),
      L.maxPooling1d({ poolSize: 2 }),
    ),
  conv3d: () =>
    flattened(
      L.reshape({ targetShape: [3, 4, 12, 3], inputShape: [...IMAGE] }),
      L.conv3d({ filters: 3, kernelSize: 2, ...relu }),
    ),
  depthwise: between(L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...relu })),
  "depthwise same stride 2": between(
    L.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: "same", ...relu }),
  ),
  separable: between(L.separableConv2d({ filters: 8, kernelSize: 3, ...relu })),
  conv2dTranspose: between(L.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, ...relu })),
  "conv2dTranspose same": between(
    L.conv2dTranspose({ filters: 4, kernelSize: 4, strides: 2, padding: "same" }),
  ),
  "maxPool 2": pooled(L.maxPooling2d({ poolSize: 2 })),
  "maxPool 3 stride 2": pooled(L.maxPooling2d({ poolSize: 3, strides: 2 })),
  "maxPool 3 stride 2 same": pooled(L.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" })),
  "maxPool of negatives": () =>
    sequential(
      first({ strides: 1, activation: "tanh" }),
      L.maxPooling2d({ poolSize: 2 }),
      conv({ activation: "elu" }),
      L.maxPooling2d({ poolSize: 2, strides: 1 }),
      ...head(),
    ),
  "avgPool 2": pooled(L.averagePooling2d({ poolSize: 2 })),
  "avgPool 3 stride 2": pooled(L.averagePooling2d({ poolSize: 3, strides: 2 })),
  "avgPool 3 stride 2 same": pooled(
    L.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
  ),
  "avgPool 2 stride 3": pooled(L.averagePooling2d({ poolSize: 2, strides: 3 })),
  globalMaxPooling: () =>
    sequential(first(relu), L.globalMaxPooling2d({ dataFormat: "channelsLast" }), logits()),
  "flatten dense dense": () =>
    sequential(first(relu), L.flatten(), L.dense({ units: 16, ...relu }), logits()),
  mlp: () =>
    sequential(
      L.flatten({ inputShape: [...IMAGE] }),
      L.dense({ units: 32, activation: "tanh" }),
      logits(),
    ),
  dropout: between(L.dropout({ rate: 0.3, seed: 5 })),
  "dropout noiseShape": between(L.dropout({ rate: 0.3, seed: 5, noiseShape: [N, 1, 1, 6] })),
  spatialDropout1d: () => flattened(rows(), L.spatialDropout1d({ rate: 0.3, seed: 5 })),
  "gaussianNoise, drawn anew": between(L.gaussianNoise({ stddev: 0.1 })),
  "gaussianDropout, drawn anew": between(L.gaussianDropout({ rate: 0.1 })),
  "alphaDropout, drawn anew": between(L.alphaDropout({ rate: 0.1, noiseShape: [N, 1, 1, 6] })),
  batchNorm: normed(L.batchNormalization()),
  "batchNorm no scale": normed(L.batchNormalization({ scale: false })),
  "batchNorm no center": normed(L.batchNormalization({ center: false })),
  "batchNorm neither": normed(L.batchNormalization({ scale: false, center: false })),
  "batchNorm axis 1": normed(L.batchNormalization({ axis: 1 })),
  "batchNorm after dense": () =>
    sequential(
      L.flatten({ inputShape: [...IMAGE] }),
      L.dense({ units: 16 }),
      L.batchNormalization(),
      L.reLU(),
      logits(),
    ),
  layerNorm: normed(L.layerNormalization()),
  "layerNorm axes": normed(L.layerNormalization({ axis: [1, 2, 3] })),
  ...Object.fromEntries(
    ACTIVATIONS.map((activation): [string, Build] => [
      `conv activation ${activation}`,
      () => sequential(first({ activation }), conv({ activation }), ...head()),
    ]),
  ),
  ...Object.fromEntries(
    (["relu", "elu", "sigmoid", "gelu", "swish", "relu6", "selu"] as const).map(
      (activation): [string, Build] => [
        `activation layer ${activation}`,
        () => sequential(first(), L.activation({ activation }), ...head()),
      ],
    ),
  ),
  leakyReLU: amid(L.leakyReLU({ alpha: 0.1 })),
  "elu layer": amid(L.elu()),
  "relu layer": amid(L.reLU()),
  "relu layer max 6": amid(L.reLU({ maxValue: 6 })),
  prelu: amid(L.prelu()),
  "prelu shared": amid(L.prelu({ sharedAxes: [1, 2] })),
  thresholdedReLU: amid(L.thresholdedReLU({ theta: 0.1 })),
  "softmax layer": amid(L.softmax()),
  "upSampling2d nearest": between(L.upSampling2d({ size: [2, 2] })),
  "upSampling2d bilinear": between(L.upSampling2d({ size: [2, 2], interpolation: "bilinear" })),
  zeroPadding2d: between(
    L.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 3],
      ],
    }),
  ),
  cropping2D: between(
    L.cropping2D({
      cropping: [
        [1, 2],
        [0, 3],
      ],
    }),
  ),
  "reshape permute": () =>
    flattened(first(relu), L.permute({ dims: [2, 1, 3] }), L.reshape({ targetShape: [25, 6] })),
  rescaling: () =>
    sequential(L.rescaling({ scale: 2, offset: 1, inputShape: [...IMAGE] }), conv(), ...head()),
  resizing: () =>
    sequential(L.resizing({ height: 8, width: 8, inputShape: [...IMAGE] }), conv(), ...head()),
  centerCrop: () =>
    sequential(L.centerCrop({ height: 8, width: 8, inputShape: [...IMAGE] }), conv(), ...head()),
  simpleRNN: () => sequential(rows(), L.simpleRNN({ units: 8 }), logits()),
  lstm: () => sequential(rows(), L.lstm({ units: 8 }), logits()),
  gru: () => sequential(rows(), L.gru({ units: 8 }), logits()),
  "lstm returnSequences": () =>
    sequential(rows(), L.lstm({ units: 8, returnSequences: true }), L.gru({ units: 6 }), logits()),
  bidirectional: () =>
    sequential(
      rows(),
      L.bidirectional({ layer: L.lstm({ units: 8 }) as tf.RNN, mergeMode: "concat" }),
      logits(),
    ),
  timeDistributed: () => flattened(rows(), L.timeDistributed({ layer: L.dense({ units: 4 }) })),
  convLstm2d: () =>
    flattened(
      L.reshape({ targetShape: [3, 4, 12, 3], inputShape: [...IMAGE] }),
      L.convLstm2d({ filters: 2, kernelSize: 3, padding: "same" }),
    ),
  repeatVector: () =>
    flattened(
      L.flatten({ inputShape: [...IMAGE] }),
      L.dense({ units: 6 }),
      L.repeatVector({ n: 3 }),
    ),
  "masking lstm": () =>
    sequential(rows(), L.masking({ maskValue: 0 }), L.lstm({ units: 4 }), logits()),
};
