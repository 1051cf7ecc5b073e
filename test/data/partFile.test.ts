import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { PartFile } from "../../lib/data/partFile.ts";
import { temporaryFolder } from "./miniature.ts";

describe("what has come of a download", () => {
  let folder: string;
  const partOf = async (owner: string, content: string, version: string, host = "a") => {
    const part = new PartFile(join(folder, "a.gz"), `https://${host}.org/a.gz`, owner);
    await writeFile(part.path, content);
    await part.setVersion(version);
    return part;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is of the version of the file that took its place", async () => {
    const part = await partOf("1", "old", "x");
    await writeFile(join(folder, "anew"), "newer");
    await part.replaceBy(join(folder, "anew"), "y");
    expect(await part.version()).to.equal("y");
    expect(await part.size()).to.equal(5);
  });

  it("is of no version while another file takes its place", async () => {
    const part = await partOf("1", "old", "x");
    const moving = part.replaceBy(join(folder, "none"), "y");
    expect(await moving.catch(({ code }) => code)).to.equal("ENOENT");
    expect(await part.version()).to.equal("");
    await writeFile(join(folder, "anew"), "newer");
    await part.replaceBy(join(folder, "anew"), "y");
    expect(await part.version()).to.equal("y");
  });

  it("becomes the archive when it is whole, and what others left goes", async () => {
    await partOf("1", "123", "x");
    const part = await partOf("2", "whole", "x");
    await part.finish();
    expect(await readdir(folder)).to.deep.equal(["a.gz"]);
    expect(await readFile(join(folder, "a.gz"), "utf8")).to.equal("whole");
  });

  it("is nothing where there is no file", async () => {
    const part = new PartFile(join(folder, "a.gz"), "https://a.org/a.gz", "1");
    expect(await part.size()).to.equal(0);
    expect(await part.version()).to.equal("");
    await part.adopt(true);
    await part.adopt(false);
    await part.remove();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("tells when it cannot be moved or noted", async () => {
    const part = new PartFile(join(folder, "a.gz"), "https://a.org/a.gz", "1");
    for (const moving of [() => part.finish(), () => part.replaceBy(join(folder, "none"), "y")]) {
      expect(await moving().catch(({ code }) => code)).to.equal("ENOENT");
    }
    const lost = new PartFile(join(folder, "none", "a.gz"), "https://a.org/a.gz", "1");
    expect(await lost.setVersion("y").catch(({ code }) => code)).to.equal("ENOENT");
    expect(await lost.adopt(false).catch(({ code }) => code)).to.equal("ENOENT");
  });

  for (const copy of [true, false]) {
    it(`is the most that others left of its address, ${copy ? "and a file of its own" : "in their file"}`, async () => {
      await partOf("1", "123", "x");
      const { path } = await partOf("2", "12345", "y");
      await partOf("3", "1234567", "z", "b");
      const other = await open(path, "a");
      const part = new PartFile(join(folder, "a.gz"), "https://a.org/a.gz", "4");
      await part.adopt(copy);
      expect(await part.version()).to.equal("y");
      await other.appendFile("6").finally(() => other.close());
      expect(await part.size()).to.equal(copy ? 5 : 6);
      const parts = (await readdir(folder)).filter((name) => !name.endsWith(".json"));
      expect(parts).to.have.members(["a.gz.part-3", "a.gz.part-4"]);
    });
  }
});
