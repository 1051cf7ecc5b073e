import { expect } from "chai";
import { type Combination, checkGridSearch, type OwnSearch, type OwnTrial } from "lib/cifar";

const ONCE = "trains every combination once";
const BEST = "takes the best validation accuracy of each";
const FIRST = "puts the best first";
const TEST = "touches no test image before the end";
const FAILS = "records a training that fails, and goes on";
const TIES = "of equal trials, puts the one trained first before the others";

type Choose = (
  measured: readonly number[],
  test: () => Promise<number>,
) => number | Promise<number>;

interface Changes {
  accuracy?: Choose;
  order?: (trials: OwnTrial[]) => OwnTrial[];
  failed?: (trial: OwnTrial) => OwnTrial[];
  throws?: boolean;
  tried?: (all: Combination[]) => Combination[];
  twice?: boolean;
  testsWinner?: boolean;
}

const value = ({ accuracy = -1 }: OwnTrial) => accuracy;
const sorted = (trials: OwnTrial[]) => trials.sort((a, b) => value(b) - value(a));

/** The right search with some of it changed. */
function search(changes: Changes): OwnSearch {
  const { accuracy = (measured) => Math.max(...measured), order = sorted } = changes;
  const { failed = (trial) => [trial], throws, twice, testsWinner } = changes;
  const { tried = (all: Combination[]) => all } = changes;
  return async ({ space, train }) => {
    const trials: OwnTrial[] = [];
    const tests = new Map<OwnTrial, () => Promise<number>>();
    const all = space.learningRate.flatMap((learningRate) =>
      space.filters.map((filters) => ({ learningRate, filters })),
    );
    for (const combination of tried(all)) {
      try {
        const { measured, test } = await train(combination);
        if (twice) await train(combination);
        const trial = { ...combination, accuracy: await accuracy(measured, test) };
        tests.set(trial, test);
        trials.push(trial);
      } catch (error) {
        if (throws) throw error;
        trials.push(...failed({ ...combination, error: String(error) }));
      }
    }
    const ordered = order(trials);
    if (testsWinner) await tests.get(ordered[0])?.();
    return ordered;
  };
}

const winner = search({ testsWinner: true });

/** A search, and the behaviours that it lacks, each with what it did in place of it. */
const searches: [name: string, search: OwnSearch, wrong: Readonly<Record<string, string>>][] = [
  ["is right", search({}), {}],
  ["tests its winner at the end", winner, {}],
  [
    "takes the last measurement",
    search({ accuracy: (m) => m[m.length - 1] }),
    {
      [BEST]:
        "The validation accuracies of 0.1 with filters 16,32 are 0.54, 0.6, 0.57: the best is 0.6, yours 0.57.",
    },
  ],
  ["takes the first measurement", search({ accuracy: (m) => m[0] }), { [BEST]: "yours 0.54." }],
  [
    "chooses on the test images",
    search({ accuracy: (_, test) => test() }),
    {
      [BEST]: "the best is 0.1, yours 0.9, which is the test accuracy.",
      [TEST]:
        "It tests 0.01 with filters 8 when 1 of 6 are trained: choose on the validation images.",
    },
  ],
  [
    "gives all trials one accuracy",
    search({ accuracy: () => 0.12345 }),
    { [BEST]: "0.01 with filters 8 are 0.24, 0.3, 0.27: the best is 0.3, yours 0.123." },
  ],
  [
    "looks at the test images, too",
    search({
      accuracy: async (m, test) => {
        await test();
        return Math.max(...m);
      },
    }),
    { [TEST]: "when 1 of 6 are trained: choose on the validation images." },
  ],
  [
    "tests two networks at the end",
    async (task) => {
      const tests: (() => Promise<number>)[] = [];
      const trials = await winner({
        ...task,
        train: async (combination) => {
          const trained = await task.train(combination);
          tests.push(trained.test);
          return trained;
        },
      });
      await tests[0]();
      return trials;
    },
    { [TEST]: "It tests 2 networks; only the winner is tested, once." },
  ],
  [
    "tests the network that it trained last, not its winner",
    async (task) => {
      let test = async () => 0;
      const trials = await search({})({
        ...task,
        train: async (combination) => {
          const trained = await task.train(combination);
          test = trained.test;
          return trained;
        },
      });
      await test();
      return trials;
    },
    { [TEST]: "It tests 1 with filters 16,32, but its winner is 0.1 with filters 16,32." },
  ],
  [
    "keeps no accuracies",
    async (task) => {
      const trials = await search({})(task);
      return trials.map(({ accuracy, ...trial }) => trial);
    },
    {
      [BEST]: "0.1 with filters 16,32 are 0.54, 0.6, 0.57: the best is 0.6, yours none.",
      [FIRST]: "The accuracies it returns are none, none, none, none, none, none;",
    },
  ],
  [
    "keeps no error of a training that fails",
    search({ failed: ({ error, ...trial }) => [trial] }),
    {
      [FAILS]:
        "0.1 with filters 8 failed: its trial has an error and no accuracy; yours has accuracy none.",
    },
  ],
  [
    "puts the worst first",
    search({ order: (t) => t.sort((a, b) => value(a) - value(b)) }),
    {
      [FIRST]:
        "The accuracies it returns are 0.1, 0.2, 0.3, 0.4, 0.5, 0.6; the highest comes first.",
    },
  ],
  ["does not sort", search({ order: (t) => t }), { [FIRST]: "are 0.3, 0.5, 0.4, 0.6, 0.1, 0.2;" }],
  [
    "turns equal trials round",
    search({ order: (t) => t.sort((a, b) => value(a) - value(b)).reverse() }),
    {
      [TIES]:
        "0.01 with filters 16,32 and 0.1 with filters 16,32 are equal, and 0.01 with filters 16,32 was trained first; yours has 1 with filters 16,32 first.",
    },
  ],
  [
    "leaves combinations out",
    search({ tried: (all) => [all[0], all[3], all[4]] }),
    { [ONCE]: "Of 6 combinations it did not train 3, for one 0.01 with filters 16,32." },
  ],
  [
    "leaves one of three equal trials out, and turns the others round",
    search({
      tried: (all) => all.slice(0, -1),
      order: (t) => t.sort((a, b) => value(a) - value(b)).reverse(),
    }),
    {
      [ONCE]: "Of 6 combinations it did not train 1, for one 1 with filters 16,32.",
      [TIES]: "yours has 0.1 with filters 16,32 first.",
    },
  ],
  [
    "keeps its trials from the first call on",
    (() => {
      let kept: Promise<readonly OwnTrial[]> | undefined;
      return (task) => (kept ??= search({})(task));
    })(),
    { [FAILS]: "It trains nothing." },
  ],
  [
    "trains each combination twice",
    search({ twice: true }),
    { [ONCE]: "It trained 12 times; there are 6 combinations." },
  ],
  [
    "ends at a training that fails",
    search({ throws: true }),
    { [FAILS]: "the search threw Error: the loss is not finite." },
  ],
  [
    "forgets a training that fails",
    search({ failed: () => [] }),
    { [FAILS]: "0.1 with filters 8 failed, and is missing among the trials: note its error." },
  ],
  [
    "takes a failed training for the best",
    search({ failed: (trial) => [{ ...trial, accuracy: 1 }] }),
    { [FAILS]: "0.1 with filters 8 failed and comes first: compare only trials that" },
  ],
  [
    "puts a failed training first, without an accuracy",
    search({ order: (t) => t.sort((a, b) => (b.accuracy ?? 2) - (a.accuracy ?? 2)) }),
    { [FAILS]: "0.1 with filters 8 failed and comes first: compare only trials that" },
  ],
  [
    "puts its worst two first",
    search({ order: (t) => [...sorted(t).slice(-2).reverse(), ...sorted(t).slice(0, -2)] }),
    { [FIRST]: "The accuracies it returns are 0.1, 0.2, 0.6, 0.5, 0.4, 0.3; the highest" },
  ],
  [
    "gives a failed training an accuracy",
    search({ failed: (trial) => [{ ...trial, accuracy: 0.15 }] }),
    { [FAILS]: "its trial has an error and no accuracy; yours has accuracy 0.15." },
  ],
  [
    "returns nothing",
    async () => [],
    {
      [ONCE]: "Of 6 combinations it did not train 6",
      [BEST]: "It returns no trials.",
      [FIRST]: "It returns no trials.",
      [TEST]: "It trains nothing.",
      [FAILS]: "It trains nothing.",
      [TIES]: "It returns no trials.",
    },
  ],
  [
    "returns its winner alone",
    search({ order: (t) => sorted(t).slice(0, 1) }),
    {
      [FAILS]: "is missing among the trials",
      [TIES]: "It returns fewer than two of three equal trials.",
    },
  ],
  [
    "returns its best two",
    search({ order: (t) => sorted(t).slice(0, 2) }),
    { [FAILS]: "is missing among the trials" },
  ],
  [
    "leaves the space",
    async ({ train }) => {
      await train({ learningRate: 7, filters: [8] });
      return [];
    },
    {
      [ONCE]: "Of 6 combinations it did not train 6",
      [BEST]: "It threw RangeError: 7 with filters 8 is not in the space and returns no trials.",
      [FIRST]: "It threw",
      [FAILS]: "the search threw RangeError",
    },
  ],
];

describe("checkGridSearch", () => {
  for (const [name, each, wrong] of searches) {
    const lacks = Object.keys(wrong);
    it(`tells of a search that ${name}, ${lacks.length ? "what it lacks" : "that it passes"}`, async () => {
      const report = await checkGridSearch(each);
      const failed = report.behaviours.filter(({ passed }) => !passed);
      expect(
        failed.map(({ behaviour }) => behaviour),
        `\n${report}\n`,
      ).deep.equal(lacks);
      for (const { behaviour, hint } of failed) expect(hint).contain(wrong[behaviour]);
      expect(report.points(6)).equal(6 - lacks.length);
    });
  }

  it("plays scripts with one best, a training that fails, and equal ones", async () => {
    const played: string[][] = [];
    await checkGridSearch(async ({ space, train }) => {
      expect(space).deep.equal({ learningRate: [0.01, 0.1, 1], filters: [[8], [16, 32]] });
      const measured: string[] = [];
      for (const learningRate of space.learningRate) {
        for (const filters of space.filters) {
          const answers = await train({ learningRate, filters }).then(
            async (trained) => [...trained.measured, await trained.test()],
            (error) => [String(error)],
          );
          measured.push(
            answers
              .map((answer) => (typeof answer === "number" ? Number(answer.toFixed(3)) : answer))
              .join(" "),
          );
        }
      }
      played.push(measured);
      return [];
    });
    const [plain, failing, tied] = played;
    expect(plain).deep.equal([
      ...["0.24 0.3 0.27 0.7", "0.44 0.5 0.47 0.5", "0.34 0.4 0.37 0.6"],
      ...["0.54 0.6 0.57 0.4", "0.04 0.1 0.07 0.9", "0.14 0.2 0.17 0.8"],
    ]);
    expect(failing).deep.equal(plain.with(2, "Error: the loss is not finite"));
    expect(tied).deep.equal(plain.with(3, plain[1]).with(5, plain[1]));
  });

  it("stops a search without end, and says so", async () => {
    let calls = 0;
    const report = await checkGridSearch(async ({ space, train }) => {
      for (calls = 0; ; ) {
        calls++;
        await train({ learningRate: space.learningRate[0], filters: space.filters[0] });
      }
    });
    expect(String(report)).contain(
      "It trained 61 times and did not end, so the check stopped it; there are 6 combinations.",
    );
    expect(calls, "the last is never answered").equal(61);
  });

  it("stops a search that waits for no answer", async () => {
    const report = await checkGridSearch(({ space, train }) => {
      const combination = { learningRate: space.learningRate[0], filters: space.filters[0] };
      for (;;) void train(combination);
    });
    expect(String(report)).contain("It trained 1061 times and did not end");
  });
});
