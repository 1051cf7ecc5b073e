import { expect } from "chai";
import { readChoice } from "../../bench/core/choice.ts";

describe("the choice of benches", () => {
  it("is all but the long ones where none is named", () => {
    const { names, ...others } = readChoice([]);
    expect(names).to.include.members(["ops", "training"]).and.not.include.members(["accuracy"]);
    expect(others).to.deep.equal({ options: {}, write: false, needsPython: true });
  });

  for (const [args, choice] of [
    [["knn", "gpu"], { names: ["knn", "gpu"], options: {}, write: false, needsPython: true }],
    [
      ["gridSearch", "--rounds", "3", "--iterations=1", "--write"],
      {
        names: ["gridSearch"],
        options: { iterations: 1, rounds: 3 },
        write: true,
        needsPython: false,
      },
    ],
    [
      ["course", "changes", "--checkpoint", "kept"],
      {
        names: ["course", "changes"],
        options: { checkpoint: "kept" },
        write: false,
        needsPython: false,
      },
    ],
  ] as const) {
    it(`is read from ${args.join(" ")}`, () => {
      expect(readChoice(args)).to.deep.equal(choice);
    });
  }

  for (const [args, sentence] of [
    [["speed"], "there is no speed; choose from ops, knn, voronoi"],
    [["knn", "speed"], "there is no speed; choose from ops, knn, voronoi"],
    [["knn", "--rounds", "3"], "knn has no --rounds; it takes no options"],
    [["class", "knn", "--iterations", "3"], "knn has no --iterations; it takes no options"],
    [
      ["search", "--checkpoint", "d"],
      "search has no --checkpoint; it takes --iterations, --rounds",
    ],
    [["search", "--rounds", "0"], "--rounds is 0, it takes a whole number from 1"],
    [["course", "--iterations", "1.5"], "--iterations is 1.5, it takes a whole number from 1"],
    [["--speed"], "Unknown option '--speed'"],
  ] as const) {
    it(`refuses in a sentence ${args.join(" ")}`, () => {
      expect(() => readChoice(args)).to.throw(sentence);
    });
  }
});
