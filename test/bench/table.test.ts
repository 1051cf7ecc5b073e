import { expect } from "chai";
import { digits, interleave, markdown } from "../../bench/core/table.ts";

/** A side whose measurements are given, the first of them the one that does not count. */
function side(name: string, times: number[], log: string[]) {
  return {
    name,
    measure: async () => {
      log.push(name);
      return times.shift() ?? NaN;
    },
  };
}

describe("interleave", () => {
  it("measures sides in turn and compares them round by round", async () => {
    const log: string[] = [];
    const sides = [side("ours", [99, 1, 2, 4], log), side("theirs", [99, 3, 4, 40], log)];
    const { rows } = await interleave("a case", "ms", sides, { rounds: 3 });
    expect(log.join(" ")).equal("ours theirs ours theirs ours theirs ours theirs");
    expect(rows.map(({ median }) => median)).deep.equal([2, 4]);
    expect(rows.map(({ ratio }) => ratio)).deep.equal([1, 3]); // of 3, 2 and 10
  });

  it("measures seven rounds, after one that does not count, unless it is asked for others", async () => {
    const log: string[] = [];
    const { rows, notes } = await interleave("a case", "ms", [side("ours", [], log)]);
    expect([log.length, rows[0].times.length]).to.deep.equal([8, 7]);
    expect(notes).to.deep.equal(["Medians of 7 rounds."]);
  });

  it("leaves out the round that does not count where sides take long", async () => {
    const sides = [side("ours", [1], []), side("theirs", [3], [])];
    const { rows } = await interleave("a case", "s", sides, { rounds: 1, warmUp: false });
    expect(rows.map(({ times }) => times)).deep.equal([[1], [3]]);
  });
});

describe("the digits of a figure", () => {
  for (const [value, text] of [
    [1234.5, "1235"],
    [123.4, "123"],
    [12.34, "12.3"],
    [-12.34, "-12.3"],
    [1.234, "1.23"],
    [0.1234, "0.123"],
    [0.01234, "0.012"],
    [0, "0.00"],
    [NaN, "–"],
  ] as const) {
    it(`are ${text} for ${value}`, () => {
      expect(digits(value)).to.equal(text);
    });
  }
});

describe("markdown", () => {
  it("writes three digits that count, and the notes", () => {
    const rows = [{ name: "ours", times: [1234.5], median: 1234.5, ratio: 0.01234 }];
    const text = markdown({ title: "A case", unit: "ms", rows, notes: ["One.", "Two."] });
    expect(text).contain("| ours | 1235 | 0.012 |").contain("One. Two.");
  });

  it("writes a dash for a goal that was not reached", () => {
    const rows = [{ name: "ours", times: [NaN], median: NaN, ratio: NaN }];
    expect(markdown({ title: "A case", unit: "s", rows, notes: [] })).contain("| ours | – | – |");
  });
});
