import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { madeFrom, record } from "../../scripts/assemble/assembled.mjs";

describe("lib/simd/binary", () => {
  it("was made from lib/simd/assembly as it is: `npm run assemble` has been run", async () => {
    expect(await readFile(record, "utf8")).to.equal(`${await madeFrom()}\n`);
  });
});
