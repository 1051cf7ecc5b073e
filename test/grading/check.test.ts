import { expect } from "chai";
import { check } from "../../grading/check.ts";
import { Problem } from "../../scripts/setup/problem.mjs";

describe("`npm run check`", () => {
  it("refuses what is neither a notebook nor a file of one, before it starts anything", async () => {
    for (const [args, sentence] of [
      [["none.ipynb"], /^none\.ipynb means no notebook\. There are:\n {2}\d/],
      [["lib"], /^lib means no notebook\. There are:/],
      [["notebooks"], /^notebooks means no notebook\. There are:/],
      [["3.1", "3.9"], /^3\.9 means no notebook\. There are:/],
      [["--points"], /'--points'.*\nUse npm run check -- \[--json\] \[NOTEBOOK or FILE …\]/],
    ] as const) {
      const refusal: unknown = await check("no python", [...args]).catch((error) => error);
      expect(refusal, args.join(" ")).to.be.instanceOf(Problem);
      expect((refusal as Error).message).to.match(sentence);
    }
  });
});
