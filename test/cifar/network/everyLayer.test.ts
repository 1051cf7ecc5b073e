import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { everyLayer } from "../../../lib/cifar/network/everyLayer.ts";

describe("every layer of a model", () => {
  it("is given once, those within others too, where a layer keeps itself", () => {
    const dense = tf.layers.dense({ units: 1 });
    const wrapper = tf.layers.timeDistributed({ layer: dense });
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [2, 3] }), wrapper],
    });
    Object.assign(dense, { layer: wrapper });
    expect(everyLayer(model)).to.have.members([...model.layers, dense]);
  });
});
