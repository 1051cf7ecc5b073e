import { expect } from "chai";
import { type Cell, type Notebook, text } from "./notebook.ts";

/**
 * Holds the sentences that notebook 3.2 computes against the tables beside them, whatever the seed: signs of differences, what
 * is called chance, what is called overfitting.
 */
export function expectClaims(notebook: Notebook): void {
  const shown = (id: string): string => {
    const cell = notebook.cells.find((each) => each.id === id);
    if (!cell) throw new Error(`claims: notebook 3.2 has no cell "${id}"`);
    return outputOf(cell);
  };
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") {
      expect(outputOf(cell), cell.id).to.not.match(/\bNaN\b|undefined|Infinity|\[object|−0\.0\b/);
    }
  }

  const loss = Number(/It is ([\d.]+)/.exec(shown("start-answer"))?.[1]);
  expect(/confidently wrong/.test(shown("start-answer"))).to.equal(loss > Math.log(10) + 0.05);
  expect(shown("fifty-answer")).to.match(/^\*\*Answer\.\*\* Yes: .*\s100\.0 %/);

  const [given, stopped, unstopped] = percents(shown("long-test")).map(([seen, test]) => ({
    seen,
    test,
  }));
  const gap = shown("long-gap");
  const gain = stopped.test - unstopped.test;
  const said = /(gained|lost) ([\d.]+) percentage/.exec(gap);
  if (said) expect(said[1], gap).to.equal(gain > 0 ? "gained" : "lost");
  else expect(gap).to.match(/neither gained nor lost/);
  const gaps = [...gap.matchAll(/(−?[\d.]+) percentage points (with|without)/g)].map(([, n]) =>
    number(n),
  );
  expect(gaps.at(-2), gap).to.be.closeTo(stopped.seen - stopped.test, 0.11);
  expect(gaps.at(-1), gap).to.be.closeTo(unstopped.seen - unstopped.test, 0.11);
  expect(given.test).to.be.closeTo(percents(shown("test"))[0][0], 0.01);

  const [assignment, tuned] = percents(shown("winner")).map(([test]) => test);
  const [, by, judged] =
    /winner is ([\d.]+) percentage points (better|worse)/.exec(shown("winner-answer")) ?? [];
  expect(Number(by)).to.be.closeTo(Math.abs(tuned - assignment), 0.11);
  if (tuned !== assignment) expect(judged).to.equal(tuned > assignment ? "better" : "worse");

  const seeds = shown("seeds-answer");
  const chance = /in ([\d.]+) of 100 times/.exec(seeds)?.[1] ?? "0";
  if (chance !== "5.0") expect(/it is hardly luck/.test(seeds), seeds).to.equal(Number(chance) < 5);

  const rows = shown("features")
    .split("\n")
    .slice(1)
    .map((line) => Number(/([\d.]+) %/.exec(line)?.[1]));
  const nearer = /are near to each other now/.test(shown("features-answer"));
  expect(nearer ? rows[2] > rows[0] : rows[2] < rows[0] + 10, shown("features")).to.equal(true);

  const levels = shown("attack")
    .split("\n")
    .slice(1)
    .map((line) => Number(/([\d.]+) %/.exec(line)?.[1]));
  levels.slice(1).forEach((accuracy, i) => {
    expect(accuracy, "a longer step against the network").to.be.at.most(levels[i]);
  });
}

function outputOf({ outputs = [] }: Cell): string {
  return (
    outputs
      .map(({ data }) => text(data?.["text/markdown"] ?? data?.["text/plain"]))
      .filter(Boolean)
      .at(-1) ?? ""
  );
}

/** The percentages in each row of a table, in the order of its columns. */
function percents(table: string): number[][] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => [...line.matchAll(/([\d.]+) %/g)].map(([, share]) => Number(share)));
}

function number(shown: string): number {
  return Number(shown.replace("−", "-"));
}
