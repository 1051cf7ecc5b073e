import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { trainingCheck } from "../../lib/backend/trainingCheck.ts";

describe("the check that a backend trains", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  it("gives the first loss and a lower one, and leaves nothing behind", async () => {
    const { numTensors } = tf.memory();
    const { imagesPerSecond, losses } = await trainingCheck(0, 2);
    expect(imagesPerSecond).to.be.above(0);
    expect(losses[1]).to.be.below(losses[0]);
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it("fails where the loss does not fall, with both losses", async () => {
    const { sgd } = tf.train;
    tf.train.sgd = () => sgd(0);
    try {
      const said = await trainingCheck(0, 2).then(String, String);
      const [, first, last] =
        /^Error: training does not work: the loss (.+) became (.+)$/.exec(said) ?? [];
      expect(Number(first), said).to.be.above(0);
      expect(last).to.equal(first);
    } finally {
      tf.train.sgd = sgd;
    }
  });
});
