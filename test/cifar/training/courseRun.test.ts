import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, coursePreset, courseRun, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";

describe("courseRun", () => {
  it("is a whole run of the preset, and reaches 70 %", () => {
    const { history, testAccuracy } = courseRun;
    expect(history.trainLoss).to.have.length(coursePreset.iterations ?? 0);
    for (const [i, { iteration }] of history.trainLoss.entries()) expect(iteration).to.equal(i + 1);
    expect(history.stopped).to.deep.equal({ iteration: 2700, reason: "all iterations done" });
    expect(history.best?.value).to.equal(
      Math.max(...history.validationAccuracy.map(({ value }) => value)),
    );
    expect(history.validationAccuracy.at(-1)?.iteration).to.equal(coursePreset.iterations);
    expect(testAccuracy).to.be.above(0.7);
    for (const [i, { iteration }] of history.validationAccuracy.entries()) {
      expect(iteration).to.equal((coursePreset.validateEvery ?? 0) * (i + 1));
    }
    expect(history.validationAccuracy.at(-1)?.value).to.be.closeTo(testAccuracy, 0.03);
  });

  it("was measured with this training: who changes it measures anew", () => {
    expect(coursePreset).to.deep.equal({
      ...{ iterations: 2700, batchSize: 100, validateEvery: 150, augment: true },
      ...{ learningRate: 0.1, schedule: "oneCycle", optimizer: "nesterov", momentum: 0.9 },
      weightDecay: 0.005,
    });
  });

  it("begins with the losses of the network and the training that there are now", async function () {
    if (!process.env.CNN_DATA_DIR) {
      console.warn(
        "      skipped: set CNN_DATA_DIR to a folder with cifar-10-binary.tar.gz to run it",
      );
      this.skip();
    }
    await selectBackend({ log: () => {} });
    const data = await loadCifar10();
    const { seed } = courseRun;
    const controller = new AbortController();
    const { trainLoss } = await train(cifarCnn({ preset: "course", seed }), data, {
      ...coursePreset,
      seed,
      signal: controller.signal,
      onProgress: ({ iteration }) => void (iteration === 3 && controller.abort()),
    });
    const stored = courseRun.history.trainLoss.slice(0, 3).map(({ value }) => value);
    for (const [i, loss] of stored.entries()) expect(trainLoss[i].value).to.be.closeTo(loss, 1e-3);
  });
});
