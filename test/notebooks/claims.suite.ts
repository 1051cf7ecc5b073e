import { expect } from "chai";
import { expectClaims } from "./claims.ts";
import { execute, inTemporaryHome } from "./notebook.ts";
import { Outputs } from "./outputs.ts";

/** A number of a text, after these words. */
function numberAfter(words: string, written: string): number {
  const found = new RegExp(`${words}\\s*\\**([+−-]?[\\d,.]*\\d)`).exec(written)?.[1];
  expect(found, `a number after "${words}" in: ${written}`).to.not.equal(undefined);
  return Number(String(found).replace("−", "-").replaceAll(",", ""));
}

const risesOf = (loss: readonly number[]) =>
  loss.slice(1).map((value, i) => Math.max(0, value - loss[i]));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe("the sentences of the notebooks on the real data", function () {
  this.timeout(1_800_000);
  before(function () {
    if (process.env.CNN_DATA_DIR) return;
    console.log("      skipped: set CNN_DATA_DIR to a folder with CIFAR-10 and MNIST to run it");
    this.skip();
  });

  for (const seed of [0, 1, 2]) {
    it(`hold in 3.0 for the validation images of seed ${seed}, or say otherwise`, async () => {
      const parameters = `const dataset: LoadOptions = { seed: ${seed} };`;
      const run = new Outputs(await execute("3.0-nearest-neighbors.ipynb", parameters));
      run.expectWholeTexts();
      const ranked = [...run.lines("choose")]
        .filter(([metric]) => metric !== "guessing")
        .flatMap(([metric, { x, y }]) => x.map((k, i) => ({ metric, k, accuracy: y[i] })))
        .sort((a, b) => b.accuracy - a.accuracy);
      const [best, next] = ranked;
      const chosen = run.markdown("chosen-answer");
      expect(numberAfter("right in", chosen)).closeTo(best.accuracy, 0.051);
      expect(numberAfter(" of 500,", chosen)).equal(
        Math.round(5 * (best.accuracy - next.accuracy)),
      );
      expect(/is the largest k tried/.test(chosen)).equal(chosen.includes("**k = 20**"));
      const test = run.table("test").map((row) => parseFloat(row["test accuracy"]));
      const answer = run.markdown("test-answer");
      expect(test).include(numberAfter("(?:Somewhat|guessing):", answer));
      const share = numberAfter("(?:Somewhat|guessing):", answer) / 100;
      const sure = share > 0.1 + 2 * Math.sqrt((share * (1 - share)) / 500);
      expect(/Somewhat/.test(answer)).equal(sure);
      const why = run.markdown("why-answer");
      const near = numberAfter("nearest neighbours differs by", why);
      expect(near).below(numberAfter("taken at random by", why));
      const low = numberAfter("standard deviation of", why);
      const overall = numberAfter("average training image has", why);
      expect(/Images with little contrast/.test(why)).equal(low < overall);
      const [, given, right] = /answers "\w+" (\d+) times, where (\d+) of/.exec(why) ?? [];
      expect(Number(given)).above(Number(right));
    });
  }

  for (const seed of [4, 5, 6]) {
    it(`hold in 3.1 for the weights of seed ${seed}, or say otherwise`, async () => {
      const parameters = `const seed = ${seed};`;
      const run = new Outputs(await execute("3.1-neural-network-operations.ipynb", parameters));
      run.expectWholeTexts();
      const [{ y: loss }] = [...run.lines("plot").values()];
      const summary = run.markdown("run-summary");
      expect(numberAfter("begins at", summary)).closeTo(loss[0], 0.006);
      expect(numberAfter("rises in", summary)).equal(risesOf(loss).filter((r) => r > 0.01).length);
      const lines = run.lines("compare");
      const [own, , short, averaged] = [...lines.values()].map(({ y }) => y);
      expect(sum(risesOf(averaged)), "the averaged run still jumps").above(0.1);
      const [{ x: steps, y: walk }] = [...run.lines("walk").values()];
      const overshoots = steps[walk.indexOf(Math.min(...walk))] < 0.2;
      const orders = run.table("orders").map((row) => Object.values(row).map(Number));
      const rougher = orders.filter(([, , same, mixed]) => mixed > same).length;
      const answer = run.markdown("answer-text");
      expect(/jagged for two reasons/.test(answer)).equal(overshoots && rougher === orders.length);
      expect(numberAfter("rougher with", answer)).equal(rougher);
      const reached = (run: readonly number[]) => run.findLastIndex((value) => value >= 0.1) + 1;
      expect(numberAfter("below 0.1 from iteration", answer)).equal(reached(short));
      expect(numberAfter("it is so from iteration", answer)).equal(reached(own));
      const others = numberAfter("other nine together by", answer);
      const ownChange = numberAfter("loss of its own image by", answer);
      expect(/different directions/.test(answer)).equal(ownChange < 0 && others > 0);
      const moved = run.markdown("movement-answer");
      expect(numberAfter("carry", moved)).within(3 / 16, 100);
    });
  }

  for (const seed of [3, 4, 5]) {
    it(`hold in 3.2 for the networks of seed ${seed}, or say otherwise`, () =>
      inTemporaryHome(async (home) => {
        const parameters = `const seed = ${seed}; const checkpoints = ${JSON.stringify(home)};`;
        expectClaims(await execute("3.2-image-classifier.ipynb", parameters));
      }));
  }
});
