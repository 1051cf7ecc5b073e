import type * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { fromKeras3 } from "../../../lib/cifar/files/fromKeras3.ts";

const tensor = (layer: string, at = 0) => ({
  class_name: "__keras_tensor__",
  config: { shape: [null, 2], keras_history: [layer, 0, at] },
});

/** A model of a version of Keras, and the names of its weights. */
const modelOf = (model_config: object, names: string[] = [], keras_version = "3.15.1") =>
  ({
    modelTopology: { keras_version, model_config },
    weightsManifest: [
      { paths: ["a.bin"], weights: names.map((name) => ({ name, shape: [1], dtype: "float32" })) },
    ],
  }) as tf.io.ModelJSON;

const configOf = ({ modelTopology }: tf.io.ModelJSON) =>
  (modelTopology as { model_config: object }).model_config;

describe("a model of Keras 3", () => {
  const parts: [what: string, before: object, after: object][] = [
    ["the shape of an input", { batch_shape: [null, 2] }, { batch_input_shape: [null, 2] }],
    [
      "a type",
      { dtype: { class_name: "DTypePolicy", config: { name: "float32" } } },
      { dtype: "float32" },
    ],
    [
      "an L1 regularizer",
      { class_name: "L1", config: { l1: 0.5 } },
      { class_name: "L1L2", config: { l1: 0.5, l2: 0 } },
    ],
    [
      "an L2 regularizer",
      { class_name: "L2", config: { l2: 0.5 } },
      { class_name: "L1L2", config: { l1: 0, l2: 0.5 } },
    ],
    [
      "one input and one output",
      { input_layers: ["in", 0, 0], output_layers: ["out", 0, 0] },
      { input_layers: [["in", 0, 0]], output_layers: [["out", 0, 0]] },
    ],
    [
      "several inputs and outputs",
      {
        input_layers: [
          ["a", 0, 0],
          ["b", 0, 0],
        ],
        output_layers: [["c", 0, 0]],
      },
      {
        input_layers: [
          ["a", 0, 0],
          ["b", 0, 0],
        ],
        output_layers: [["c", 0, 0]],
      },
    ],
    [
      "what a layer is called with",
      {
        inbound_nodes: [
          {
            args: [[tensor("a"), tensor("b", 1)], null, "same", 2],
            kwargs: { training: false, scale: 3, mask: null },
          },
          { args: [{ query: tensor("c") }], kwargs: {} },
        ],
      },
      {
        inbound_nodes: [
          [
            ["a", 0, 0, { training: false, scale: 3 }],
            ["b", 0, 1, { training: false, scale: 3 }],
          ],
          [["c", 0, 0, {}]],
        ],
      },
    ],
    [
      "nodes that are lists already",
      { inbound_nodes: [[["a", 0, 0, {}]]] },
      { inbound_nodes: [[["a", 0, 0, {}]]] },
    ],
    [
      "anything else, at any depth",
      { layers: [{ units: 2, bias: null, name: "L1", config: { batch_shape: [3] } }] },
      { layers: [{ units: 2, bias: null, name: "L1", config: { batch_input_shape: [3] } }] },
    ],
  ];
  for (const [what, before, after] of parts) {
    it(`is given in the words of Keras 2: ${what}`, () => {
      expect(configOf(fromKeras3(modelOf(before)))).to.deep.equal(after);
    });
  }

  it("has weights named after their layers, without the models around them", () => {
    const named = (class_name: string, name: string, ...layers: object[]) => ({
      class_name,
      config: { name, layers },
    });
    const config = named(
      "Functional",
      "net",
      named("Sequential", "within", named("Dense", "dense"), named("Model", "deep")),
      named("DepthwiseConv2D", "depthwise"),
      named("Dense", "net"),
    );
    const renamed = {
      "dense/kernel": "dense/kernel",
      "within/dense/kernel": "dense/kernel",
      "net/within/deep/dense/bias": "dense/bias",
      "net/kernel": "net/kernel", // of the layer
      "lstm/lstm_cell/kernel": "lstm/lstm_cell/kernel",
      "depthwise/kernel": "depthwise/depthwise_kernel",
      "net/depthwise/kernel": "depthwise/depthwise_kernel",
      "depthwise/bias": "depthwise/bias",
    };
    const { weightsManifest } = fromKeras3(modelOf(config, Object.keys(renamed)));
    expect(weightsManifest).to.deep.equal([
      {
        paths: ["a.bin"],
        weights: Object.values(renamed).map((name) => ({ name, shape: [1], dtype: "float32" })),
      },
    ]);
  });

  it("alone is changed: others stay as they are", () => {
    for (const version of ["2.15.0", "tfjs-layers 4.22.0", "13.1"]) {
      const model = modelOf({ batch_shape: [null, 2] }, ["net/a/kernel"], version);
      expect(fromKeras3(model)).to.equal(model);
    }
    const graph = { weightsManifest: [] } as object as tf.io.ModelJSON;
    expect(fromKeras3(graph)).to.equal(graph);
  });
});
