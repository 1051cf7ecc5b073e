import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { layerNamed } from "../../../lib/cifar/network/layerNamed.ts";

describe("a layer by its name", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("is one that there is, with one output", () => {
    const input = tf.input({ shape: [2, 3], name: "steps" });
    const states = tf.layers.lstm({ units: 1, returnState: true, name: "states" });
    const [last] = states.apply(input) as tf.SymbolicTensor[];
    const model = tf.model({ inputs: input, outputs: last });
    expect(layerNamed("look", model, "steps")).to.deep.equal({ output: input });
    expect(() => layerNamed("look", model, "state")).to.throw(
      RangeError,
      'look: no layer is named "state", there are steps, states',
    );
    expect(() => layerNamed("look", model, "states")).to.throw(
      RangeError,
      'look: layer "states" has 3 outputs, it takes a layer with 1',
    );
  });
});
