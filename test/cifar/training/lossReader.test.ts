import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { lossReader } from "../../../lib/cifar/training/lossReader.ts";

describe("the reading of losses", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const read = (every: number) => {
    const history = { trainLoss: [] as { iteration: number; value: number }[] };
    const losses = lossReader({ ...history, validationAccuracy: [], seconds: 0 }, every);
    return { ...losses, values: () => history.trainLoss.map(({ value }) => value), ...history };
  };

  for (const [every, known] of [
    [1, [1, 2, 3, 4, 5]],
    [2, [0, 0, 2, 2, 4]],
    [3, [0, 0, 0, 0, 0]],
  ] as const) {
    it(`has after five steps, ${every} at a time, what was read so far, and then all`, async () => {
      const before = tf.memory().numTensors;
      const { add, all, values, trainLoss } = read(every);
      for (let i = 0; i < 5; i++) {
        await add(tf.scalar(i / 2));
        expect(trainLoss.length)
          .to.be.at.least(Math.min(known[i], i + 1))
          .and.at.most(i + 1);
      }
      await all();
      await all();
      expect(values()).to.deep.equal([0, 0.5, 1, 1.5, 2]);
      expect(trainLoss.map(({ iteration }) => iteration)).to.deep.equal([1, 2, 3, 4, 5]);
      expect(tf.memory().numTensors).to.equal(before);
    });
  }

  it("lets no more steps go on than twice as many, less one, while losses are on their way", async () => {
    const { data } = tf.Tensor.prototype;
    const answers: (() => void)[] = [];
    tf.Tensor.prototype.data = function (this: tf.Tensor) {
      const values = this.dataSync();
      return new Promise((resolve) => answers.push(() => resolve(values as never)));
    };
    try {
      const { add, all, values } = read(2);
      for (let i = 0; i < 3; i++) await add(tf.scalar(i));
      let isOver = false;
      const fourth = add(tf.scalar(3)).then(() => {
        isOver = true;
      });
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      expect([isOver, answers.length]).to.deep.equal([false, 1]);
      answers[0]();
      await fourth;
      expect(values()).to.deep.equal([0, 1]);
      answers[1]();
      await all();
      expect(values()).to.deep.equal([0, 1, 2, 3]);
    } finally {
      tf.Tensor.prototype.data = data;
    }
  });

  it("fails where a loss cannot be read, at once or when all are asked for", async () => {
    const { data } = tf.Tensor.prototype;
    tf.Tensor.prototype.data = async () => {
      throw new Error("cannot be read");
    };
    try {
      const before = tf.memory().numTensors;
      const one = read(1);
      expect(await one.add(tf.scalar(1)).catch(({ message }) => message)).to.equal(
        "cannot be read",
      );
      const two = read(2);
      for (let i = 0; i < 2; i++) await two.add(tf.scalar(i));
      expect(await two.all().catch(({ message }) => message)).to.equal("cannot be read");
      expect(tf.memory().numTensors).to.equal(before);
    } finally {
      tf.Tensor.prototype.data = data;
    }
  });
});
