import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { historyOf, isTrained, recordHistory } from "../../../lib/cifar/training/history.ts";

const network = (name: string) =>
  tf.sequential({ name, layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });

describe("the history of a model", () => {
  it("is there once training has begun", () => {
    const model = network("mine");
    expect(isTrained(model)).to.equal(false);
    expect(() => historyOf(model)).to.throw('historyOf: model "mine" has not been trained yet');
    const history = recordHistory(model);
    expect(history).to.deep.equal({
      ...{ trainLoss: [], validationAccuracy: [], seconds: 0, stopped: undefined },
    });
    expect(isTrained(model)).to.equal(true);
    expect(historyOf(model)).to.equal(history);
  });

  it("goes on with one that had stopped", () => {
    const model = network("again");
    const trainLoss = [{ iteration: 1, value: 2 }];
    const stopped = { iteration: 1, reason: "interrupted" };
    const resume = { trainLoss, validationAccuracy: [], seconds: 3, stopped };
    expect(recordHistory(model, resume)).to.equal(resume);
    expect(resume).to.deep.include({ trainLoss, seconds: 3, stopped: undefined });
    expect(historyOf(model)).to.equal(resume);
  });
});
