import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../../docs/drawings/imports.ts";
import { RUN_TO_PICTURE, TRAIN_TO_LOSS } from "../../docs/drawings/journeys.ts";
import { withDrawings } from "../../docs/drawings/page.ts";

describe("docs/architecture.md", () => {
  it("has the drawings that `npm run draw` makes of the code", () => {
    const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
    expect(withDrawings(text)).to.equal(text);
    for (const kind of ["kind", "interrupt"]) expect(text).to.not.include(`|"${kind}"|`);
    expect(text).to.match(/run, askToStop, .*\| cells/);
  });

  for (const { file, name } of [...RUN_TO_PICTURE, ...TRAIN_TO_LOSS]) {
    it(`finds ${name} in ${file}`, () => {
      const declared = new RegExp(
        `^\\s*(export )?((async )?function|class|interface|type|const) ${name}\\b|^  (async )?${name}[(<]`,
        "m",
      );
      expect(readFileSync(join(root, file), "utf8")).to.match(declared);
    });
  }
});
