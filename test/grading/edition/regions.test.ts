import { expect } from "chai";
import fc from "fast-check";
import { regionsOf } from "../../../grading/edition/regions.ts";
import { Problem } from "../../../scripts/setup/problem.mjs";

describe("a solution's marks", () => {
  it("leave what stands around them, and give a stub its indentation", () => {
    const { stubbed, solved } = regionsOf("a\n  // BEGIN SOLUTION\n  b\n  // END SOLUTION\nc", "x");
    expect(stubbed).to.equal("a\n  // YOUR CODE HERE\nc");
    expect(solved).to.deep.equal(["  b"]);
  });

  it("stand alone on their lines, with space around them", () => {
    const source =
      "\t// BEGIN SOLUTION  \nb; // END SOLUTION\n  // END SOLUTION\t\n// BEGIN SOLUTIONS";
    expect(regionsOf(source, "x")).to.deep.equal({
      stubbed: "\t// YOUR CODE HERE\n// BEGIN SOLUTIONS",
      solved: ["b; // END SOLUTION"],
    });
  });

  it("part all lines into those that are given and those of solutions", () => {
    const line = fc.constantFrom("", "a", "  b", "// c");
    const lines = fc.array(line, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(lines, lines), { maxLength: 3 }), lines, (parts, last) => {
        const source = parts.flatMap(([given, solution]) => [
          ...[...given, "// BEGIN SOLUTION", ...solution, "// END SOLUTION"],
        ]);
        expect(regionsOf([...source, ...last].join("\n"), "x")).to.deep.equal({
          stubbed: [...parts.flatMap(([given]) => [...given, "// YOUR CODE HERE"]), ...last].join(
            "\n",
          ),
          solved: parts.flatMap(([, solution]) => solution),
        });
      }),
    );
  });

  const rule = "Each solution stands between // BEGIN SOLUTION and // END SOLUTION.";
  for (const [what, source, message] of [
    [
      "has no end",
      "// BEGIN SOLUTION\na",
      "3.9, y: // BEGIN SOLUTION has no // END SOLUTION after it.",
    ],
    [
      "has no beginning",
      "a\n  // END SOLUTION",
      `3.9, y: "// END SOLUTION" has no BEGIN SOLUTION before it. ${rule}`,
    ],
    [
      "begins twice",
      "// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION",
      `3.9, y: "// BEGIN SOLUTION" stands within a solution. ${rule}`,
    ],
    [
      "ends twice",
      "// BEGIN SOLUTION\n// END SOLUTION\n// END SOLUTION",
      `3.9, y: "// END SOLUTION" has no BEGIN SOLUTION before it. ${rule}`,
    ],
  ]) {
    it(`are refused where one ${what}`, () => {
      expect(() => regionsOf(source, "3.9, y"))
        .to.throw(Problem)
        .with.property("message", message);
    });
  }
});
