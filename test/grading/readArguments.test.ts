import { expect } from "chai";
import { readArguments } from "../../grading/readArguments.ts";
import { Problem } from "../../scripts/setup/problem.mjs";

const USAGE = `Use npm run grade -- FOLDER [--out DIR] [--seed N] [--jobs N] [--gradescope] [--mark]
FOLDER has a zip or a folder of each student.`;

const usual = {
  ...{ folder: "in", out: "in-grades", seed: undefined, jobs: 5, gradescope: false, mark: false },
};

describe("the arguments of `npm run grade`", () => {
  for (const [args, choice] of [
    [["in"], {}],
    [["in/"], { folder: "in/" }],
    [["a/in\\/"], { folder: "a/in\\/", out: "a/in-grades" }],
    [["in", "--out", "there/"], { out: "there/" }],
    [["in", "--out", ""], { out: "" }],
    [["--seed", "0", "in"], { seed: 0 }],
    [["in", "--seed", "17"], { seed: 17 }],
    [["in", "--seed", `${2 ** 53 - 1}`], { seed: 2 ** 53 - 1 }],
    [["in", "--jobs", "1"], { jobs: 1 }],
    [["in", "--jobs=12"], { jobs: 12 }],
    [["in", "--gradescope"], { gradescope: true }],
    [["in", "--mark"], { mark: true }],
  ] as const) {
    it(`are understood: ${args.join(" ")}`, () => {
      expect(readArguments([...args], 5)).to.deep.equal({ ...usual, ...choice });
    });
  }

  for (const [args, sentence] of [
    [[], "One folder is needed, not 0."],
    [[""], "One folder is needed, not 1."],
    [["in", "more"], "One folder is needed, not 2."],
    [["in", "--jobs", "0"], "--jobs is 0, must be a whole number above 0."],
    [["in", "--jobs", "1.5"], "--jobs is 1.5, must be a whole number above 0."],
    [["in", "--jobs", "two"], "--jobs is two, must be a whole number above 0."],
    [["in", "--seed=-1"], "--seed is -1, must be a whole number from 0."],
    [["in", "--seed", "0.5"], "--seed is 0.5, must be a whole number from 0."],
    [["in", "--seed", `${2 ** 53}`], `--seed is ${2 ** 53}, must be a whole number from 0.`],
  ] as const) {
    it(`are refused: ${args.join(" ") || "none"}`, () => {
      expect(() => readArguments([...args], 5)).to.throw(Problem, `${sentence}\n${USAGE}`);
    });
  }

  it("are refused where there is no such option", () => {
    expect(() => readArguments(["in", "--sed", "1"], 5))
      .to.throw(Problem, USAGE)
      .with.property("message")
      .that.matches(/^Unknown option '--sed'/);
  });
});
