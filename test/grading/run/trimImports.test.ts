import { expect } from "chai";
import { trimImports } from "../../../grading/run/trimImports.ts";

describe("a cell of imports", () => {
  for (const [source, used, kept] of [
    ['import { a, b as c } from "x";', "a", "all"],
    ['import { a, b as c } from "x";', "c", "all"],
    ['import { a, b as c } from "x";', "b", ""],
    ['import * as n from "x";', "n", "all"],
    ['import * as n from "x";', "m", ""],
    ['import d from "x";', "d", "all"],
    ['import d, { a } from "x";', "d", "all"],
    ['import d, { a } from "x";', "a", "all"],
    ['import d, * as n from "x";', "e", ""],
    ['import "x";', "", "all"],
    ['import {} from "x";', "", "all"],
    ['import { a } from "x"; // one\n\nimport { b } from "y";', "b", 'import { b } from "y";'],
    ['import { a } from "x"; import "y"; import "z";', "b", 'import "y";\nimport "z";'],
    ['import { a } from "x";\nplot();', "b", "all"],
    ['plot();\nimport { a } from "x";', "b", "all"],
    ["plot();", "b", "all"],
    ["", "b", ""],
  ]) {
    it(`keeps ${kept || "nothing"} of ${JSON.stringify(source)} where ${used || "nothing"} is used`, () => {
      const names = new Set(used ? [used] : []);
      expect(trimImports(source, names)).to.equal(kept === "all" ? source : kept);
    });
  }
});
