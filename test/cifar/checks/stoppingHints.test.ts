import { expect } from "chai";
import { checkEarlyStopping, type StoppingLoop } from "lib/cifar";
import { loop } from "./stoppingLoop.ts";

/** Measures after so many steps. */
const measuresAfter =
  (...after: number[]): StoppingLoop =>
  async ({ iterations, step, measure, data }) => {
    for (let i = 0; i < iterations; i++) {
      await step(i);
      if (after.includes(i + 1)) await measure(data.validation);
    }
  };

const compare =
  "Compare with the highest so far: an equal one is no gain, and a new one sets the count back to 0.";
const fromBefore = (a: number, _: number, before: number) => a > before;

/** A loop, and what is said of some of its behaviours. */
const said: [name: string, loop: StoppingLoop, ...hints: string[]][] = [
  [
    "measures eight times",
    measuresAfter(2, 4, 6, 8, 10, 12, 14, 16),
    "With validateEvery 5 it has to measure after 5, 10, 15 and 20 steps; it measured after 2, 4, 6, 8, 10, 12, 14, 16.",
  ],
  [
    "measures nine times",
    measuresAfter(2, 4, 6, 8, 10, 12, 14, 16, 18),
    "With validateEvery 5 it has to measure after 5, 10, 15 and 20 steps; it measured after 2, 4, 6, 8, 10, 12, 14, 16, ….",
  ],
  [
    "measures on the test images",
    loop({ images: "test" }),
    "It measures on data.test; what decides when to stop is measured on data.validation.",
  ],
  [
    "stops late",
    loop({ late: 1 }),
    "With patience 2 and the accuracies 0.3, 0.6, 0.5, 0.4 it has to stop after measurement 4; it stopped after measurement 5.",
  ],
  [
    "does not stop early",
    loop({ stops: false }),
    "With patience 2 and the accuracies 0.3, 0.6, 0.5, 0.4 it has to stop after measurement 4; it did not stop.",
  ],
  [
    "never stops",
    loop({ stops: false, ends: false }),
    "With patience 2 and the accuracies 0.3, 0.6, 0.5, 0.4 it has to stop after measurement 4; it did not stop, and the check stopped it.",
    "With iterations 20 it did not end, so the check stopped it.",
  ],
  [
    "never sets its count back",
    loop({ reset: false }),
    "Of the accuracies 0.3, 0.2, 0.4, 0.3, 0.5, 0.2, 0.1 the last 2 are no new maximum, so patience 2 ends there; " +
      `your loop stopped after measurement 4. ${compare}`,
  ],
  [
    "counts from the measurement before",
    loop({ gain: fromBefore }),
    "Of the accuracies 0.5, 0.3, 0.35, 0.4 the last 3 are no new maximum, so patience 3 ends there; " +
      `your loop stopped after measurement 10. ${compare}`,
  ],
  [
    "does not stop early, and keeps the weights of each rise",
    loop({ stops: false, gain: fromBefore, best: "gain" }),
    "With patience 2 and the accuracies 0.3, 0.6, 0.5, 0.4 it has to stop after measurement 4; it did not stop.",
    "Of the accuracies 0.5, 0.3, 0.35, 0.4 the last 3 are no new maximum, so patience 3 ends there; " +
      `your loop did not. ${compare}`,
  ],
  ["takes a step too many", loop({ more: 1 }), "With iterations 20 it took 21 steps."],
  [
    "takes whole rounds of steps",
    (task) => loop({})({ ...task, iterations: 5 * Math.ceil(task.iterations / 5) }),
    "With iterations 18 it took 20 steps.",
  ],
  [
    "takes a step too few",
    loop({ more: -1 }),
    "With validateEvery 5 it has to measure after 5, 10, 15 and 20 steps; it measured after 5, 10, 15.",
    "With accuracies that only rise and iterations 20 it took 19 steps.",
  ],
  [
    "numbers its steps from 1",
    loop({ first: 1 }),
    "Steps are numbered 0, 1, 2, …; it took 1, 2, 3, 4, ….",
  ],
  [
    "keeps the network's own tensors",
    loop({ copy: (weights) => weights }),
    "It keeps the network's own tensors, which the next steps change: keep a clone() of each.",
  ],
  [
    "leaves the last weights",
    loop({ restores: () => false }),
    "The best accuracy was measured after 10 steps; after it stopped the network has the weights of the last step.",
  ],
  [
    "restores only when it stopped early",
    loop({ restores: (stopped) => stopped }),
    "The best accuracy was measured after 10 steps; after the last step the network has the weights of the last step.",
  ],
  [
    "keeps the weights of its first measurement",
    (task) => {
      let first: ReturnType<typeof task.getWeights> | undefined;
      const getWeights = () => (first ??= task.getWeights().map((weight) => weight.clone()));
      return loop({})({ ...task, getWeights });
    },
    "The best accuracy was measured after 10 steps; after it stopped the network has the weights of step 5.",
  ],
  [
    "does nothing",
    () => {},
    "It measures nothing.",
    "With patience 2 and the accuracies 0.3, 0.6, 0.5, 0.4 it has to stop after measurement 4; it measured nothing.",
    "It measures nothing that it could count.",
    "It takes no step.",
    "It measures nothing, so it knows no best weights.",
    "It does nothing.",
  ],
];

describe("checkEarlyStopping's hints", () => {
  for (const [name, each, ...hints] of said) {
    it(`say what a loop did that ${name}`, async () => {
      const { behaviours } = await checkEarlyStopping(each);
      expect(behaviours.map(({ hint }) => hint)).to.include.members(hints);
    });
  }
});
