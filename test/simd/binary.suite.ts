import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { assembled, assemblies } from "../../scripts/assemble/assembled.mjs";

describe("lib/simd/binary", () => {
  it("holds what lib/simd/assembly compiles to", async function () {
    this.timeout(180_000); // all at once on a busy machine
    const names = await assemblies();
    expect(names).not.empty;
    for (const { path, text } of await Promise.all(names.map(assembled))) {
      const committed = await readFile(path, "utf8");
      expect(committed, `${path}: \`npm run assemble\` has not been run`).equal(text);
    }
  });
});
