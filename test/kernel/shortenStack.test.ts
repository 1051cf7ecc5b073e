import { expect } from "chai";
import { shortenStack } from "../../kernel/cells/shortenStack.ts";

describe("a stack", () => {
  const own = (line: number) => `    at f (cell 1:${line}:1)`;
  const inside = (name: string, line: number) =>
    `    at g (/x/node_modules/${name}/a.js:${line}:1)`;

  it("is as it is where there is nothing to leave out", () => {
    for (const lines of [
      [],
      [own(1)],
      [own(1), own(2), own(3), own(4)],
      [own(1), own(1)],
      [inside("a", 1), inside("b", 2)],
      [inside("a", 1), own(1), inside("a", 2), own(2), inside("a", 3)],
    ]) {
      expect(shortenStack(lines)).to.deep.equal(lines);
    }
  });

  it("has the first and the last of what is repeated, and how often it is", () => {
    expect(shortenStack([own(1), own(1), own(1), own(2)])).to.deep.equal([
      own(1),
      "    … 1 more times the same",
      own(1),
      own(2),
    ]);
    expect(shortenStack(Array(9).fill(own(3)))[1]).to.equal("    … 7 more times the same");
  });

  it("has the first and the last of what is inside of packages, and in which it begins", () => {
    const many = [inside("@a/b", 1), inside("c", 2), inside("@a/b", 3), inside("d", 4)];
    expect(shortenStack([own(1), ...many, own(1)])).to.deep.equal([
      own(1),
      inside("@a/b", 1),
      "    … 2 more in @a/b",
      inside("d", 4),
      own(1),
    ]);
    const windows = [1, 2, 3].map((line) => `    at g (C:\\x\\node_modules\\c\\a.js:${line}:1)`);
    expect(shortenStack(windows)[1]).to.equal("    … 1 more in c");
  });
});
