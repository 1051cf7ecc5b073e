import { expect } from "chai";
import { assignmentName } from "../../grading/assignmentName.ts";

const names = ["3.0-nearest-neighbors", "3.1-neural-network-operations"];

describe("the notebook that a file is a copy of", () => {
  for (const [file, name] of [
    ["3.1 (2).ipynb", names[1]],
    ["3.0-nearest-neighbors.ipynb", names[0]],
    ["ada3.1.ipynb", names[1]],
    ["week 13.1 (2).ipynb", names[1]],
    ["a\nb 3.1.ipynb", names[1]],
    ["3.9 and 3.1.ipynb", undefined],
    ["3.12-other.ipynb", undefined],
    ["3.1", names[1]],
    ["3.ipynb", undefined],
    ["3x1.ipynb", undefined],
    ["", undefined],
  ]) {
    it(`is ${name ?? "none"} for "${file}"`, () => {
      expect(assignmentName(names, file ?? "")).to.equal(name);
    });
  }
});
