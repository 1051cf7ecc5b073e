import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { assembled, assemblies, madeFrom, record } from "../../scripts/assemble/assembled.mjs";
import { root } from "../../scripts/setup/project.mjs";

const binary = join(root, "lib", "simd", "binary");

describe("lib/simd/binary", () => {
  it("was made from lib/simd/assembly as it is: `npm run assemble` has been run", async () => {
    expect(await readFile(record, "utf8")).to.equal(`${await madeFrom()}\n`);
  });

  it("has a file for each module", async () => {
    const files = (await readdir(binary, { recursive: true })).filter((name) => /\.ts$/.test(name));
    const names = files.map((name) => name.replace(/\.ts$/, "").replaceAll("\\", "/"));
    expect(await assemblies()).to.have.members(names);
  });

  for (const name of ["crops", "tensors/pooling"]) {
    it(`holds what ${name} compiles to (all: \`npm run test:binary\`)`, async () => {
      const { path, text } = await assembled(name);
      expect(path).to.equal(join(binary, `${name}.ts`));
      expect(await readFile(path, "utf8")).to.equal(text);
    });
  }
});
