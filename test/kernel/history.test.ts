import { expect } from "chai";
import fc from "fast-check";
import { History } from "../../kernel/server/history.ts";

const find = (inputs: string[], request: object) => {
  const history = new History();
  for (const [i, input] of inputs.entries()) history.add(i + 1, input);
  return history.find(request as Parameters<History["find"]>[0]);
};
const lines = (inputs: string[], request: object) => find(inputs, request).map(([, line]) => line);

describe("the history of a session", () => {
  const inputs = ["a = 1", "b", "a = 1", "ab"];

  it("is all of it, or its end, in the order of the runs", () => {
    expect(find(inputs, { hist_access_type: "tail" })).to.deep.equal([
      [0, 1, "a = 1"],
      [0, 2, "b"],
      [0, 3, "a = 1"],
      [0, 4, "ab"],
    ]);
    for (const [n, found] of [
      [0, []],
      [1, [4]],
      [3, [2, 3, 4]],
      [9, [1, 2, 3, 4]],
      [null, [1, 2, 3, 4]],
    ]) {
      expect(lines(inputs, { hist_access_type: "tail", n }), String(n)).to.deep.equal(found);
    }
  });

  it("is with places for outputs, which are not kept, where they are asked for", () => {
    expect(find(["a"], { hist_access_type: "tail", output: true })).to.deep.equal([
      [0, 1, ["a", null]],
    ]);
  });

  it("is a range, without its end", () => {
    for (const [request, found] of [
      [{ start: 2, stop: 4 }, [2, 3]],
      [{ start: 2 }, [2, 3, 4]],
      [{ start: 2, stop: null }, [2, 3, 4]],
      [{ stop: 2 }, [1]],
      [{}, [1, 2, 3, 4]],
      [{ start: 0, stop: 0 }, []],
    ] as const) {
      expect(lines(inputs, { hist_access_type: "range", ...request })).to.deep.equal(found);
    }
  });

  it("is what fits a pattern, each input once where that is asked for, the latest of it", () => {
    const search = (request: object) => lines(inputs, { hist_access_type: "search", ...request });
    expect(search({ pattern: "a*" })).to.deep.equal([1, 3, 4]);
    expect(search({ pattern: "a*", unique: true })).to.deep.equal([3, 4]);
    expect(search({ pattern: "a*", n: 2 })).to.deep.equal([3, 4]);
    expect(search({})).to.deep.equal([1, 2, 3, 4]);
    expect(search({ pattern: null })).to.deep.equal([1, 2, 3, 4]);
    expect(lines(inputs, { hist_access_type: "tail", pattern: "x" })).to.have.length(4);
  });

  it("is searched for patterns of up to 500 characters", () => {
    const search = (length: number) =>
      find(["x".repeat(500)], { hist_access_type: "search", pattern: "x".repeat(length) });
    expect(search(500)).to.have.length(1);
    expect(() => search(501)).to.throw(
      RangeError,
      "history_request: pattern has 501 characters, at most 500 are searched for",
    );
  });

  it("fits patterns as a regular expression does", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "."), maxLength: 8 });
    const property = fc.property(word, word, (text, pattern) => {
      const expression = pattern
        .replaceAll(/[.]/g, "\\$&")
        .replaceAll("*", "[^]*")
        .replaceAll("?", "[^]");
      const found = find([text], { hist_access_type: "search", pattern });
      expect(found.length === 1).to.equal(new RegExp(`^${expression}$`).test(text));
    });
    fc.assert(property, { numRuns: 3000, seed: 1 });
  });
});
