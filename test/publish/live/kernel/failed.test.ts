import { expect } from "chai";
import { toFailed } from "../../../../publish/live/kernel/failed.ts";

describe("an error as an output of a page", () => {
  const failed = (...traceback: string[]) => toFailed({ ename: "E", evalue: "v", traceback });
  const error = { output_type: "error", ename: "E", evalue: "v" };

  it("has the place in a cell that it tells of first", () => {
    const traceback = ["E: v", "    at f (x.js:1:2)", "    at cell 12:34:56", "    at cell 7:8:9"];
    expect(failed(...traceback)).to.deep.equal({
      ...{ ...error, traceback, cell: 12, line: 34, column: 56 },
    });
  });

  it("has none where it tells of none", () => {
    const traceback = ["E: v", "    at excell 1:2:3"];
    expect(failed(...traceback)).to.deep.equal({ ...error, traceback });
  });
});
