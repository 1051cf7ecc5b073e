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

  it("trains the same network on the same noise each time", async () => {
    for (const [batch, first, last] of [
      [2, 2.08395, 1.22422],
      [undefined, 2.37762, 2.34319],
    ] as const) {
      const { losses } = await trainingCheck(0, batch);
      expect(losses[0]).to.be.closeTo(first, 1e-4);
      expect(losses[1]).to.be.closeTo(last, 1e-4);
    }
  });

  it("trains for so many seconds, and counts images by the time that they took", async () => {
    const { now } = performance;
    let time = 0;
    performance.now = () => 100 * time++;
    try {
      for (const [seconds, steps] of [
        [0.3, 3],
        [0.3001, 4],
        [0.35, 4],
      ]) {
        const { imagesPerSecond } = await trainingCheck(seconds, 2);
        expect(imagesPerSecond).to.equal((steps * 2) / ((steps + 1) / 10)); // the time is read once more
      }
    } finally {
      performance.now = now;
    }
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
