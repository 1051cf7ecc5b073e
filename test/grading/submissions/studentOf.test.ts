import { expect } from "chai";
import { studentOf } from "../../../grading/submissions/studentOf.ts";

describe("the student that a submission's name tells", () => {
  for (const [name, student, number] of [
    ["Ada Lovelace_1234567_assignsubmission_file_submission.zip", "Ada Lovelace", "1234567"],
    ["Ada Lovelace_1234567_assignsubmission_file_", "Ada Lovelace", "1234567"],
    ["Ada Lovelace_1234567_assignsubmission_file", "Ada Lovelace", "1234567"],
    ["lovelaceada_12345_67890_submission.zip", "lovelaceada", "12345"],
    ["lovelaceada_LATE_12345_67890_submission-1.zip", "lovelaceada", "12345"],
    ["o'brien-smith_12345_67890_3.1-neural-network-operations.ipynb", "o'brien-smith", "12345"],
    ["Assignment 3_ada_attempt_2026-11-28-10-00-00_submission.zip", "ada", undefined],
    ["12345-67890 - Ada Lovelace - Nov 28, 2026 1000 AM - submission.zip", "Ada Lovelace", "12345"],
    ["submission-ada.zip", "ada", undefined],
    ["ada-3.1-neural-network-operations.ipynb", "ada", undefined],
    ["ada.zip", "ada", undefined],
    ["ada", "ada", undefined],
    ["ada_lovelace", "ada_lovelace", undefined],
  ] as const) {
    it(`in ${name}`, () => {
      const found = studentOf(name);
      expect([found.student, found.number]).to.deep.equal([student, number]);
    });
  }
});
