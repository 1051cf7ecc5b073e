import { expect } from "chai";
import { checkEarlyStopping, type StoppingLoop } from "lib/cifar";
import { badge, sentenceHtml } from "lib/display";
import { loop } from "./stoppingLoop.ts";

const MEASURES = "measures every `validateEvery` steps, on the validation images";
const PATIENCE = "stops after `patience` measurements without a new maximum";
const COUNTS = "counts from the absolute maximum";
const STEPS = "takes `iterations` steps and no more";
const RESTORES = "puts copies of the best weights back";
const WAITS = "waits for every answer, and ends without an error";
const ALL = [MEASURES, PATIENCE, COUNTS, STEPS, RESTORES, WAITS];

/** A loop, and the behaviours that it lacks. */
const loops: [name: string, loop: StoppingLoop, wrong: string[]][] = [
  ["is right", loop({}), []],
  [
    "tests the network with its best weights",
    async (task) => {
      await loop({})(task);
      await task.measure(task.data.test);
    },
    [],
  ],
  ["measures at every step", loop({ every: 1 }), [MEASURES]],
  ["measures on the test images", loop({ images: "test" }), [MEASURES]],
  ["measures on the training images", loop({ images: "train" }), [MEASURES]],
  [
    "measures on the training images, too",
    (task) => {
      const measure: typeof task.measure = async (images) => {
        await task.measure(task.data.train);
        return task.measure(images);
      };
      return loop({})({ ...task, measure });
    },
    [MEASURES],
  ],
  [
    "measures on images of its own",
    (task) => {
      const own = { ...task.data.validation };
      return loop({})({ ...task, measure: () => task.measure(own) });
    },
    [MEASURES],
  ],
  ["measures before the first step, too", loop({ before: true }), [MEASURES]],
  ["counts from the measurement before", loop({ gain: (a, _, before) => a > before }), [COUNTS]],
  [
    "keeps the weights of each rise",
    loop({ gain: (a, _, before) => a > before, best: "gain" }),
    [COUNTS],
  ],
  ["takes an equal accuracy for a gain", loop({ gain: (a, best) => a >= best }), [COUNTS]],
  ["never sets its count back", loop({ reset: false }), [COUNTS]],
  ["stops one measurement late", loop({ late: 1 }), [PATIENCE]],
  ["stops one measurement early", loop({ late: -1 }), [PATIENCE]],
  ["does not stop early", loop({ stops: false }), [PATIENCE]],
  ["goes on after the last iteration", loop({ ends: false }), [STEPS]],
  ["takes one step too many", loop({ more: 1 }), [STEPS]],
  ["numbers its steps from 1", loop({ first: 1 }), [STEPS]],
  [
    "numbers its steps anew after each measurement",
    (task) => loop({})({ ...task, step: (i) => task.step(i % task.validateEvery) }),
    [STEPS],
  ],
  [
    "stops after its second measurement",
    (task) => loop({})({ ...task, iterations: 10, patience: 9 }),
    [MEASURES, PATIENCE, STEPS],
  ],
  ["leaves the last weights", loop({ restores: () => false }), [RESTORES]],
  ["restores only when it stopped early", loop({ restores: (stopped) => stopped }), [RESTORES]],
  ["restores only when it ended", loop({ restores: (stopped) => !stopped }), [RESTORES]],
  ["keeps the network's own tensors", loop({ copy: (weights) => weights }), [RESTORES]],
  ["does nothing", () => {}, ALL],
  [
    "only trains",
    async ({ iterations, step }) => {
      for (let i = 0; i < iterations; i++) await step(i);
    },
    [MEASURES, PATIENCE, COUNTS, RESTORES],
  ],
  [
    "does not wait for its steps",
    async (task) => {
      const { step } = task;
      await loop({})({
        ...task,
        step: (i) => {
          void step(i);
          return Promise.resolve(0);
        },
      });
    },
    [WAITS],
  ],
  [
    "waits for its steps unless patience is 5",
    async (task) => {
      const step: typeof task.step = (i) => {
        const answer = task.step(i);
        return task.patience === 5 ? Promise.resolve(0) : answer;
      };
      await loop({})({ ...task, step });
    },
    [WAITS],
  ],
];

describe("checkEarlyStopping", () => {
  for (const [name, each, wrong] of loops) {
    it(`tells of a loop that ${name}, ${wrong.length ? "what it lacks" : "that it passes"}`, async () => {
      const report = await checkEarlyStopping(each);
      const failed = report.behaviours.filter(({ passed }) => !passed);
      expect(
        failed.map(({ behaviour }) => behaviour),
        `\n${report}\n`,
      ).deep.equal(wrong);
      for (const { hint } of failed) expect(hint).match(/^It |^Of |^With |^The |^Steps /);
      expect(report.passed).equal(wrong.length === 0);
      expect(report.points(12)).equal(2 * (6 - wrong.length));
    });
  }

  it("plays scripts that rise, fall, end, and come near to the maximum", async () => {
    const played: string[] = [];
    await checkEarlyStopping(async ({ iterations, validateEvery, patience, data, ...network }) => {
      const seen: number[] = [];
      for (let i = 0; i < iterations; i++) {
        await network.step(i);
        if ((i + 1) % validateEvery === 0) seen.push(await network.measure(data.validation));
      }
      const last = seen.findLastIndex((accuracy) => accuracy !== seen.at(-1)) + 2;
      played.push(`${[iterations, validateEvery, patience]}: ${seen.slice(0, last).join(" ")}`);
    });
    expect(played).deep.equal([
      "20,5,2: 0 0.005 0.01 0.015",
      "18,5,2: 0 0.005 0.01",
      "100,5,2: 0.3 0.6 0.5 0.4 0.3 0.2 0.1",
      "15,5,5: 0.3 0.6 0.5",
      "100,5,3: 0.5 0.3 0.35 0.4 0.45 0.48 0.49 0.1",
      "100,5,2: 0.5",
      "100,5,2: 0.3 0.2 0.4 0.3 0.5 0.2 0.1",
    ]);
  });

  const endless: [name: string, loop: StoppingLoop][] = [
    [
      "steps without end",
      async ({ step }) => {
        for (let i = 0; ; i++) await step(i);
      },
    ],
    [
      "measures without end",
      async ({ measure, data }) => {
        for (;;) await measure(data.validation);
      },
    ],
    [
      "waits for none of its steps",
      ({ step }) => {
        for (let i = 0; ; i++) void step(i);
      },
    ],
    ["waits for something else", () => new Promise(() => {})],
    [
      "swallows every error",
      async ({ step }) => {
        for (let i = 0; ; i++) {
          try {
            await step(i);
          } catch {}
        }
      },
    ],
  ];
  for (const [name, each] of endless) {
    it(`stops a loop that ${name}`, async () => {
      const report = await checkEarlyStopping(each);
      expect(report.passed).equal(false);
    });
  }

  it("says that it stopped a loop without end, and what a loop threw", async () => {
    expect(String(await checkEarlyStopping(loop({ ends: false })))).contain(
      "✗ takes `iterations` steps and no more: With iterations 20 it did not end, so the check stopped it.",
    );
    const broken = await checkEarlyStopping(() => {
      throw new TypeError("x is undefined");
    });
    expect(String(broken)).contain("It threw TypeError: x is undefined.");
    expect(() => broken.assert()).throw("It threw TypeError: x is undefined.");
  });

  it("shows its verdicts as the other checks do, by sign, word and colour", async () => {
    const report = await checkEarlyStopping(loop({ every: 1 }));
    const html = report.toHtml();
    expect(Reflect.get(report, Symbol.for("Jupyter.display"))()).deep.equal({
      ...{ "text/html": html, "text/plain": report.toString() },
    });
    expect(html).contain(`${badge(false, "wrong")} ${sentenceHtml(MEASURES)}: `);
    expect(html).contain(`${badge(true, "right")} ${sentenceHtml(PATIENCE)}</li>`);
  });
});
