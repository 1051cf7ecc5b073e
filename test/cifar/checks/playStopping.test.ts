import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import {
  playStopping,
  type Script,
  type StoppingTask,
} from "../../../lib/cifar/checks/playStopping.ts";

const script: Script = {
  accuracies: [0.3, 0.6, 0.4],
  iterations: 2,
  validateEvery: 1,
  patience: 1,
};
const play = (loop: (task: StoppingTask) => unknown) => playStopping(loop, script);

describe("a scripted run of early stopping", () => {
  it("answers 0 before the first step, then its accuracies, of which the last one stays", async () => {
    const answers: number[] = [];
    const played = await play(async ({ step, measure, data }) => {
      answers.push(await measure(data.validation));
      answers.push(await step(0)); // a loss
      for (let i = 0; i < 4; i++) answers.push(await measure(data.validation));
      answers.push(await measure(data.test)); // images have counts of their own
    });
    expect(answers).deep.equal([0, 2.3, 0.3, 0.6, 0.4, 0.4, 0.3]);
    expect(played.ending).equal("returned");
    expect(played.measured.map(({ after }) => after)).deep.equal([0, 1, 1, 1, 1, 1]);
    expect(played.measured.map(({ images }) => images)).deep.equal([
      ...Array(5).fill("validation"),
      "test",
    ]);
  });

  it("has a network of no step, three sets of no images, and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const sets: unknown[] = [];
    const { weightsOf, aliased } = await play(({ data }) => {
      sets.push(data.train, data.validation, data.test);
    });
    expect([weightsOf, aliased]).deep.equal([0, false]);
    const empty = { images: new Uint8Array(), labels: new Uint8Array(), classes: [] };
    const source = { synthetic: true, description: "a script" };
    expect(sets).deep.equal(Array(3).fill({ ...empty, shape: [0, 0, 0], source }));
    expect(new Set(sets)).to.have.length(3);
    expect(tf.memory().numTensors).equal(before);
  });

  it("names images that are none of the data, and counts no measurement after restoring", async () => {
    const { measured } = await play(async ({ measure, data, getWeights, setWeights }) => {
      await measure({ ...data.train });
      setWeights(getWeights().map((weight) => weight.clone()));
      await measure(data.train);
    });
    expect(measured).deep.equal([{ after: 0, images: "other" }]);
  });

  it("knows the step whose weights come back, and the network's own", async () => {
    for (const own of [false, true]) {
      const { weightsOf, aliased, steps } = await play(async ({ step, getWeights, setWeights }) => {
        await step(0);
        const kept = own ? getWeights() : getWeights().map((weight) => weight.clone());
        await step(7);
        setWeights(kept);
      });
      expect([weightsOf, aliased, steps]).deep.equal([own ? 2 : 1, own, [0, 7]]);
    }
  });

  it("notices what is not waited for, even at the end", async () => {
    for (const [loop, overlapped] of [
      [async ({ step }: StoppingTask) => void (await step(0)), false],
      [async ({ step }: StoppingTask) => void (await Promise.all([step(0), step(1)])), true],
      [async ({ step }: StoppingTask) => void step(0), true],
    ] as const) {
      expect((await play(loop)).overlapped).equal(overlapped);
    }
  });

  it("never answers the call past four times the steps and a hundred", async () => {
    for (const wait of [true, false]) {
      const { ending, steps } = await play(async ({ step }) => {
        for (let i = 0; ; i++) {
          const answer = step(i);
          if (wait) await answer;
        }
      });
      expect(ending).equal("stopped");
      expect(steps.length).equal(wait ? 109 : 1109);
    }
  });

  it("refuses to measure without end where nobody waits for it", async () => {
    const { ending, measured } = await play(({ measure, data }) => {
      for (;;) void measure(data.test);
    });
    expect(ending).equal("stopped");
    expect(measured.length).equal(1109);
  });

  it("tells what a loop threw", async () => {
    const { ending } = await play(() => {
      throw new RangeError("too far");
    });
    expect(ending).equal("threw RangeError: too far");
  });
});
