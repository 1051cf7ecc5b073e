import { expect } from "chai";
import type { Dataset } from "lib/data";
import { checkTrainingData } from "../../../lib/cifar/training/checkTrainingData.ts";
import { blobs } from "../blobs.ts";

const [train, validation] = [blobs(4, 1), blobs(2, 2)];

describe("the data of a training run", () => {
  const failure = (data: { train: Dataset; validation: Dataset }) => {
    try {
      checkTrainingData("learn", data);
    } catch (error) {
      return String(error);
    }
    return "none";
  };

  it("are two sets of the same classes", () => {
    expect(failure({ train, validation })).to.equal("none");
    const others = { ...validation, classes: ["cat", "dog"] };
    expect(failure({ train, validation: others })).to.equal(
      `RangeError: learn: data.train has the classes ${train.classes}, data.validation cat,dog; ` +
        "a label must mean the same in both",
    );
  });

  it("are named where one is missing, or does not hold together", () => {
    const none = undefined as unknown as Dataset;
    for (const [name, data] of Object.entries({
      train: { train: none, validation },
      validation: { train, validation: none },
    })) {
      expect(failure(data)).to.equal(
        `TypeError: learn: data has no ${name} set; pass { train, validation }`,
      );
    }
    const torn = { ...train, labels: train.labels.slice(1) };
    expect(failure({ train: torn, validation })).to.match(/^RangeError: learn: data\.train/);
    expect(failure({ train, validation: torn })).to.match(/^RangeError: learn: data\.validation/);
  });
});
