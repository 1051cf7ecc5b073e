import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, historyOf, type TrainOptions, train } from "lib/cifar";
import { blobs } from "../blobs.ts";

const data = { train: blobs(120, 1), validation: blobs(40, 2) };
const quiet: TrainOptions = { batchSize: 20, validateEvery: 5, onProgress: () => {} };
const small = () => cifarCnn({ filters: [4, 4, 4], kernelSize: 3, classes: 2 });

/** Every weight of the model, moving averages too. */
const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

/** A schedule that drives the weights out of all bounds near its end. */
const explodesAfter = (share: number) => (done: number) => (done < share ? 1 : 1e30);

describe("train", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("learns: the loss falls and unseen images are classified", async () => {
    const model = small();
    const { trainLoss } = await train(model, data, { ...quiet, iterations: 40 });
    expect(trainLoss[39].value).to.be.below(trainLoss[0].value / 2);
    expect((await evaluate(model, blobs(40, 3))).accuracy).to.be.above(0.9);
    expect(process.listenerCount("SIGINT")).to.equal(0);
  });

  it("gives the same losses to the last bit for the same seed, others for another", async () => {
    const losses = async (seed: number) => {
      const { trainLoss } = await train(small(), data, { ...quiet, iterations: 8, seed });
      return trainLoss.map(({ value }) => value);
    };
    const first = await losses(1);
    expect(await losses(1)).to.deep.equal(first);
    expect(await losses(2)).to.not.deep.equal(first);
  });

  it("measures validation accuracy every so many iterations on the whole set", async () => {
    const model = small();
    const { validationAccuracy, stopped } = await train(model, data, { ...quiet, iterations: 12 });
    expect(validationAccuracy.map(({ iteration }) => iteration)).to.deep.equal([5, 10]);
    expect(stopped).to.deep.equal({ iteration: 12, reason: "all iterations done" });
  });

  it("shows every image once an epoch", async () => {
    const seen: number[] = [];
    const counted = {
      ...data.train,
      labels: new Proxy(data.train.labels, {
        get: (labels, key) => {
          if (typeof key === "string" && /^\d+$/.test(key)) seen.push(Number(key));
          return Reflect.get(labels, key);
        },
      }),
    };
    await train(small(), { ...data, train: counted }, { ...quiet, iterations: 6 });
    const inEpoch = seen.slice(-120).toSorted((a, b) => a - b); // before them all labels are checked
    expect(inEpoch).to.deep.equal(Array.from({ length: 120 }, (_, i) => i));
  });

  for (const [how, interrupt] of [
    ["SIGINT", () => process.emit("SIGINT")],
    ["its signal", (controller: AbortController) => controller.abort()],
  ] as const) {
    it(`stops within one iteration at ${how}, keeps model and history, and goes on`, async () => {
      const whole = small();
      const { trainLoss } = await train(whole, data, { ...quiet, iterations: 14 });
      const model = small();
      const controller = new AbortController();
      const history = await train(model, data, {
        ...quiet,
        iterations: 14,
        signal: controller.signal,
        onProgress: ({ iteration }) => void (iteration === 7 && interrupt(controller)),
      });
      expect(history.stopped?.reason).to.equal("interrupted");
      expect(history.stopped?.iteration).to.be.within(7, 8);
      expect(historyOf(model)).to.equal(history);
      await train(model, data, { ...quiet, iterations: 14, resume: history });
      expect(history.trainLoss).to.deep.equal(trainLoss);
      expect([...model.getWeights()[0].dataSync()]).to.deep.equal([
        ...whole.getWeights()[0].dataSync(),
      ]);
      expect(process.listenerCount("SIGINT")).to.equal(0);
    });
  }

  it("stops early, and gives the model the weights of its best measurement, bit for bit", async () => {
    const model = small();
    const history = await train(model, data, { ...quiet, iterations: 200, patience: 3 });
    const { best, validationAccuracy } = history;
    if (!best) throw new Error("nothing was measured");
    expect(best.value).to.equal(Math.max(...validationAccuracy.map(({ value }) => value)));
    expect(history.stopped).to.deep.equal({
      iteration: best.iteration + 15,
      reason: "no new best validation accuracy in 3 measurements",
    });
    const untilBest = small();
    await train(untilBest, data, { ...quiet, iterations: best.iteration });
    expect(weightsOf(model)).to.deep.equal(weightsOf(untilBest));
  });

  it("stops early where no gain is above minDelta, and later where each one counts", async () => {
    const options = { ...quiet, iterations: 12, validateEvery: 1, learningRate: 0.01, patience: 2 };
    const [, later] = (await train(small(), data, options)).validationAccuracy;
    expect(later.value).to.be.above(0.5);
    const end = async (minDelta: number) =>
      (await train(small(), data, { ...options, minDelta })).stopped?.iteration;
    expect(await end(0)).to.be.above(3);
    expect(await end(1)).to.equal(3); // the first measurement, and two that are no gain
  });

  it("restores the best weights also where all iterations are done first or the loss diverges", async () => {
    for (const last of [{ patience: 9 }, { patience: 9, schedule: explodesAfter(38 / 40) }]) {
      const model = small();
      const { best, stopped } = await train(model, data, { ...quiet, iterations: 40, ...last });
      expect(stopped?.reason).to.match(last.schedule ? /^diverged/ : /^all iterations done$/);
      expect(best?.iteration).to.be.below(38);
      const untilBest = small();
      await train(untilBest, data, { ...quiet, iterations: best?.iteration });
      expect(weightsOf(model)).to.deep.equal(weightsOf(untilBest));
    }
  });

  it("goes on after stopping early as if it had not, with more patience", async () => {
    const whole = await train(small(), data, { ...quiet, iterations: 60 });
    const model = small();
    const options = { ...quiet, iterations: 60 };
    const history = await train(model, data, { ...options, patience: 2 });
    expect(history.stopped?.iteration).to.be.below(60);
    await train(model, data, { ...options, patience: 99, resume: history });
    expect(history.trainLoss).to.deep.equal(whole.trainLoss);
    expect(history.validationAccuracy).to.deep.equal(whole.validationAccuracy);
  });

  it("has its last weights, not the best, where it goes on without patience", async () => {
    const whole = small();
    await train(whole, data, { ...quiet, iterations: 60 });
    const history = await train(small(), data, { ...quiet, iterations: 60, patience: 2 });
    const further = small();
    await train(further, data, { ...quiet, iterations: 60, resume: history });
    expect(weightsOf(further)).to.deep.equal(weightsOf(whole));
  });

  it("has its last weights, not the best, where it is interrupted", async () => {
    const whole = small();
    await train(whole, data, { ...quiet, iterations: 7 });
    const controller = new AbortController();
    const model = small();
    await train(model, data, {
      ...quiet,
      iterations: 40,
      patience: 9,
      signal: controller.signal,
      onProgress: ({ iteration }) => void (iteration === 7 && controller.abort()),
    });
    expect(historyOf(model).best?.iteration).to.equal(5);
    expect(weightsOf(model)).to.deep.equal(weightsOf(whole));
  });

  it("measures what an interrupt kept it from measuring", async () => {
    const whole = await train(small(), data, { ...quiet, iterations: 14 });
    const controller = new AbortController();
    const model = small();
    let steps = 0;
    const options = {
      ...quiet,
      iterations: 14,
      signal: controller.signal,
      onProgress: () => void steps++,
    };
    const validation = {
      ...data.validation,
      get labels() {
        if (steps > 0) controller.abort();
        return data.validation.labels;
      },
    };
    const history = await train(model, { ...data, validation }, options);
    expect(history.stopped).to.deep.equal({ iteration: 5, reason: "interrupted" });
    expect(history.validationAccuracy).to.deep.equal([]);
    await train(model, data, { ...quiet, iterations: 14, resume: history });
    expect(history.validationAccuracy).to.deep.equal(whole.validationAccuracy);
  });

  for (const optimizer of ["sgd", "momentum", "nesterov", "adam"] as const) {
    it(`continues a run of ${optimizer} with all options to the same bits`, async () => {
      const options: TrainOptions = {
        ...quiet,
        iterations: 20,
        optimizer,
        learningRate: 0.01,
        schedule: "oneCycle",
        weightDecay: 0.01,
        augment: true,
        patience: 9,
      };
      const build = () => cifarCnn({ filters: [4, 4], kernelSize: 3, batchNorm: true, classes: 2 });
      const whole = build();
      const { trainLoss } = await train(whole, data, options);
      expect(trainLoss[19].value).to.be.below(trainLoss[0].value);
      const model = build();
      const controller = new AbortController();
      const history = await train(model, data, {
        ...options,
        signal: controller.signal,
        onProgress: ({ iteration }) => void (iteration === 7 && controller.abort()),
      });
      expect(history.stopped?.iteration).to.equal(7);
      await train(model, data, { ...options, resume: history });
      expect(history.trainLoss).to.deep.equal(trainLoss);
      expect(weightsOf(model)).to.deep.equal(weightsOf(whole));
    });
  }

  it("goes on with another optimiser, which begins anew", async () => {
    const model = small();
    const options = { ...quiet, iterations: 4, optimizer: "momentum" } as const;
    const resume = await train(model, data, options);
    const begun = weightsOf(model);
    await train(model, data, { ...quiet, iterations: 5, optimizer: "adam", resume });
    for (const [i, weights] of weightsOf(model).entries()) {
      for (const [j, weight] of weights.entries()) {
        expect(Math.abs(weight - begun[i][j])).to.be.within(0, 1.001 * 0.05);
      }
    }
    expect(resume.trainLoss).to.have.length(5);
  });

  it("names a history that is another network's", async () => {
    const resume = await train(small(), data, { ...quiet, iterations: 2 });
    const other = cifarCnn({ filters: 5, kernelSize: 3, classes: 2 });
    const error = await train(other, data, { ...quiet, resume }).catch(({ message }) => message);
    expect(error).to.match(/has weights of sizes 108,4,.*, the model of 135,5,.*; give the model/);
    expect(() => historyOf(other)).to.throw("has not been trained yet");
    expect(resume.stopped?.reason).to.equal("all iterations done");
  });

  it("stops where the loss is no longer a number, and says what to try", async () => {
    const { stopped } = await train(small(), data, {
      ...quiet,
      iterations: 50,
      learningRate: 1e38,
    });
    expect(stopped?.iteration).to.be.below(50);
    expect(stopped?.reason).to.match(
      /^diverged: the loss is (NaN|Infinity) at the learning rate 1e\+38; try 0\.05 or less$/,
    );
  });

  it("advises a usual learning rate, or a tenth of what it was, where it diverges", async () => {
    const advice = async (options: TrainOptions) => {
      const explodes = {
        ...quiet,
        iterations: 9,
        schedule: () => 1e38 / (options.learningRate ?? 1),
      };
      const { stopped } = await train(small(), data, { ...explodes, ...options });
      return stopped?.reason.split("; ")[1];
    };
    expect(await advice({ learningRate: 1e6 })).to.equal("try 0.05 or less");
    expect(await advice({ learningRate: 1e6, optimizer: "adam" })).to.equal("try 0.001 or less");
    expect(await advice({ learningRate: 3, momentum: 0.9 })).to.equal("try 0.01 or less");
    expect(await advice({ learningRate: 0.07 })).to.equal("try 0.007 or less");
  });

  it("tells the time left until patience ends, and until the iterations do", async () => {
    const left: (number | undefined)[][] = [];
    const options = { ...quiet, iterations: 40, patience: 2, minDelta: 1 };
    const model = small();
    const { stopped } = await train(model, data, {
      ...options,
      onProgress({ iteration, secondsLeft, secondsAtMost = Number.NaN, imagesPerSecond }) {
        const perIteration = 20 / imagesPerSecond;
        expect(perIteration * iteration).to.be.closeTo(historyOf(model).seconds, 1e-9);
        left.push(
          [iteration, secondsLeft, secondsAtMost].map((x, i) => (i ? x / perIteration : x)),
        );
      },
    });
    expect(stopped?.iteration).to.equal(15); // the first measurement, and two that are no gain
    for (const [iteration = 0, least, most] of left) {
      expect(most).to.be.closeTo(40 - iteration, 1e-6);
      const until = iteration <= 5 ? 10 : 15; // before the first nothing is known
      expect(least).to.be.closeTo(until - iteration, 1e-6);
    }
  });

  it("counts the seconds of a run that goes on from those before", async () => {
    const model = small();
    const resume = await train(model, data, { ...quiet, iterations: 2 });
    resume.seconds = 1000;
    const { seconds } = await train(model, data, { ...quiet, resume, iterations: 4 });
    expect(seconds).to.be.within(1000, 1060);
  });

  for (const [rows, cols] of [
    [64, 48],
    [10, 7],
  ] as const) {
    it(`trains on images of ${rows}×${cols}, whole or augmented, to the same bits again`, async () => {
      const own = { train: blobs(60, 1, [rows, cols]), validation: blobs(20, 2, [rows, cols]) };
      const networks = [
        () => cifarCnn({ size: [rows, cols], filters: [4, 4], kernelSize: 2, classes: 2 }),
        () => cifarCnn({ size: [rows - 2, cols - 1], preset: "course", classes: 2 }),
      ];
      for (const network of networks) {
        const options = { ...quiet, iterations: 8, learningRate: 0.001, augment: true };
        const [first, again] = [
          await train(network(), own, options),
          await train(network(), own, options),
        ];
        expect(again.trainLoss).to.deep.equal(first.trainLoss);
        expect(first.trainLoss[7].value).to.be.below(first.trainLoss[0].value);
      }
    });
  }

  it("keeps no tensor but the model's weights, however long it runs", async () => {
    const model = small();
    await train(model, data, { ...quiet, iterations: 2 });
    const before = tf.memory().numTensors;
    await train(model, data, { ...quiet, iterations: 200, resume: historyOf(model) });
    expect(tf.memory().numTensors).to.equal(before);
  });

  describe("with losses fetched every few iterations", () => {
    const options: TrainOptions = { ...quiet, iterations: 60, patience: 3 };

    it("gives the history and the model of one that reads each at once, to the last bit", async () => {
      const model = small();
      const { seconds, ...whole } = await train(model, data, { ...options, fetchEvery: 1 });
      for (const fetchEvery of [2, 4, 7, 1000]) {
        const other = small();
        const { seconds, ...history } = await train(other, data, { ...options, fetchEvery });
        expect(history).to.deep.equal(whole);
        expect(weightsOf(other)).to.deep.equal(weightsOf(model));
      }
    });

    it("has all losses of a run that was interrupted or failed, and goes on from there", async () => {
      const whole = await train(small(), data, options);
      for (const end of ["interrupt", "failure"]) {
        const model = small();
        const controller = new AbortController();
        const onProgress = ({ iteration }: { iteration: number }) => {
          if (iteration !== 13) return;
          if (end === "failure") throw new Error("of the caller");
          controller.abort();
        };
        const { signal } = controller;
        const run = { ...options, fetchEvery: 4, signal, onProgress };
        await train(model, data, run).catch(({ message }) =>
          expect(message).to.equal("of the caller"),
        );
        const resume = historyOf(model);
        expect(resume.trainLoss).to.deep.equal(whole.trainLoss.slice(0, 13));
        expect(resume.stopped?.iteration).to.equal(13);
        await train(model, data, { ...options, fetchEvery: 4, resume });
        expect(resume.trainLoss).to.deep.equal(whole.trainLoss);
      }
    });

    it("shows the newest loss that is known, and keeps few that are not", async () => {
      const known: number[] = [];
      const tensors: number[] = [];
      const loss: unknown[] = [];
      await train(small(), data, {
        ...options,
        iterations: 30,
        validateEvery: 1e6,
        fetchEvery: 5,
        onProgress(progress) {
          known.push(progress.iteration - progress.trainLoss.length);
          loss.push(progress.loss === progress.trainLoss.at(-1)?.value);
          tensors.push(tf.memory().numTensors);
        },
      });
      expect(Math.max(...known)).to.be.within(4, 9);
      expect(known.at(-1)).to.equal(0);
      expect(loss).to.not.include(false);
      expect(Math.max(...tensors) - Math.min(...tensors)).to.be.within(3, 10);
    });

    it("stops a run that diverges a few iterations later, at the latest at its end", async () => {
      const diverging = { ...quiet, learningRate: 1e38, validateEvery: 1e6 };
      const { stopped } = await train(small(), data, { ...diverging, iterations: 50 });
      const soonest = stopped?.iteration ?? 0;
      for (const iterations of [soonest, 50]) {
        const late = await train(small(), data, { ...diverging, iterations, fetchEvery: 4 });
        expect(late.stopped?.reason).to.match(/^diverged: the loss is (NaN|Infinity)/);
        expect(late.stopped?.iteration).to.be.within(soonest, Math.min(iterations, soonest + 8));
      }
    });

    it("waits for the device at no other iterations", async () => {
      let reads = 0;
      const { read } = tf.backend();
      tf.backend().read = function (id) {
        reads++;
        return read.call(this, id);
      };
      try {
        const model = small();
        const state = model.weights.length; // read once at the end
        await train(model, data, {
          ...options,
          iterations: 40,
          validateEvery: 1e6,
          fetchEvery: 10,
        });
        expect(reads).to.equal(4 + state);
      } finally {
        tf.backend().read = read;
      }
    });
  });

  it("refuses the pure-JavaScript backend and says what to call", async () => {
    const model = small();
    await tf.setBackend("cpu");
    const error = await train(model, data, quiet).catch((error: Error) => error);
    await tf.setBackend("wasm");
    expect(error).to.be.an("error").with.property("message").that.includes("call selectBackend()");
  });

  it("names an option out of range, with the rule and the value", async () => {
    const fail = async (options: TrainOptions) =>
      train(small(), data, { ...quiet, ...options }).catch((error: Error) => error.message);
    expect(await fail({ batchSize: 121 })).to.include("batchSize is 121, the training set has 120");
    expect(await fail({ iterations: 0 })).to.include("iterations is 0, it takes a whole number");
    expect(await fail({ validateEvery: 1.5 })).to.include("validateEvery is 1.5");
    expect(await fail({ fetchEvery: 0 })).to.include("fetchEvery is 0, it takes a whole number");
    expect(await fail({ patience: 0 })).to.include("patience is 0, it takes a whole number from 1");
    for (const seed of [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY, "3" as never]) {
      expect(await fail({ seed })).to.equal(
        `train: seed is ${seed}, it takes a whole number from 0`,
      );
    }
    expect(await fail({ minDelta: 0.1 })).to.include("minDelta is 0.1, it takes nothing without");
    expect(await fail({ learningRate: -1 })).to.include("learningRate is -1, it takes a number ab");
    expect(await fail({ momentum: 1 })).to.include("momentum is 1, it takes a number from 0 to be");
    expect(await fail({ weightDecay: Number.NaN })).to.include("weightDecay is NaN, it takes a n");
    expect(await fail({ optimizer: "adam", momentum: 0.5 })).to.equal(
      'train: momentum is 0.5, but optimizer "adam" has none; take "momentum" or "nesterov"',
    );
    const wrong = { optimizer: "sdg", schedule: "cos", augment: 1 } as object;
    const [optimizer, schedule, augment] = Object.entries(wrong).map(([name, value]) => ({
      [name]: value,
    }));
    expect(await fail(optimizer)).to.equal(
      'train: optimizer is "sdg", it takes one of "sgd", "momentum", "nesterov", "adam"',
    );
    expect(await fail(schedule)).to.include('schedule is "cos", it takes one of "constant", "cosi');
    expect(await fail(augment)).to.include("augment is 1, it takes true or false");
  });

  it("names a history that cannot give back its best weights", async () => {
    const model = small();
    await train(model, data, { ...quiet, iterations: 6 });
    const error = await train(model, data, {
      ...quiet,
      patience: 2,
      resume: historyOf(model),
    }).catch((error: Error) => error.message);
    expect(error).to.equal(
      "train: patience is 2, but the run to resume has not kept the weights of its best " +
        "measurement at iteration 5; give patience from its beginning",
    );
  });
});

describe("evaluate", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("counts every image once in the confusion matrix and takes accuracy from its diagonal", async () => {
    const dataset = blobs(33, 4);
    const result = await evaluate(small(), dataset, { batchSize: 10 });
    expect(result.confusion.flat().reduce((a, b) => a + b)).to.equal(33);
    expect(result.confusion.map((row) => row.reduce((a, b) => a + b))).to.deep.equal([17, 16]);
    const right = result.predictions.filter((p, i) => p === dataset.labels[i]).length;
    expect(result.accuracy).to.equal(right / 33);
  });

  it("gives the same loss whatever the batch size", async () => {
    const [model, dataset] = [small(), blobs(33, 4)];
    const a = await evaluate(model, dataset, { batchSize: 7 });
    const b = await evaluate(model, dataset, { batchSize: 33 });
    expect(a.loss).to.be.closeTo(b.loss, 1e-6);
  });
});

describe("historyOf", () => {
  it("says that a model was not trained", () => {
    expect(() => historyOf(small())).to.throw("has not been trained yet");
  });
});
