import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keptSeed } from "../../grading/keptSeed.ts";
import { Problem } from "../../scripts/setup/problem.mjs";

describe("the seed of the hidden checks", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "seed-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = () => join(folder, "seed");

  it("is drawn once, and anew where the file is damaged", async () => {
    const seed = await keptSeed(folder);
    expect(await keptSeed(folder)).to.equal(seed);
    await writeFile(file(), "12\n");
    expect(await keptSeed(folder)).to.equal(12);
    for (const damaged of ["", "12x", "-1", "1.5"]) {
      await writeFile(file(), damaged);
      expect(`${await keptSeed(folder)}\n`, damaged).to.equal(await readFile(file(), "utf8"));
    }
  });

  it("cannot be guessed: it is one of two thousand million", async () => {
    const seeds = [];
    for (let i = 0; i < 20; i++) {
      seeds.push(await keptSeed(folder));
      await rm(file());
    }
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).to.equal(
      true,
    );
    expect(Math.max(...seeds)).to.be.above(2 ** 29); // by chance not so: once in 10^12
  });

  it("is refused where it cannot be kept", async () => {
    const none = join(folder, "seed", "folder");
    await writeFile(file(), "1");
    const refusal: unknown = await keptSeed(none).catch((error) => error);
    expect(refusal).to.be.instanceOf(Problem);
    expect((refusal as Error).message).to.include(`${none} cannot be written: `);
  });
});
