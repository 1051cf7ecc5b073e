import { expect } from "chai";
import { checkGridSearch, type OwnSearch, type OwnTrial } from "lib/cifar";

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
  diagonal?: boolean;
  twice?: boolean;
  testsWinner?: boolean;
}

const value = ({ accuracy = -1 }: OwnTrial) => accuracy;
const sorted = (trials: OwnTrial[]) => trials.sort((a, b) => value(b) - value(a));

/** The right search with some of it changed. */
function search(changes: Changes): OwnSearch {
  const { accuracy = (measured) => Math.max(...measured), order = sorted } = changes;
  const { failed = (trial) => [trial], throws, diagonal, twice, testsWinner } = changes;
  return async ({ space, train }) => {
    const trials: OwnTrial[] = [];
    const tests = new Map<OwnTrial, () => Promise<number>>();
    for (const [i, learningRate] of space.learningRate.entries()) {
      for (const filters of diagonal ? [space.filters[i % 2]] : space.filters) {
        try {
          const { measured, test } = await train({ learningRate, filters });
          if (twice) await train({ learningRate, filters });
          const trial = { learningRate, filters, accuracy: await accuracy(measured, test) };
          tests.set(trial, test);
          trials.push(trial);
        } catch (error) {
          if (throws) throw error;
          trials.push(...failed({ learningRate, filters, error: String(error) }));
        }
      }
    }
    const ordered = order(trials);
    if (testsWinner) await tests.get(ordered[0])?.();
    return ordered;
  };
}

/** A search, and the behaviours that it lacks. */
const searches: [name: string, search: OwnSearch, wrong: string[]][] = [
  ["is right", search({}), []],
  ["tests its winner at the end", search({ testsWinner: true }), []],
  ["takes the last measurement", search({ accuracy: (m) => m[m.length - 1] }), [BEST]],
  ["takes the first measurement", search({ accuracy: (m) => m[0] }), [BEST]],
  ["chooses on the test images", search({ accuracy: (_, test) => test() }), [BEST, TEST]],
  [
    "looks at the test images, too",
    search({
      accuracy: async (m, test) => {
        await test();
        return Math.max(...m);
      },
    }),
    [TEST],
  ],
  [
    "puts the worst first",
    search({ order: (t) => t.sort((a, b) => value(a) - value(b)) }),
    [FIRST],
  ],
  ["does not sort", search({ order: (t) => t }), [FIRST]],
  [
    "turns equal trials round",
    search({ order: (t) => t.sort((a, b) => value(a) - value(b)).reverse() }),
    [TIES],
  ],
  ["leaves combinations out", search({ diagonal: true }), [ONCE]],
  ["trains each combination twice", search({ twice: true }), [ONCE]],
  ["ends at a training that fails", search({ throws: true }), [FAILS]],
  ["forgets a training that fails", search({ failed: () => [] }), [FAILS]],
  [
    "takes a failed training for the best",
    search({ failed: (trial) => [{ ...trial, accuracy: 1 }] }),
    [FAILS],
  ],
  ["returns nothing", async () => [], [ONCE, BEST, FIRST, TEST, FAILS, TIES]],
];

describe("checkGridSearch", () => {
  for (const [name, each, wrong] of searches) {
    it(`tells of a search that ${name}, ${wrong.length ? "what it lacks" : "that it passes"}`, async () => {
      const report = await checkGridSearch(each);
      const failed = report.behaviours.filter(({ passed }) => !passed);
      expect(
        failed.map(({ behaviour }) => behaviour),
        `\n${report}\n`,
      ).deep.equal(wrong);
      expect(report.points(6)).equal(6 - wrong.length);
    });
  }

  it("stops a search without end, and says so", async () => {
    const report = await checkGridSearch(async ({ space, train }) => {
      for (;;) await train({ learningRate: space.learningRate[0], filters: space.filters[0] });
    });
    expect(String(report)).contain("did not end, so the check stopped it");
  });
});
