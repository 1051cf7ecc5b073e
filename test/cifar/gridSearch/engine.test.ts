import { expect } from "chai";
import { checkWorkers, failureOf } from "../../../lib/cifar/gridSearch/engine.ts";

describe("what runs the trials of a search", () => {
  it("says what a trial died of, and what to do where memory is full", () => {
    expect(failureOf({ died: "its thread ended", seconds: 3 })).to.deep.equal({
      ...{ status: "failed", reason: "its thread ended", seconds: 3 },
    });
    expect(failureOf({ died: "out of memory", seconds: 0 })).to.have.property(
      "reason",
      "out of memory; its memory is full: take smaller batches or a smaller network",
    );
  });

  it("is a number of threads or an engine", () => {
    for (const workers of [undefined, 1, 8, { run: async () => {} }]) checkWorkers(workers);
    for (const workers of [0, -1, 1.5, Number.NaN]) {
      expect(() => checkWorkers(workers)).to.throw(
        RangeError,
        `gridSearch: workers is ${workers}, it takes a whole number from 1`,
      );
    }
    for (const wrong of ['"4"', "null", "{}", "true"]) {
      expect(() => checkWorkers(JSON.parse(wrong))).to.throw(
        TypeError,
        `gridSearch: workers is ${wrong}, it takes a number of threads or an engine`,
      );
    }
  });
});
