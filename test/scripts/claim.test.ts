import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Claim } from "../../scripts/setup/claim.mjs";

describe("the claims to a folder", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "claims-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("are first in the order in which they came, whatever their names", async () => {
    const claims: Claim[] = [];
    for (let i = 0; i < 20; i++) {
      claims.push(new Claim(folder));
      expect(claims.map((claim) => claim.isFirst())).to.deep.equal(claims.map((_, at) => at === 0));
    }
    for (const [i, claim] of claims.entries()) {
      await claim.untilFirst();
      expect(claims.slice(i + 1).some((later) => later.isFirst())).to.equal(false);
      claim.end();
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
